package onward.flow.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One visit of a step by a run: what it did and why.
 *
 * @param position in order of arrival within the run, from 0
 * @param output plain values in the shapes of contract/resend.md 6.6, or null
 * @param error {@code {"message": …, "name": …}}, or null
 * @param notes what came when the step had ended, each {@code {name, …}}; a decision makes none here, see
 *     {@link LateNote}
 * @param createdAt when the run arrived, also {@code startedAt}; on a resumed step, whose entry is there already, the
 *     instants of its arrival are kept and these two are ignored
 */
public record TrailEntry(
        String stepKey,
        String stepType,
        int visit,
        int position,
        StepStatus status,
        Map<String, Object> output,
        Map<String, Object> error,
        List<Map<String, Object>> notes,
        Instant createdAt,
        Instant startedAt,
        Instant completedAt) {

    /** An entry without notes. */
    public TrailEntry(
            String stepKey,
            String stepType,
            int visit,
            int position,
            StepStatus status,
            Map<String, Object> output,
            Map<String, Object> error,
            Instant createdAt,
            Instant startedAt,
            Instant completedAt) {
        this(stepKey, stepType, visit, position, status, output, error, List.of(), createdAt, startedAt, completedAt);
    }
}
