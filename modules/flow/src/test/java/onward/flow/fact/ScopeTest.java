package onward.flow.fact;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScopeTest {

    private static final Scope SCOPE = new Scope(
            map("total", 5L, "cart", map("size", 2L, "a.b", "dotted"), "none", null),
            ada(),
            Map.of("invoice", map("paid.total", 1L), "invoice.paid", map("total", 9L)),
            Map.of("ask", map("status", 200L, "body", map("id", "p1")), "ask.again", map("status", 404L)),
            NOON);

    @ParameterizedTest
    @CsvSource({
        "event.total, 5",
        "event.cart.size, 2",
        "event.cart.a.b, dotted",
        "contact.email, Ada@example.com",
        "contact.first_name, Ada",
        "contact.unsubscribed, false",
        "contact.properties.plan, pro",
        "contact.created_at, 2026-10-01 12:00:00+00",
        "wait_events.invoice.paid.total, 9",
        "steps.ask.status, 200",
        "steps.ask.body.id, p1",
        "steps.ask.again.status, 404",
    })
    void a_path_leads_to_its_value(String path, String value) {
        assertThat(Scope.knows(path)).isTrue();
        assertThat(SCOPE.find(path).value()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "event.nope",
        "event.total.deeper",
        "event.none.deeper",
        "wait_events.other.x",
        "wait_events.invoice",
        "steps.ask",
        "steps.ask.nope",
        "steps.other.status",
        "steps.ask.again.body",
        "order.id"
    })
    void what_is_not_there_is_absent(String path) {
        assertThat(SCOPE.find(path).isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"contact.nope", "contact.properties.nope", "event.none"})
    void null_and_unknown_contact_fields_are_present(String path) {
        assertThat(SCOPE.find(path)).isEqualTo(new Scope.Found(true, null));
    }

    @ParameterizedTest
    @CsvSource({"event", "event.", "contact", "events.x", "event.x.", "steps", "steps.", "step.x", "''"})
    void texts_that_name_no_field_are_not_known(String path) {
        assertThat(Scope.knows(path)).isFalse();
    }

    @Test
    void another_event_takes_the_place_of_the_first_and_nothing_else_changes() {
        Scope other = SCOPE.withEvent(map("total", 7L));

        assertThat(other.find("event.total").value()).isEqualTo(7L);
        assertThat(other.find("event.cart.size").isPresent()).isFalse();
        assertThat(other.find("contact.email").value()).isEqualTo("Ada@example.com");
        assertThat(other.find("steps.ask.status").value()).isEqualTo(200L);
        assertThat(other.find("wait_events.invoice.paid.total").value()).isEqualTo(9L);
    }

    @Test
    void a_deleted_person_has_no_fields_and_they_are_null() {
        Scope nobody = new Scope(Map.of(), null, Map.of(), NOON);

        assertThat(nobody.find("contact.email")).isEqualTo(new Scope.Found(true, null));
        assertThat(nobody.find("contact.properties.plan")).isEqualTo(new Scope.Found(true, null));
        assertThat(nobody.contactFields()).isEmpty();
    }

    @Test
    void all_of_it_can_be_had_by_the_words_that_paths_begin_with() {
        assertThat(SCOPE.toMap()).containsOnlyKeys("event", "contact", "wait_events", "steps");
        assertThat(Scope.descend(SCOPE.toMap(), "steps.ask.body.id").value()).isEqualTo("p1");
    }

    static Stream<Arguments> mentions() {
        return Stream.of(
                arguments("steps.ask.status", true),
                arguments("wait_events.paid.total", true),
                arguments(map("var", "steps.ask.status"), true),
                arguments(map("a", List.of(1L, map("field", "wait_events.x.y"))), true),
                arguments("event.total", false),
                arguments("contact.steps.a", false),
                arguments("steps", false),
                arguments(map("steps.ask.status", "x"), false),
                arguments(List.of(), false),
                arguments(5L, false),
                arguments(null, false));
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void a_value_mentions_the_past_when_a_path_in_it_leads_there(Object value, boolean expected) {
        assertThat(Scope.mentionsPast(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T12:00:00.123456Z, 2026-10-01 12:00:00.123456+00",
        "2026-10-01T12:00:00.840000Z, 2026-10-01 12:00:00.84+00",
        "2026-10-01T12:00:00Z, 2026-10-01 12:00:00+00",
    })
    void instants_are_written_as_postgresql_writes_them(String iso, String text) {
        assertThat(Dates.text(Instant.parse(iso))).isEqualTo(text);
        assertThat(Dates.read(text)).contains(Instant.parse(iso));
    }
}
