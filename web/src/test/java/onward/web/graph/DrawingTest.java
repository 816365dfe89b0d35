package onward.web.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.graph.Automation;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DrawingTest {

    @ParameterizedTest
    @MethodSource
    void a_step_is_told_in_plain_words(String type, Map<String, Object> config, String words) {
        Automation automation = Sketches.read(
                List.of(
                        Sketches.step("start", "trigger", Map.of("event_name", "a")),
                        Sketches.step("it", type, config)),
                List.of(Sketches.arrow("start", "it", "default")));

        Drawing drawing = Drawing.of(automation, Map.of("78261eea-8f8b-4381-83c6-79fa7120f1cf", "Customers"));

        assertThat(drawing.nodes().get(1).detail()).isEqualTo(words);
    }

    static List<Arguments> a_step_is_told_in_plain_words() {
        Map<String, Object> rule = Sketches.rule("event.total", "gte", 100L);
        Map<String, Object> plan = Sketches.rule("contact.properties.plan", "eq", "pro");
        Map<String, Object> coupon = Map.of("type", "rule", "field", "event.coupon", "operator", "is_not_empty");
        Map<String, Object> group = Map.of("type", "or", "rules", List.of(plan, coupon));
        Map<String, Object> segment = Map.of("segment_id", "78261eea-8f8b-4381-83c6-79fa7120f1cf");
        Map<String, Object> shares =
                Map.of("branches", List.of(Map.of("name", "a", "weight", 1L), Map.of("name", "b", "weight", 2L)));
        Map<String, Object> cases = Map.of(
                "cases", List.of(Map.of("name", "gold", "rule", plan), Map.of("name", "silver", "rule", coupon)));
        return List.of(
                Arguments.of("send_email", Map.of("template", Map.of("id", "welcome"), "subject", "Hello"), "welcome"),
                Arguments.of("delay", Map.of("duration", "3 days"), "3 days"),
                Arguments.of("delay", Map.of("until", Map.of("var", "event.due_at")), "until due_at"),
                Arguments.of(
                        "delay",
                        Map.of("time_of_day", "09:00-17:00", "weekdays", List.of("mon", "tue")),
                        "09:00–17:00, mon, tue, UTC"),
                Arguments.of(
                        "wait_for_event",
                        Map.of("event_name", "trial.paid", "timeout", "7 days", "filter_rule", rule),
                        "trial.paid, at most 1 week, if total ≥ 100"),
                Arguments.of(
                        "wait_for_event",
                        Map.of("events", List.of("order.paid", "order.cancelled"), "timeout", "2 days"),
                        "order.paid or order.cancelled, at most 2 days"),
                Arguments.of("condition", rule, "total ≥ 100"),
                Arguments.of(
                        "condition",
                        Map.of("type", "and", "rules", List.of(rule, group)),
                        "total ≥ 100 and (contact.properties.plan = \"pro\" or coupon is not empty)"),
                Arguments.of("contact_update", Map.of("properties", Map.of("vip", true)), "vip = true"),
                Arguments.of("contact_delete", Map.of(), "Deletes the contact for good."),
                Arguments.of("add_to_segment", segment, "Customers"),
                Arguments.of("split", shares, "a 33.3 %, b 66.7 %"),
                Arguments.of("switch", cases, "gold, silver"),
                Arguments.of(
                        "http_request",
                        Map.of("method", "PUT", "url", "https://crm.example.com/x"),
                        "PUT crm.example.com/x, at most 10 seconds"));
    }

    @Test
    void branches_come_in_the_order_of_the_step_and_lose_its_name() {
        Drawing drawing = Drawing.of(condition());

        assertThat(drawing.edges()).extracting(Edge::label).containsExactly("", "met", "not met");
    }

    @Test
    void a_run_lights_its_way_and_says_why_it_went_there() {
        Drawing drawing = Drawing.of(condition())
                .along(List.of(
                        entry("start", 0, StepStatus.COMPLETED, null),
                        entry("big", 1, StepStatus.COMPLETED, decision(false, 40L)),
                        entry("later", 2, StepStatus.WAITING, null)));

        assertThat(drawing.nodes())
                .extracting(Node::state)
                .containsExactly(State.TAKEN, State.TAKEN, State.NOT_REACHED, State.RESTING);
        assertThat(drawing.edges()).extracting(Edge::isTaken).containsExactly(true, false, true);
        assertThat(drawing.edges()).extracting(Edge::deciding).containsExactly("", "", "total 40, not ≥ 100");
    }

    @Test
    void a_step_that_failed_or_was_skipped_says_so() {
        Drawing drawing = Drawing.of(condition())
                .along(List.of(
                        entry("mail", 2, StepStatus.FAILED, null),
                        entry("start", 0, StepStatus.SKIPPED, null),
                        entry("big", 1, StepStatus.COMPLETED, decision(true, 120L)),
                        entry("gone", 3, StepStatus.COMPLETED, null)));

        assertThat(drawing.nodes())
                .extracting(Node::state)
                .containsExactly(State.SKIPPED, State.TAKEN, State.FAILED, State.NOT_REACHED);
        assertThat(drawing.edges()).extracting(Edge::deciding).containsExactly("", "total 120 ≥ 100", "");
    }

    @Test
    void of_two_branches_to_one_step_only_the_one_taken_is_lit() {
        Automation automation = Sketches.read(
                steps(),
                List.of(
                        Sketches.arrow("start", "big", "default"),
                        Sketches.arrow("big", "mail", "condition_not_met"),
                        Sketches.arrow("big", "mail", "condition_met")));

        Drawing drawing = Drawing.of(automation)
                .along(List.of(
                        entry("start", 0, StepStatus.COMPLETED, null),
                        entry("big", 1, StepStatus.COMPLETED, decision(false, 40L)),
                        entry("mail", 2, StepStatus.COMPLETED, null)));

        assertThat(drawing.edges())
                .filteredOn(Edge::isTaken)
                .extracting(Edge::label)
                .containsExactly("", "not met");
    }

    private static Automation condition() {
        return Sketches.read(
                steps(),
                List.of(
                        Sketches.arrow("start", "big", "default"),
                        Sketches.arrow("big", "later", "condition_not_met"),
                        Sketches.arrow("big", "mail", "condition_met")));
    }

    private static List<Map<String, Object>> steps() {
        return List.of(
                Sketches.step("start", "trigger", Map.of("event_name", "order.completed")),
                Sketches.step("big", "condition", Sketches.rule("event.total", "gte", 100L)),
                Sketches.step("mail", "send_email", Map.of("template", Map.of("id", "thanks"))),
                Sketches.step("later", "delay", Map.of("duration", "3 days")));
    }

    private static Map<String, Object> decision(boolean result, Object found) {
        Map<String, Object> because = new LinkedHashMap<>();
        because.put("clause", "");
        because.put("field", "event.total");
        because.put("operator", "gte");
        because.put("expected", 100L);
        because.put("found", found);
        return Map.of("result", result, "because", because);
    }

    private static TrailEntry entry(String key, int position, StepStatus status, Map<String, Object> output) {
        Instant at = Instant.parse("2026-11-23T14:30:00Z");
        return new TrailEntry(key, "any", 0, position, status, output, null, at, at, at);
    }
}
