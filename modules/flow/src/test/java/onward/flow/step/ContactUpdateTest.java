package onward.flow.step;

import static onward.flow.Sample.ADA;
import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.received;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContactUpdateTest {

    private static final Object[] PAYLOAD = {
        "name",
        "Grace",
        "out",
        true,
        "none",
        null,
        "list",
        List.of("x"),
        "object",
        map("a", 1L),
        "seats",
        7L,
        "long",
        "x".repeat(2_001),
        "longish",
        "x".repeat(256)
    };

    private static Outcome enter(Object config) {
        Facts facts = factsOf(PAYLOAD).after(received(30, "signed.up", "city", "London"));
        return read(ContactUpdate.TYPE, config).enter(context(facts));
    }

    private static Contact updated(Object config) {
        var go = (Outcome.Go) enter(config);
        var update = (Effect.UpdateContact) go.effects().get(0);
        assertThat(go.branch()).isEqualTo("default");
        assertThat(go.effects()).hasSize(1);
        assertThat(update.contactId()).isEqualTo(ADA);
        return update.patch().applyTo(ada(), NOON);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("Grace", "Grace"),
                arguments("", ""),
                arguments("x".repeat(255), "x".repeat(255)),
                arguments(null, null),
                arguments(var("event.name"), "Grace"),
                arguments(var("event.none"), null),
                arguments(var("contact.last_name"), "Lovelace"),
                arguments(var("contact.properties.absent"), null),
                arguments(var("wait_events.signed.up.city"), "London"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_name_is_set_looked_up_or_cleared(Object value, String expected) {
        assertThat(updated(map("first_name", value)).firstName()).isEqualTo(expected);
        assertThat(updated(map("first_name", value)).lastName()).isEqualTo("Lovelace");
        assertThat(updated(map("last_name", value)).lastName()).isEqualTo(expected);
        assertThat(updated(map("last_name", value)).firstName()).isEqualTo("Ada");
    }

    static Stream<Arguments> properties() {
        return Stream.of(
                arguments("gold", "gold"),
                arguments("", ""),
                arguments(5L, 5L),
                arguments(false, false),
                arguments("x".repeat(2_000), "x".repeat(2_000)),
                arguments(null, null),
                arguments(var("event.seats"), 7L),
                arguments(var("event.out"), true),
                arguments(var("event.none"), null),
                arguments(var("contact.email"), "Ada@example.com"));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void a_property_is_set_looked_up_or_removed(Object value, Object expected) {
        Map<String, Object> after =
                updated(map("properties", map("plan", value))).properties();

        assertThat(after.get("plan")).isEqualTo(expected);
        assertThat(after.containsKey("plan")).isEqualTo(expected != null);
        assertThat(after).containsEntry("seats", 3L);
    }

    @Test
    void a_person_is_unsubscribed_by_a_boolean_or_a_reference_to_one() {
        assertThat(updated(map("unsubscribed", true)).unsubscribed()).isTrue();
        assertThat(updated(map("unsubscribed", var("event.out"))).unsubscribed())
                .isTrue();
        assertThat(updated(map("unsubscribed", false)).unsubscribed()).isFalse();
        assertThat(updated(map("first_name", "Grace")).unsubscribed()).isFalse();
    }

    @Test
    void the_output_tells_what_was_changed() {
        var go = (Outcome.Go) enter(map(
                "first_name", var("event.name"),
                "last_name", null,
                "properties", map("seats", var("event.seats"), "plan", null)));

        assertThat(go.output())
                .isEqualTo(map(
                        "contact_id",
                        ADA.toString(),
                        "first_name",
                        "Grace",
                        "last_name",
                        null,
                        "properties",
                        map("seats", 7L, "plan", null)));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(map("first_name", var("event.absent")), "`event.absent`"),
                arguments(map("last_name", var("wait_events.paid.name")), "`wait_events.paid.name`"),
                arguments(map("unsubscribed", var("event.absent")), "`event.absent`"),
                arguments(map("properties", map("plan", var("steps.ask.plan"))), "`steps.ask.plan`"),
                arguments(map("first_name", var("event.seats")), "a short text for `first_name`, found a number"),
                arguments(map("last_name", var("event.longish")), "a short text for `last_name`"),
                arguments(map("first_name", var("event.object")), "`first_name`, found an object"),
                arguments(map("unsubscribed", var("event.name")), "a boolean for `unsubscribed`, found a text"),
                arguments(map("unsubscribed", var("event.none")), "a boolean for `unsubscribed`, found nothing"),
                arguments(map("properties", map("a", var("event.list"))), "`properties.a`, found a list"),
                arguments(map("properties", map("a", var("event.object"))), "`properties.a`, found an object"),
                arguments(map("properties", map("a", var("event.long"))), "`properties.a`, found a text"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_reference_to_nothing_or_to_another_sort_fails_and_names_it(Object config, String words) {
        var stop = (Outcome.Stop) enter(config);

        assertThat(stop.name()).isEqualTo("validation_error");
        assertThat(stop.message()).contains(words);
    }

    private static Map<String, Object> many(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "p" + i, i -> (Object) "x"));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(map(), List.of("")),
                arguments(map("properties", map()), List.of("")),
                arguments(map("unsubscribed", null), List.of("")),
                arguments(map("first_name", 5L), List.of("first_name")),
                arguments(map("first_name", List.of()), List.of("first_name")),
                arguments(map("last_name", "x".repeat(256)), List.of("last_name")),
                arguments(map("last_name", var("name")), List.of("last_name.var")),
                arguments(map("last_name", map("var", "event.a", "or", "x")), List.of("last_name")),
                arguments(map("unsubscribed", "true"), List.of("unsubscribed")),
                arguments(map("unsubscribed", 1L), List.of("unsubscribed")),
                arguments(map("unsubscribed", var("out")), List.of("unsubscribed.var")),
                arguments(map("properties", "plan"), List.of("properties", "")),
                arguments(map("properties", List.of("plan")), List.of("properties", "")),
                arguments(map("properties", map("plan", List.of())), List.of("properties.plan")),
                arguments(map("properties", map("plan", map("a", 1L))), List.of("properties.plan")),
                arguments(map("properties", map("plan", "x".repeat(2_001))), List.of("properties.plan")),
                arguments(map("properties", map("plan", var("plan"))), List.of("properties.plan.var")),
                arguments(map("properties", map("my plan", "x")), List.of("properties.my plan")),
                arguments(map("properties", map("", "x")), List.of("properties")),
                arguments(map("properties", map("x".repeat(51), "x")), List.of("properties." + "x".repeat(51))),
                arguments(map("properties", map("plän", "x")), List.of("properties.plän")),
                arguments(map("properties", many(101)), List.of("properties")),
                arguments(
                        map(
                                "first_name",
                                5L,
                                "last_name",
                                true,
                                "unsubscribed",
                                "no",
                                "properties",
                                map("a b", 1L, "c", List.of())),
                        List.of("first_name", "last_name", "unsubscribed", "properties.a b", "properties.c")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(ContactUpdate.TYPE.read(config, "config")))
                .containsExactlyElementsOf(places.stream()
                        .map(place -> place.isEmpty() ? "config" : "config." + place)
                        .toList());
    }

    @Test
    void a_hundred_properties_are_read() {
        assertThat(ContactUpdate.TYPE.read(map("properties", many(100)), "").isOk())
                .isTrue();
    }

    @Test
    void a_config_with_nulls_and_references_is_told_as_it_was_given() {
        var given = map(
                "first_name",
                null,
                "last_name",
                var("event.name"),
                "unsubscribed",
                false,
                "properties",
                map("a", null, "b", 1L, "c", var("event.seats")));

        var step = read(ContactUpdate.TYPE, given);

        assertThat(step.config()).isEqualTo(given);
        assertThat(read(ContactUpdate.TYPE, step.config())).isEqualTo(step);
        assertThat(step.needsContactAlone()).isTrue();
    }
}
