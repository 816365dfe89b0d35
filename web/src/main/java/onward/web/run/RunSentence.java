package onward.web.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onward.flow.run.RunStatus;
import onward.store.page.RunFacts;
import onward.store.page.RunFacts.Head;
import onward.store.table.Waits;
import onward.web.ui.Times;

/** Where a run stands, in one sentence: {@code Waiting for trial.paid until 14:45, 12 min left.} */
final class RunSentence {
    private RunSentence() {}

    static String of(RunFacts run, Instant now) {
        Head head = run.head();
        if (head.quarantinedAt() != null) {
            return "Set aside since " + Times.words(head.quarantinedAt(), now)
                    + ", because it failed by itself again and again. Nothing of it was lost.";
        }
        if (head.status() != RunStatus.RUNNING) {
            return ended(head, now);
        }
        return head.resting() ? waiting(run, now) : moving(head, now);
    }

    private static String ended(Head head, Instant now) {
        String when = " at " + Times.words(head.completedAt(), now) + ", after "
                + Times.span(Duration.between(head.startedAt(), head.completedAt()));
        String why = reason(head.reason());
        return switch (head.status()) {
            case COMPLETED -> "Completed" + when + ".";
            case FAILED -> "Failed" + when + (why == null ? "." : ": " + why);
            default -> "Cancelled" + when + (why == null ? "." : ": " + why);
        };
    }

    private static String reason(Map<String, Object> reason) {
        return reason == null || reason.get("message") == null ? null : String.valueOf(reason.get("message"));
    }

    private static String waiting(RunFacts run, Instant now) {
        Head head = run.head();
        String events = events(head, run.waits());
        String what = events.isEmpty() ? held(run).orElse("Resting") : "Waiting for " + events;
        return what + (head.dueAt() == null ? ", without an end." : until(head.dueAt(), now));
    }

    /** What the project's sending policy keeps back. */
    private static Optional<String> held(RunFacts run) {
        return run.trail().stream()
                .filter(entry -> entry.stepKey().equals(run.head().stepKey()) && entry.completedAt() == null)
                .filter(entry -> entry.output() != null)
                .map(entry -> entry.output().get("blocked_by"))
                .filter(String.class::isInstance)
                .map(rule ->
                        "Held by the sending policy (" + String.valueOf(rule).replace('_', ' ') + ")")
                .findFirst();
    }

    private static String events(Head head, List<Waits.Open> waits) {
        return waits.stream()
                .filter(wait -> wait.stepKey().equals(head.stepKey()))
                .map(Waits.Open::eventName)
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static String until(Instant due, Instant now) {
        return due.isAfter(now)
                ? " until " + Times.words(due, now) + ", " + Times.span(Duration.between(now, due)) + " left."
                : " until " + Times.words(due, now) + ", which is now: it is about to go on.";
    }

    private static String moving(Head head, Instant now) {
        String where = head.stepKey() == null ? "" : " at " + head.stepKey();
        return head.dueAt() != null && head.dueAt().isAfter(now)
                ? "Tries again" + where + " at " + Times.words(head.dueAt(), now) + ", in "
                        + Times.span(Duration.between(now, head.dueAt())) + "."
                : "At work" + where + ".";
    }
}
