package onward.flow.explain;

import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.explain.Findings.Story;
import onward.flow.graph.Node;
import onward.flow.run.TrailEntry;
import onward.flow.step.WaitForEvent;

/** Which way a run went at a step it completed, and whether that way leads away from a mail. */
final class Turns {
    private static final Set<String> FILTERS = Set.of("trigger", "condition", "switch");

    private final Story story;
    private final Ways ways;

    Turns(Findings facts, Ways ways) {
        this.story = facts.story();
        this.ways = ways;
    }

    Reason of(TrailEntry entry, Node node) {
        Map<String, Object> output = entry.output() == null ? Map.of() : entry.output();
        return switch (entry.stepType()) {
            case "condition" -> condition(entry, output);
            case "switch" -> choice(entry, output);
            case "split" -> split(entry, output);
            case "wait_for_event" -> wait(entry, node, output);
            case "send_email" -> done(entry, "sealed a mail").with("email_id", output.get("email_id"));
            case "send_push" -> done(entry, "sealed its pushes").with("pushes", output.get("pushes"));
            case "delay" -> done(entry, "let the run go on");
            default -> done(entry, "was done");
        };
    }

    private Reason done(TrailEntry entry, String what) {
        return Reason.of(
                        Code.STEP_DONE,
                        entry.completedAt(),
                        Subject.run(story.run().id()),
                        "the step " + Words.quoted(entry.stepKey()) + " " + what + " at "
                                + Words.at(entry.completedAt()))
                .with("step", entry.stepKey());
    }

    private Reason condition(TrailEntry entry, Map<String, Object> output) {
        boolean isTrue = Boolean.TRUE.equals(output.get("result"));
        Map<?, ?> because = because(output);
        String branch = isTrue ? "condition_met" : "condition_not_met";
        String found = isTrue ? "holds, because " + Words.held(because) : Words.failed(because);
        return turn(entry, branch, "the condition " + Words.quoted(entry.stepKey()) + " " + found)
                .suggestIfTrouble(change(entry, because, isTrue))
                .with("because", output.get("because"));
    }

    private static Map<?, ?> because(Map<String, Object> output) {
        return output.get("because") instanceof Map<?, ?> because ? because : Map.of();
    }

    private static String change(TrailEntry entry, Map<?, ?> because, boolean isTrue) {
        String field = String.valueOf(because.get("field"));
        String where = field.startsWith("contact.") ? "change the contact" : "send the event again with another value";
        String held = isTrue ? "no longer holds" : "holds";
        return "Change the condition " + Words.quoted(entry.stepKey()) + ", or " + where + ", so that "
                + Words.wanted(because) + " " + held + ".";
    }

    private Reason choice(TrailEntry entry, Map<String, Object> output) {
        String branch = String.valueOf(output.get("branch"));
        Map<?, ?> because = because(output);
        boolean isDefault = branch.equals("default");
        String found = isDefault
                ? " found no case that holds; the last " + Words.failed(because)
                : " chose the case " + Words.quoted(branch) + ", because " + Words.held(because);
        return turn(entry, branch, "the switch " + Words.quoted(entry.stepKey()) + found)
                .suggestIfTrouble(
                        change(entry, because, !isDefault).replace("Change the condition", "Change the switch"))
                .with("because", output.get("because"));
    }

    private Reason split(TrailEntry entry, Map<String, Object> output) {
        String branch = String.valueOf(output.get("branch"));
        return turn(entry, branch, "the split " + Words.quoted(entry.stepKey()) + " drew for this person")
                .suggestIfTrouble(
                        "A split always sends a person the same way; change its weights if that share is too small.");
    }

    private Reason wait(TrailEntry entry, Node node, Map<String, Object> output) {
        boolean isTimeout = "timeout".equals(output.get("outcome"));
        String name = String.valueOf(output.get("event_name"));
        String branch = isTimeout ? "timeout" : branch(node, name);
        String what = isTimeout
                ? "the wait " + Words.quoted(entry.stepKey()) + " ran out, because no event " + Words.quoted(name)
                        + " that fits came in time"
                : "the event " + Words.quoted(name) + " ended the wait " + Words.quoted(entry.stepKey());
        return turn(entry, branch, what)
                .suggestIfTrouble(
                        isTimeout
                                ? "Send " + name + " before the wait runs out, or give it a longer timeout."
                                : "Nothing is wrong if people who sent " + name + " need the mail no more.")
                .with("event_id", output.get("event_id"));
    }

    /** By the config; of several waits for one name the first. */
    private static String branch(Node node, String eventName) {
        if (node == null || !(node.step() instanceof WaitForEvent wait)) {
            return "event_received";
        }
        for (int i = 0; i < wait.events().size(); i++) {
            if (wait.events().get(i).eventName().equals(eventName)) {
                return wait.branches().get(i);
            }
        }
        return "event_received";
    }

    private Reason turn(TrailEntry entry, String branch, String what) {
        Set<String> lost = ways == null || isUnknown(entry) ? Set.of() : ways.lostBy(entry.stepKey(), branch);
        String away = lost.isEmpty() ? "" : ", away from the mail " + Words.either(lost);
        Reason reason = Reason.of(
                        lost.isEmpty() ? Code.STEP_DONE : isFilter(entry) ? Code.FILTER_FALSE : Code.OTHER_BRANCH,
                        entry.completedAt(),
                        Subject.run(story.run().id()),
                        what + ", so the run took the branch " + branch + " at " + Words.at(entry.completedAt()) + away)
                .with("step", entry.stepKey())
                .with("branch", branch);
        return lost.isEmpty() ? reason : reason.with("away_from", List.copyOf(lost));
    }

    private boolean isUnknown(TrailEntry entry) {
        return story.automation().step(entry.stepKey()) == null;
    }

    /** Nothing but conditions stands between it and the trigger: it says who gets in. */
    private boolean isFilter(TrailEntry entry) {
        return FILTERS.contains(entry.stepType())
                && story.trail().stream()
                        .filter(one -> one.position() < entry.position())
                        .allMatch(one -> FILTERS.contains(one.stepType()));
    }
}
