package onward.web.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;

/** Automations for the tests of this package. */
final class Sketches {

    private Sketches() {}

    static Map<String, Object> step(String key, String type, Map<String, Object> config) {
        return Map.of("key", key, "type", type, "config", config);
    }

    static Map<String, Object> arrow(String from, String to, String type) {
        return Map.of("from", from, "to", to, "type", type);
    }

    static Map<String, Object> rule(String field, String operator, Object value) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("type", "rule");
        rule.put("field", field);
        rule.put("operator", operator);
        rule.put("value", value);
        return rule;
    }

    static Automation read(List<Map<String, Object>> steps, List<Map<String, Object>> connections) {
        return Blueprint.readDraft(Map.of("steps", steps, "connections", connections))
                .value();
    }

    /** A trial that begins, a wait, a mail when nothing came. */
    static Automation trialNudge() {
        return read(
                List.of(
                        step("start", "trigger", Map.of("event_name", "trial.started")),
                        step("wait", "wait_for_event", Map.of("event_name", "trial.activated", "timeout", "3 days")),
                        step("nudge", "send_email", Map.of("template", Map.of("id", "trial-nudge")))),
                List.of(arrow("start", "wait", "default"), arrow("wait", "nudge", "timeout")));
    }

    /** As many steps as one may have, with branches that part and join again. */
    static Automation largest(int seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> steps = new ArrayList<>();
        List<Map<String, Object>> arrows = new ArrayList<>();
        steps.add(step("start", "trigger", Map.of("event_name", "cart.abandoned")));
        Deque<Map<String, String>> open = new ArrayDeque<>(List.of(Map.of("start", "default")));
        while (steps.size() < Blueprint.STEPS_MAX) {
            String key = "step_" + steps.size();
            boolean isCondition = random.nextInt(3) == 0;
            steps.add(
                    isCondition
                            ? step(key, "condition", rule("event.total", "gte", 100L))
                            : step(key, "send_email", Map.of("template", Map.of("id", "mail-" + key))));
            connect(open.remove(), key, arrows);
            while (open.size() > 4 && random.nextInt(3) > 0) {
                connect(open.remove(), key, arrows);
            }
            open.add(Map.of(key, isCondition ? "condition_met" : "default"));
            if (isCondition) {
                open.add(Map.of(key, "condition_not_met"));
            }
        }
        return read(steps, arrows);
    }

    private static void connect(Map<String, String> from, String to, List<Map<String, Object>> arrows) {
        from.forEach((key, branch) -> arrows.add(arrow(key, to, branch)));
    }
}
