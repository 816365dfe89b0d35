package onward.flow.fact;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private static final Scope SCOPE = new Scope(
            map("total", 5L, "cart", map("size", 2L, "a.b", "dotted"), "none", null),
            ada(),
            Map.of("invoice", map("paid.total", 1L), "invoice.paid", map("total", 9L)),
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
    @CsvSource({"event", "event.", "contact", "events.x", "event.x.", "''"})
    void texts_that_name_no_field_are_not_known(String path) {
        assertThat(Scope.knows(path)).isFalse();
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
