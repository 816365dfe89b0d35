package onward.flow.fact;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    private static final Scope SCOPE = new Scope(map("plan", "gold", "none", null), ada(), Map.of(), NOON);

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(var("event.plan"), true),
                arguments(var("nonsense"), true),
                arguments(var(null), true),
                arguments(map("var", 5L), true),
                arguments(map("var", map("var", "event.plan")), true),
                arguments(map("var", "event.plan", "more", 1L), false),
                arguments(map("Var", "event.plan"), false),
                arguments(Map.of(), false),
                arguments("var", false),
                arguments("event.plan", false),
                arguments(List.of("var"), false),
                arguments(5L, false),
                arguments(true, false),
                arguments(null, false));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void an_object_of_var_alone_is_a_reference(Object value, boolean expected) {
        assertThat(Reference.isOne(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.plan",
                "event.cart.size",
                "contact.email",
                "contact.properties.plan",
                "wait_events.invoice.paid.total",
                "steps.ask.body.id"
            })
    void a_path_that_a_scope_knows_is_read_and_written_again(String path) {
        var reference = Reference.read(var(path));

        assertThat(reference.value().path()).isEqualTo(path);
        assertThat(reference.value().toMap()).isEqualTo(var(path));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(var("plan"), "\"plan\""),
                arguments(var("event"), "\"event\""),
                arguments(var("event."), "\"event.\""),
                arguments(var("event.plan."), "\"event.plan.\""),
                arguments(var("Event.plan"), "\"Event.plan\""),
                arguments(var(" event.plan"), "\" event.plan\""),
                arguments(var(""), "\"\""),
                arguments(var("x".repeat(101)), "a text"),
                arguments(var(null), "nothing"),
                arguments(map("var", 5L), "a number"),
                arguments(map("var", List.of()), "a list"),
                arguments("event.plan", "nothing"),
                arguments(null, "nothing"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void another_path_is_refused_and_told_what_was_found(Object value, String found) {
        var reference = Reference.read(value);

        assertThat(paths(reference)).containsExactly("var");
        assertThat(reference.problems().get(0).message())
                .isEqualTo("Expected a reference that starts with " + Scope.WORDS + ", found " + found + ".");
    }

    static Stream<Arguments> lookups() {
        return Stream.of(
                arguments(var("event.plan"), new Scope.Found(true, "gold")),
                arguments(var("event.none"), new Scope.Found(true, null)),
                arguments(var("event.absent"), new Scope.Found(false, null)),
                arguments(var("contact.first_name"), new Scope.Found(true, "Ada")),
                arguments(var("contact.absent"), new Scope.Found(true, null)),
                arguments(var("steps.none.x"), new Scope.Found(false, null)),
                arguments("event.plan", new Scope.Found(true, "event.plan")),
                arguments(7L, new Scope.Found(true, 7L)),
                arguments(List.of("x"), new Scope.Found(true, List.of("x"))),
                arguments(map("a", 1L), new Scope.Found(true, map("a", 1L))),
                arguments(null, new Scope.Found(true, null)));
    }

    @ParameterizedTest
    @MethodSource("lookups")
    void a_reference_is_looked_up_and_a_plain_value_stays(Object value, Scope.Found expected) {
        assertThat(Reference.resolve(value, SCOPE)).isEqualTo(expected);
    }

    @Test
    void a_read_reference_finds_what_its_plain_form_does() {
        assertThat(new Reference("event.plan").find(SCOPE)).isEqualTo(Reference.resolve(var("event.plan"), SCOPE));
    }
}
