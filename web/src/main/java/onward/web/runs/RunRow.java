package onward.web.runs;

import java.time.Instant;
import onward.flow.run.RunStatus;
import onward.store.page.NewestRuns.Line;
import onward.web.ui.Times;

/**
 * One run in words.
 *
 * @param status what the pill says; {@code pill} the style it says it in
 * @param version for example {@code v3}; null when the automation is gone
 * @param step the step's key; null once the run ended
 * @param doing what happens there, for example {@code waiting until 14:45}
 * @param startedIso the full instant, for those who need it exactly
 */
public record RunRow(
        String id,
        String status,
        String pill,
        String person,
        String automation,
        String version,
        String step,
        String doing,
        String started,
        String startedIso) {

    static RunRow of(Line line, Instant now) {
        return new RunRow(
                line.id().toString(),
                status(line),
                "pill pill-" + status(line),
                line.email() == null ? "(removed)" : line.email(),
                line.automation() == null ? "(removed)" : line.automation(),
                line.version() == null ? null : "v" + line.version(),
                line.stepKey(),
                doing(line, now),
                Times.words(line.startedAt(), now),
                line.startedAt().toString());
    }

    private static String status(Line line) {
        return isWaiting(line) ? "waiting" : line.status().word();
    }

    private static boolean isWaiting(Line line) {
        return line.status() == RunStatus.RUNNING && line.resting();
    }

    private static String doing(Line line, Instant now) {
        if (line.status() != RunStatus.RUNNING) {
            return "ended " + Times.words(line.completedAt(), now);
        }
        return isWaiting(line) ? waiting(line, now) : line.dueAt() == null ? "at work" : attempt(line, now);
    }

    private static String waiting(Line line, Instant now) {
        return line.dueAt() == null ? "waiting for an event" : "waiting until " + Times.words(line.dueAt(), now);
    }

    private static String attempt(Line line, Instant now) {
        return line.dueAt().isAfter(now) ? "goes on at " + Times.words(line.dueAt(), now) : "about to go on";
    }
}
