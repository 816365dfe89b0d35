package onward.web.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.Pill;
import onward.web.ui.Times;

/**
 * One visit of a step.
 *
 * @param gap how long nothing happened before it, where that is worth a word; null otherwise
 * @param because what decided there, in words; null when nothing was
 * @param error what went wrong, in words; null when nothing did
 * @param notes what came too late for it
 */
public record StepRow(
        String key,
        String type,
        int visit,
        Pill status,
        Moment started,
        String took,
        String gap,
        String because,
        String error,
        String output,
        List<String> notes) {
    private static final Duration GAP_MIN = Duration.ofSeconds(2);

    /** @param before when the step before it was left; null for the first */
    static StepRow of(TrailEntry entry, Instant before, boolean isLive, Instant now) {
        return new StepRow(
                entry.stepKey(),
                entry.stepType(),
                entry.visit(),
                Pill.of(status(entry, isLive)),
                Moment.of(entry.startedAt(), now),
                took(entry, now, isLive),
                gap(before, entry.startedAt()),
                Because.of(entry.output()),
                message(entry.error()),
                Json.pretty(entry.output()),
                entry.notes().stream().map(Json::pretty).toList());
    }

    /** A run that was ended from outside never left the step it rested at. */
    private static String status(TrailEntry entry, boolean isLive) {
        boolean isLeft = entry.status() != StepStatus.WAITING && entry.status() != StepStatus.RUNNING;
        return isLeft || isLive ? entry.status().word() : StepStatus.SKIPPED.word();
    }

    private static String took(TrailEntry entry, Instant now, boolean isLive) {
        if (entry.startedAt() == null) {
            return null;
        }
        if (entry.completedAt() != null) {
            return Times.span(Duration.between(entry.startedAt(), entry.completedAt()));
        }
        return isLive ? Times.span(Duration.between(entry.startedAt(), now)) + " so far" : null;
    }

    private static String gap(Instant before, Instant started) {
        if (before == null || started == null) {
            return null;
        }
        Duration between = Duration.between(before, started);
        return between.compareTo(GAP_MIN) < 0 ? null : Times.span(between) + " later";
    }

    private static String message(Map<String, Object> error) {
        return error == null ? null : String.valueOf(error.getOrDefault("message", error));
    }
}
