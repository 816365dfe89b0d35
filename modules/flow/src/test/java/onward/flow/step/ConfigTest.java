package onward.flow.step;

import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients put on the wire, for steps of every type (contract/resend.md 2.2 and 15.1). */
class ConfigTest {

    private static final String SEGMENT = id(40).toString();

    private static Map<String, Object> withTemplate(Object... more) {
        Map<String, Object> config = map("template", map("id", "welcome"));
        config.putAll(map(more));
        return config;
    }

    /** A config as given, and the canonical one it is told as. */
    static Stream<Arguments> canonical() {
        return Stream.of(
                arguments(Trigger.TYPE, map("event_name", "a b"), map("event_name", "a b")),
                arguments(ContactDelete.TYPE, null, map()),
                arguments(ContactDelete.TYPE, List.of(), map()),
                arguments(ContactDelete.TYPE, "{}", map()),
                arguments(ContactDelete.TYPE, map(), map()),
                arguments(ContactDelete.TYPE, map("unknown", 1L), map()),
                arguments(AddToSegment.TYPE, map("segment_id", SEGMENT.toUpperCase()), map("segment_id", SEGMENT)),
                arguments(Condition.TYPE, rule("event.a", "eq", 1L), rule("event.a", "eq", 1L)),
                arguments(
                        Condition.TYPE,
                        map("type", "rule", "field", "event.a", "operator", "eq"),
                        rule("event.a", "eq", null)),
                arguments(
                        SendEmail.TYPE,
                        withTemplate("subject", null, "from", null, "reply_to", null, "topic_id", null),
                        withTemplate()),
                arguments(
                        SendEmail.TYPE,
                        map("template", map("id", "welcome", "variables", null), "variables", null),
                        withTemplate()),
                arguments(
                        SendEmail.TYPE,
                        map("template_id", "welcome", "variables", map("A", var("event.a"))),
                        map("template", map("id", "welcome", "variables", map("A", var("event.a"))))),
                arguments(SendEmail.TYPE, map("template_id", "old", "template", map("id", "welcome")), withTemplate()),
                arguments(
                        SendEmail.TYPE,
                        map("template", map("id", "welcome", "variables", List.of())),
                        map("template", map("id", "welcome", "variables", map()))),
                arguments(
                        SendEmail.TYPE,
                        withTemplate("reply_to", List.of("a@b.com", "c@d.com"), "topic_id", SEGMENT.toUpperCase()),
                        withTemplate("reply_to", List.of("a@b.com", "c@d.com"), "topic_id", SEGMENT)),
                arguments(SendEmail.TYPE, withTemplate("on_uncertain", "hold"), withTemplate("on_uncertain", "hold")),
                arguments(
                        ContactUpdate.TYPE,
                        map("first_name", "Ada", "last_name", null, "unsubscribed", null, "properties", null),
                        map("first_name", "Ada", "last_name", null)),
                arguments(
                        ContactUpdate.TYPE,
                        map("unsubscribed", true, "properties", List.of()),
                        map("unsubscribed", true)),
                arguments(
                        ContactUpdate.TYPE,
                        map("unsubscribed", var("event.out"), "properties", "{}"),
                        map("unsubscribed", var("event.out"))),
                arguments(
                        HttpRequest.TYPE,
                        map("url", " https://a.com/x ", "method", null, "headers", null, "body", null),
                        map("method", "GET", "url", "https://a.com/x", "timeout", "10 seconds", "attempts", 5L)),
                arguments(
                        HttpRequest.TYPE,
                        map("url", "http://a.com", "method", " post ", "headers", List.of(), "timeout", 30L),
                        map("method", "POST", "url", "http://a.com", "timeout", "30 seconds", "attempts", 5L)),
                arguments(
                        HttpRequest.TYPE,
                        map("url", "http://a.com", "headers", map("X-A", null, "X-B", "b"), "attempts", 1L),
                        map(
                                "method", "GET",
                                "url", "http://a.com",
                                "headers", map("X-B", "b"),
                                "timeout", "10 seconds",
                                "attempts", 1L)),
                arguments(
                        Split.TYPE,
                        map("branches", List.of(map("name", "a", "weight", 1), map("name", "b", "weight", 0L))),
                        map("branches", List.of(map("name", "a", "weight", 1L), map("name", "b", "weight", 0L)))),
                arguments(
                        Switch.TYPE,
                        map("cases", List.of(map("name", "a", "rule", rule("event.a", "eq", 1L), "more", 1L))),
                        map("cases", List.of(map("name", "a", "rule", rule("event.a", "eq", 1L))))));
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void a_config_is_told_canonically_and_reads_back_the_same(StepType type, Object given, Object canonical) {
        var step = read(type, given);

        assertThat(step.type()).isSameAs(type);
        assertThat(step.config()).isEqualTo(canonical);
        assertThat(read(type, step.config())).isEqualTo(step);
        assertThat(read(type, step.config()).config()).isEqualTo(canonical);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(Trigger.TYPE, map(), List.of("event_name")),
                arguments(Trigger.TYPE, map("event_name", " "), List.of("event_name")),
                arguments(Trigger.TYPE, map("event_name", 5L), List.of("event_name")),
                arguments(Trigger.TYPE, map("event_name", "x".repeat(256)), List.of("event_name")),
                arguments(AddToSegment.TYPE, map(), List.of("segment_id")),
                arguments(AddToSegment.TYPE, map("segment_id", "vip"), List.of("segment_id")),
                arguments(AddToSegment.TYPE, map("segment_id", 5L), List.of("segment_id")),
                arguments(AddToSegment.TYPE, map("segment_id", SEGMENT + "0"), List.of("segment_id")),
                arguments(ContactDelete.TYPE, "now", List.of("")),
                arguments(ContactDelete.TYPE, List.of("now"), List.of("")),
                arguments(Condition.TYPE, map(), List.of("type")),
                arguments(Condition.TYPE, rule("a", "is", 1L), List.of("field", "operator")),
                arguments(SendEmail.TYPE, map("template", "welcome"), List.of("template", "template.id")),
                arguments(SendEmail.TYPE, map("template_id", 5L), List.of("template_id")),
                arguments(SendEmail.TYPE, withTemplate("topic_id", "news"), List.of("topic_id")),
                arguments(SendEmail.TYPE, withTemplate("on_uncertain", "HOLD"), List.of("on_uncertain")),
                arguments(SendEmail.TYPE, withTemplate("on_uncertain", true), List.of("on_uncertain")),
                arguments(SendEmail.TYPE, withTemplate("reply_to", List.of()), List.of()),
                arguments(
                        SendEmail.TYPE,
                        map("template_id", "welcome", "variables", map("A", map("b", List.of(var("x"))))),
                        List.of("variables.A.b[].var")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(StepType type, Object config, List<String> places) {
        assertThat(paths(type.read(config, "config")))
                .containsExactlyElementsOf(places.stream()
                        .map(place -> place.isEmpty() ? "config" : "config." + place)
                        .toList());
    }

    /** No sort of value in any field of any type may break its reader: it refuses, or it reads what it can tell again. */
    private static final List<Object> ODDITIES = new ArrayList<>(List.of(
            "",
            " ",
            "{}",
            "odd",
            0L,
            -1L,
            5L,
            1.5,
            true,
            List.of(),
            List.of("odd"),
            List.of(5L),
            List.of(List.of()),
            map(),
            map("var", "event.a"),
            map("var", "odd"),
            map("var", null),
            map("odd", map()),
            "x".repeat(5_000)));

    static {
        ODDITIES.add(null);
        List<Object> holdsNull = new ArrayList<>();
        holdsNull.add(null);
        ODDITIES.add(holdsNull);
    }

    static final List<StepType> types = StepTypes.ALL;

    @ParameterizedTest
    @FieldSource("types")
    void odd_values_in_any_field_are_refused_or_read_and_never_break_the_reader(StepType type) {
        for (String field : fieldsOf(type)) {
            for (Object odd : ODDITIES) {
                Map<String, Object> config = map();
                config.putAll(type.example());
                config.put(field, odd);

                var read = type.read(config, "config");

                assertThat(read.problems())
                        .as("%s %s", field, odd)
                        .allSatisfy(problem -> assertThat(problem.path()).startsWith("config"));
                if (read.isOk()) {
                    var step = read.value();
                    assertThat(type.read(step.config(), "config").value())
                            .as("%s %s", field, odd)
                            .isEqualTo(step);
                }
            }
        }
    }

    private static List<String> fieldsOf(StepType type) {
        return Stream.concat(
                        Stream.of("type", "rules", "field", "value", "seconds", "timeout_seconds", "template_id"),
                        type.fields().stream().map(StepType.Field::name).map(name -> name.split("\\.")[0]))
                .distinct()
                .toList();
    }
}
