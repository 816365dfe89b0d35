package onward.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.step.Effect;
import onward.store.table.Metrics;
import onward.store.table.Metrics.Delta;

/** What a pass did, as numbers for {@link Metrics}: a few rows, however many runs it moved. */
final class Counting {
    private static final double MILLIS_PER_SECOND = 1_000;

    private record Key(UUID projectId, UUID automationId, String stepKey, String metric) {}

    private record Sum(long count, double seconds) {
        Sum and(Sum other) {
            return new Sum(count + other.count, seconds + other.seconds);
        }
    }

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    private Counting() {}

    static List<Delta> of(List<Turned> turned) {
        var counting = new Counting();
        turned.forEach(counting::count);
        return counting.deltas();
    }

    private List<Delta> deltas() {
        var deltas = new ArrayList<Delta>();
        sums.forEach((key, sum) -> deltas.add(new Delta(
                key.projectId(), key.automationId(), key.stepKey(), key.metric(), sum.count(), sum.seconds())));
        return deltas;
    }

    private void count(Turned turned) {
        Run before = turned.job().run();
        Run after = turned.decision().run();
        if (turned.job().isFresh()) {
            add(before, Metrics.WHOLE_RUN, "started", 0);
        }
        if (!after.isLive()) {
            add(before, Metrics.WHOLE_RUN, after.status().word(), 0);
        }
        turned.decision().trail().forEach(entry -> count(before, entry));
        turned.decision().effects().stream()
                .filter(Effect.Seal.class::isInstance)
                .map(Effect.Seal.class::cast)
                .forEach(seal -> add(before, seal.envelope().stepKey(), "email.queued", 0));
    }

    /** The entry of the step that the run rested at is there already, and is left at most once. */
    private void count(Run before, TrailEntry entry) {
        boolean isResumed = before.resting() && entry.position() == before.position() - 1;
        if (!isResumed) {
            add(before, entry.stepKey(), "entered", 0);
        }
        if (entry.completedAt() != null && entry.status() != StepStatus.WAITING) {
            add(before, entry.stepKey(), entry.status().word(), isResumed ? stay(before, entry) : 0);
        }
    }

    /** From what moved the run to the step until it left. */
    private static double stay(Run before, TrailEntry entry) {
        return Duration.between(before.since(), entry.completedAt()).toMillis() / MILLIS_PER_SECOND;
    }

    private void add(Run run, String stepKey, String metric, double seconds) {
        sums.merge(new Key(run.projectId(), run.automationId(), stepKey, metric), new Sum(1, seconds), Sum::and);
    }
}
