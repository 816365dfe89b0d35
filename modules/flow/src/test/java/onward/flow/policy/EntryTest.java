package onward.flow.policy;

import static onward.flow.Sample.ADA;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EntryTest {

    static Stream<Arguments> entries() {
        return Stream.of(
                arguments("every", map("mode", "every")),
                arguments("once", map("mode", "once")),
                arguments("skip_if_running", map("mode", "skip_if_running")),
                arguments("replace_running", map("mode", "replace_running")),
                arguments(map("mode", "once", "key", null, "window", null), map("mode", "once")),
                arguments(map("mode", "once", "key", "contact"), map("mode", "once")),
                arguments(map("mode", "once", "window", "7 days"), map("mode", "once")),
                arguments(map("mode", "once", "window", "nonsense"), map("mode", "once")),
                arguments(map("mode", "once", "key", "event.order_id"), map("mode", "once", "key", "event.order_id")),
                arguments(
                        map("mode", "replace_running", "key", var("event.order.id")),
                        map("mode", "replace_running", "key", "event.order.id")),
                arguments(
                        map("mode", "once_per_window", "window", "7 days"),
                        map("mode", "once_per_window", "window", "1 week")),
                arguments(
                        map("mode", "once_per_window", "window", 3_600L, "key", "contact.email"),
                        map("mode", "once_per_window", "window", "1 hour", "key", "contact.email")),
                arguments(
                        map("mode", "once_per_window", "window", "3650 days"),
                        map("mode", "once_per_window", "window", "521 weeks 3 days")));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void an_entry_rule_is_told_canonically_and_reads_back_the_same(Object given, Map<String, Object> canonical) {
        var entry = Entry.read(given);

        assertThat(entry.problems()).isEmpty();
        assertThat(entry.value().toMap()).isEqualTo(canonical);
        assertThat(Entry.read(canonical)).isEqualTo(entry);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(null, List.of("entry.mode")),
                arguments(map(), List.of("entry.mode")),
                arguments(List.of(), List.of("entry.mode")),
                arguments(5L, List.of("entry", "entry.mode")),
                arguments("ONCE", List.of("entry.mode")),
                arguments("sometimes", List.of("entry.mode")),
                arguments(map("mode", 5L), List.of("entry.mode")),
                arguments("once_per_window", List.of("entry.window")),
                arguments(map("mode", "once_per_window", "window", "soon"), List.of("entry.window")),
                arguments(map("mode", "once_per_window", "window", 0L), List.of("entry.window")),
                arguments(map("mode", "once_per_window", "window", "3651 days"), List.of("entry.window")),
                arguments(map("mode", "once", "key", "order_id"), List.of("entry.key.var")),
                arguments(map("mode", "once", "key", var("order_id")), List.of("entry.key.var")),
                arguments(map("mode", "once", "key", 5L), List.of("entry.key.var")),
                arguments(map("mode", "once", "key", List.of("event.a")), List.of("entry.key.var")),
                arguments(
                        map("mode", "once_per_window", "window", true, "key", "x"),
                        List.of("entry.window", "entry.key.var")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_entry_rule_is_refused_with_every_problem_at_its_place(Object given, List<String> places) {
        assertThat(paths(Entry.read(given))).containsExactlyElementsOf(places);
    }

    @ParameterizedTest
    @EnumSource(Entry.Mode.class)
    void every_mode_has_a_word_and_an_explanation(Entry.Mode mode) {
        assertThat(Entry.Mode.of(mode.word())).contains(mode);
        assertThat(mode.explanation()).endsWith(".");
        assertThat(new Entry(mode, null, null).isEvery()).isEqualTo(mode == Entry.Mode.EVERY);
    }

    private static Optional<String> keyOf(Object key, Object... payload) {
        Scope scope = context(factsOf(payload)).scope();
        return Entry.read(map("mode", "once", "key", key)).value().keyOf(scope);
    }

    @Test
    void without_a_key_contacts_are_told_apart() {
        assertThat(keyOf(null)).contains("contact=" + ADA);
        assertThat(keyOf("contact")).isEqualTo(keyOf(null));
    }

    @Test
    void keys_are_equal_when_and_only_when_the_values_are() {
        var one = keyOf("event.id", "id", 1L);

        assertThat(one).isPresent();
        assertThat(keyOf("event.id", "id", new BigDecimal("1.0"))).isEqualTo(one);
        assertThat(keyOf("event.id", "id", 2L)).isPresent().isNotEqualTo(one);
        assertThat(keyOf("event.id", "id", "1")).isPresent().isNotEqualTo(one);
        assertThat(keyOf("event.other", "other", 1L)).isPresent().isNotEqualTo(one);
        assertThat(keyOf("event.id", "id", "x".repeat(5_000)).orElseThrow()).hasSizeLessThanOrEqualTo(200);
    }

    static Stream<Object> noKeys() {
        return Stream.of(List.of(), map("a", 1L), null);
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void a_value_that_tells_nothing_apart_is_no_key(Object value) {
        assertThat(keyOf("event.id", "id", value)).isEmpty();
        assertThat(keyOf("event.absent", "id", value)).isEmpty();
    }

    @Test
    void every_event_starts_a_run_by_default() {
        assertThat(Entry.EVERY.isEvery()).isTrue();
        assertThat(Entry.read("every").value()).isEqualTo(Entry.EVERY);
        assertThat(Entry.read(map("mode", "once_per_window", "window", "1 day"))
                        .value()
                        .window())
                .isEqualTo(Duration.ofDays(1));
    }
}
