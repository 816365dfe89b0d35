package onward.flow.step;

import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WaitForEventConfigTest {

    private static final Map<String, Object> SEATS = rule("event.seats", "gte", 1L);
    private static final Map<String, Object> BY_ORDER = map("field", "event.order_id", "equals", "event.order_id");

    private static Map<String, Object> paid(Object... more) {
        Map<String, Object> config = map("event_name", "paid");
        config.putAll(map(more));
        return config;
    }

    private static Map<String, Object> events(Object... items) {
        return map("events", new ArrayList<>(List.of(items)));
    }

    static Stream<Arguments> configs() {
        return Stream.of(
                arguments(paid(), paid()),
                arguments(paid("timeout", null, "filter_rule", null, "correlation", null, "look_back", null), paid()),
                arguments(paid("timeout", "12 days"), paid("timeout", "1 week 5 days")),
                arguments(paid("timeout", 60L), paid("timeout", "1 minute")),
                arguments(paid("timeout_seconds", 3_600L), paid("timeout", "1 hour")),
                arguments(paid("timeout_seconds", "3600"), paid("timeout", "1 hour")),
                arguments(paid("timeout", "2 hours", "timeout_seconds", 5L), paid("timeout", "2 hours")),
                arguments(paid("timeout", null, "timeout_seconds", 5L), paid("timeout", "5 seconds")),
                arguments(paid("filter_rule", SEATS), paid("filter_rule", SEATS)),
                arguments(paid("correlation", BY_ORDER), paid("correlation", BY_ORDER)),
                arguments(
                        paid("correlation", map("field", "event.order_id", "equals", var("event.order_id"))),
                        paid("correlation", BY_ORDER)),
                arguments(paid("look_back", "run_start"), paid("look_back", "run_start")),
                arguments(paid("look_back", "24 hours"), paid("look_back", "1 day")),
                arguments(paid("look_back", 90L), paid("look_back", "1 minute 30 seconds")),
                arguments(paid("events", null), paid()),
                arguments(events("paid", "refunded"), events(map("event_name", "paid"), map("event_name", "refunded"))),
                arguments(
                        map("events", List.of("paid"), "event_name", null, "timeout", "1 day"),
                        map("events", List.of(map("event_name", "paid")), "timeout", "1 day")),
                arguments(
                        events(paid("branch", "good", "filter_rule", SEATS, "correlation", BY_ORDER)),
                        events(paid("filter_rule", SEATS, "correlation", BY_ORDER, "branch", "good"))),
                arguments(events(paid("branch", "paid"), paid("branch", null)), events(paid(), paid())));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void a_config_is_told_canonically_and_reads_back_the_same(Object given, Map<String, Object> canonical) {
        var step = read(WaitForEvent.TYPE, given);

        assertThat(step.config()).isEqualTo(canonical);
        assertThat(read(WaitForEvent.TYPE, canonical)).isEqualTo(step);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(map(), List.of("event_name")),
                arguments(paid("event_name", 5L), List.of("event_name")),
                arguments(paid("event_name", ""), List.of("event_name")),
                arguments(paid("event_name", "x".repeat(256)), List.of("event_name")),
                arguments(paid("timeout", "soon"), List.of("timeout")),
                arguments(paid("timeout", "31 days"), List.of("timeout")),
                arguments(paid("timeout_seconds", 0L), List.of("timeout")),
                arguments(paid("look_back", "ever"), List.of("look_back")),
                arguments(paid("look_back", "31 days"), List.of("look_back")),
                arguments(paid("look_back", true), List.of("look_back")),
                arguments(paid("filter_rule", "x"), List.of("filter_rule")),
                arguments(paid("filter_rule", rule("contact.email", "eq", "x")), List.of("filter_rule.field")),
                arguments(paid("filter_rule", rule("event.a", "gt", "x")), List.of("filter_rule.value")),
                arguments(paid("filter_rule", rule("event.a", "gt", var("x"))), List.of("filter_rule.value.var")),
                arguments(
                        paid("correlation", "order_id"),
                        List.of("correlation", "correlation.field", "correlation.equals")),
                arguments(paid("correlation", map()), List.of("correlation.field", "correlation.equals")),
                arguments(
                        paid("correlation", map("field", "order_id", "equals", "order_id")),
                        List.of("correlation.field", "correlation.equals.var")),
                arguments(
                        paid("correlation", map("field", "contact.id", "equals", 5L)),
                        List.of("correlation.field", "correlation.equals.var")),
                arguments(
                        map("event_name", " ", "timeout", "soon", "look_back", "ever", "filter_rule", map()),
                        List.of("timeout", "look_back", "event_name", "filter_rule.type")),
                arguments(paid("events", List.of("paid")), List.of("event_name")),
                arguments(
                        map(
                                "events",
                                List.of("paid"),
                                "filter_rule",
                                rule("event.a", "eq", 1L),
                                "correlation",
                                map("field", "event.a")),
                        List.of("filter_rule", "correlation")),
                arguments(map("events", List.of()), List.of("events")),
                arguments(map("events", "paid"), List.of("events")),
                arguments(map("events", Collections.nCopies(21, "paid")), List.of("events")),
                arguments(map("events", Collections.singletonList(null)), List.of("events[0].event_name")),
                arguments(events("paid", " "), List.of("events[1].event_name")),
                arguments(events(5L), List.of("events[0]", "events[0].event_name")),
                arguments(events("timeout"), List.of("events")),
                arguments(events(paid("branch", "timeout")), List.of("events")),
                arguments(events(paid("branch", "a\nb")), List.of("events[0].branch")),
                arguments(events(paid("branch", "x".repeat(256))), List.of("events[0].branch")),
                arguments(events(paid("branch", 5L)), List.of("events[0].branch")),
                arguments(
                        events(paid("filter_rule", rule("steps.a.b", "eq", 1L)), map("correlation", map("field", "x"))),
                        List.of(
                                "events[0].filter_rule.field",
                                "events[1].event_name",
                                "events[1].correlation.field",
                                "events[1].correlation.equals")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(WaitForEvent.TYPE.read(config, "config")))
                .containsExactlyElementsOf(
                        places.stream().map(place -> "config." + place).toList());
    }

    @Test
    void a_listed_wait_has_a_branch_for_each_event_and_one_for_the_timeout() {
        var listed = read(WaitForEvent.TYPE, events("paid", map("event_name", "refunded", "branch", "bad"), "paid"));

        assertThat(listed.branches()).containsExactly("paid", "bad", "timeout");
        assertThat(read(WaitForEvent.TYPE, paid()).branches()).containsExactly("event_received", "timeout");
    }

    @Test
    void a_wait_tells_what_it_listens_for_by_name_and_field() {
        var listed = read(WaitForEvent.TYPE, events("refunded", paid("correlation", BY_ORDER), paid("branch", "any")));

        assertThat(listed.interests())
                .containsExactlyInAnyOrder(
                        Interest.all("refunded"), new Interest("paid", "order_id"), Interest.all("paid"));
        assertThat(listed.needsContactAlone()).isTrue();
        assertThat(listed.needsPast()).isTrue();
    }
}
