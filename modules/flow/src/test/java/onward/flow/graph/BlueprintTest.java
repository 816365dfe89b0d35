package onward.flow.graph;

import static onward.flow.Sample.condition;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlueprintTest {

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("no fields", map(), List.of("steps", "connections")),
                arguments("null fields", map("steps", null, "connections", null), List.of("steps", "connections")),
                arguments("no lists", map("steps", "x", "connections", 1L), List.of("steps", "connections")),
                arguments("no steps", definition(List.of()), List.of("steps")),
                arguments("no trigger", definition(List.of(), delay("a")), List.of("steps")),
                arguments(
                        "two triggers",
                        definition(List.of(), trigger(), step("more", "trigger", "event_name", "x")),
                        List.of("steps")),
                arguments("a null step", definition(List.of(), trigger(), null), List.of("steps[1]")),
                arguments(
                        "an unknown type",
                        definition(List.of("start-a"), trigger(), step("a", "teleport")),
                        List.of("steps[1].type")),
                arguments(
                        "no type",
                        definition(List.of("start-a"), trigger(), map("key", "a")),
                        List.of("steps[1].type")),
                arguments(
                        "no key",
                        definition(List.of(), trigger(), map("type", "delay", "config", map("duration", "1 day"))),
                        List.of("steps[1].key")),
                arguments(
                        "a long key",
                        definition(List.of(), trigger(), delay("k".repeat(101))),
                        List.of("steps[1].key")),
                arguments("a torn key", definition(List.of(), trigger(), delay("a\nb")), List.of("steps[1].key")),
                arguments(
                        "a key twice",
                        definition(List.of("start-a"), trigger(), delay("a"), delay("a")),
                        List.of("steps[2].key")),
                arguments(
                        "a way into the trigger",
                        definition(List.of("start-a", "a-start"), trigger(), delay("a")),
                        List.of("connections[1].to", "connections")),
                arguments(
                        "dangling ends",
                        definition(List.of("start-b", "c-start2"), trigger()),
                        List.of("connections[0].to", "connections[1].from", "connections[1].to")),
                arguments(
                        "a branch twice",
                        definition(List.of("start-a", "start-b"), trigger(), delay("a"), delay("b")),
                        List.of("connections[1]")),
                arguments(
                        "a default way out of a condition",
                        definition(List.of("start-c", "c-a"), trigger(), condition("c"), delay("a")),
                        List.of("connections[1].type")),
                arguments(
                        "a condition's way out of a delay",
                        definition(List.of("start-a", "a-b:condition_met"), trigger(), delay("a"), delay("b")),
                        List.of("connections[1].type")),
                arguments(
                        "a type of connection nobody knows",
                        definition(List.of("start-a:sideways"), trigger(), delay("a")),
                        List.of("connections[0].type")),
                arguments(
                        "a cycle",
                        definition(List.of("start-a", "a-b", "b-a"), trigger(), delay("a"), delay("b")),
                        List.of("connections")),
                arguments(
                        "a step out of reach",
                        definition(List.of("start-a"), trigger(), delay("a"), delay("b")),
                        List.of("steps[2]")),
                arguments(
                        "no event name",
                        definition(List.of(), step("start", "trigger")),
                        List.of("steps[0].config.event_name")),
                arguments(
                        "a long delay",
                        definition(List.of("start-a"), trigger(), step("a", "delay", "duration", "31 days")),
                        List.of("steps[1].config.duration")),
                arguments(
                        "a delay without duration",
                        definition(List.of("start-a"), trigger(), step("a", "delay")),
                        List.of("steps[1].config.duration")),
                arguments(
                        "a mail without template",
                        definition(List.of("start-a"), trigger(), step("a", "send_email")),
                        List.of("steps[1].config.template.id")),
                arguments(
                        "a mail with a torn subject, sender, answers and references",
                        definition(
                                List.of("start-a"),
                                trigger(),
                                step(
                                        "a",
                                        "send_email",
                                        "template",
                                        map("id", "welcome", "variables", map("X", map("var", "order.id"))),
                                        "subject",
                                        "a\r\nBcc: b",
                                        "from",
                                        "nobody",
                                        "reply_to",
                                        List.of("x"))),
                        List.of(
                                "steps[1].config.template.variables.X.var",
                                "steps[1].config.from",
                                "steps[1].config.subject",
                                "steps[1].config.reply_to")),
                arguments(
                        "a condition without rule",
                        definition(List.of("start-a"), trigger(), step("a", "condition")),
                        List.of("steps[1].config.type")),
                arguments(
                        "a config that is no object",
                        definition(List.of("start-a"), trigger(), map("key", "a", "type", "delay", "config", "soon")),
                        List.of("steps[1].config", "steps[1].config.duration")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void a_definition_is_refused_with_every_problem_at_its_place(
            String name, Map<String, Object> definition, List<String> places) {
        assertThat(paths(Blueprint.read(definition))).as(name).containsExactlyElementsOf(places);
    }

    @Test
    void nothing_is_a_definition_without_fields() {
        assertThat(Blueprint.read(null).problems())
                .containsExactly(
                        Problem.missing("steps", "Missing `steps` field."),
                        Problem.missing("connections", "Missing `connections` field."));
    }

    @Test
    void a_cycle_is_named_with_its_way() {
        var problems = Blueprint.read(definition(List.of("start-a", "a-b", "b-a"), trigger(), delay("a"), delay("b")))
                .problems();

        assertThat(problems.get(0).message()).containsPattern("a -> b -> a|b -> a -> b");
    }

    @Test
    void a_trigger_alone_is_an_automation() {
        var automation = Blueprint.read(definition(List.of(), trigger())).value();

        assertThat(automation.triggerEvent()).isEqualTo("order.completed");
        assertThat(automation.next("start", "default")).isEmpty();
        assertThat(automation.templateReferences()).isEmpty();
    }

    @Test
    void ways_may_join_again() {
        var joined = definition(
                List.of("start-c", "c-a:condition_met", "c-b:condition_not_met", "a-end", "b-end"),
                trigger(),
                condition("c"),
                delay("a"),
                email("b"),
                email("end"));

        var automation = Blueprint.read(joined).value();

        assertThat(automation.next("a", "default")).contains("end");
        assertThat(automation.next("b", "default")).contains("end");
        assertThat(automation.next("c", "condition_not_met")).contains("b");
        assertThat(automation.templateReferences()).containsExactly("welcome");
    }

    @Test
    void a_draft_may_have_steps_out_of_reach_but_no_cycle() {
        assertThat(Blueprint.readDraft(definition(List.of(), trigger(), delay("a")))
                        .isOk())
                .isTrue();
        assertThat(Blueprint.readDraft(definition(List.of("a-a"), trigger(), delay("a")))
                        .isOk())
                .isFalse();
        assertThat(Blueprint.readDraft(definition(List.of(), delay("a"))).isOk())
                .isFalse();
    }

    @Test
    void what_was_read_is_written_canonically_and_reads_back_the_same() {
        var given = definition(
                List.of("start-wait", "wait-mail"),
                trigger(),
                step("wait", "delay", "duration", "12 days", "unknown", 1L),
                email("mail", "from", null, "subject", "Hi", "reply_to", List.of("a@b.com"), "topic_id", null));

        var automation = Blueprint.read(given).value();

        assertThat(automation.toDefinition())
                .isEqualTo(map(
                        "steps",
                        List.of(
                                trigger(),
                                step("wait", "delay", "duration", "1 week 5 days"),
                                step(
                                        "mail",
                                        "send_email",
                                        "template",
                                        map("id", "welcome"),
                                        "subject",
                                        "Hi",
                                        "reply_to",
                                        "a@b.com")),
                        "connections",
                        List.of(
                                map("from", "start", "to", "wait", "type", "default"),
                                map("from", "wait", "to", "mail", "type", "default"))));
        assertThat(Blueprint.read(automation.toDefinition()).value().toDefinition())
                .isEqualTo(automation.toDefinition());
        assertThat(automation.step("wait").config()).containsEntry("duration", "1 week 5 days");
    }

    @Test
    void shapes_of_older_days_are_read() {
        var legacy = map(
                "steps",
                List.of(
                        map("ref", "start", "type", "trigger", "config", map("event_name", "x")),
                        map("ref", "wait", "type", "delay", "config", map("seconds", 3600L)),
                        map(
                                "ref",
                                "mail",
                                "type",
                                "send_email",
                                "config",
                                map("template_id", "welcome", "variables", map("PLAN", map("var", "event.plan"))))),
                "edges",
                List.of(
                        map("from", "start", "to", "wait", "edge_type", "default"),
                        map("from", "wait", "to", "mail", "edge_type", null)));

        var automation = Blueprint.read(legacy).value();

        assertThat(automation.step("wait").config()).containsEntry("duration", "1 hour");
        assertThat(automation.step("mail").config())
                .isEqualTo(map("template", map("id", "welcome", "variables", map("PLAN", map("var", "event.plan")))));
    }

    @Test
    void the_new_name_of_a_field_wins_over_the_old() {
        var both = definition(
                List.of("start-wait"),
                trigger(),
                map("key", "wait", "ref", "old", "type", "delay", "config", map("duration", "2 hours", "seconds", 5L)));

        assertThat(Blueprint.read(both).value().step("wait").config()).containsEntry("duration", "2 hours");
    }

    @ParameterizedTest
    @MethodSource("emptyConfigs")
    void an_empty_config_may_look_like_a_list_or_a_text(Object config) {
        var given = definition(List.of(), map("key", "start", "type", "trigger", "config", config));

        assertThat(paths(Blueprint.read(given))).containsExactly("steps[0].config.event_name");
    }

    static Stream<Arguments> emptyConfigs() {
        return Stream.of(arguments(List.of()), arguments("{}"), arguments(Map.of()), arguments((Object) null));
    }

    private static Map<String, Object> chain(int steps) {
        List<Object> all = new ArrayList<>(List.of(trigger()));
        List<Object> arrows = new ArrayList<>();
        for (int i = 1; i < steps; i++) {
            all.add(delay("d" + i));
            arrows.add(map("from", i == 1 ? "start" : "d" + (i - 1), "to", "d" + i));
        }
        return map("steps", all, "connections", arrows);
    }

    @Test
    void a_hundred_and_fifty_steps_are_read_and_one_more_is_refused() {
        assertThat(Blueprint.read(chain(150)).value().steps()).hasSize(150);
        assertThat(Blueprint.read(chain(151)).problems().get(0).message()).contains("at most 150 steps, found 151");
    }
}
