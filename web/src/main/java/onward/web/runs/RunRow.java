package onward.web.runs;

import java.time.Instant;
import onward.flow.run.RunStatus;
import onward.store.page.RunList.Line;
import onward.web.ui.Moment;
import onward.web.ui.Pill;
import onward.web.ui.Times;

/**
 * One run in words.
 *
 * @param personLink null when nobody is known by the run's event
 * @param version for example {@code v3}; null when the automation is gone
 * @param step the step's key; null once the run ended
 * @param doing what happens there, for example {@code waiting until 14:45}
 * @param took how long it ran; null while it lives
 */
public record RunRow(
        String id,
        Pill status,
        String person,
        String personLink,
        String automation,
        String automationLink,
        String version,
        String step,
        String doing,
        String took,
        Moment started) {

    public static RunRow of(Line line, Instant now) {
        return new RunRow(
                line.id().toString(),
                Pill.of(status(line)),
                line.email() == null ? "(removed)" : line.email(),
                line.contactId() == null || line.email() == null ? null : "/dashboard/contacts/" + line.contactId(),
                line.automation() == null ? "(removed)" : line.automation(),
                line.automation() == null ? null : "/dashboard/automations/" + line.automationId(),
                line.version() == null ? null : "v" + line.version(),
                line.stepKey(),
                doing(line, now),
                line.completedAt() == null
                        ? null
                        : Times.span(java.time.Duration.between(line.startedAt(), line.completedAt())),
                Moment.of(line.startedAt(), now));
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
