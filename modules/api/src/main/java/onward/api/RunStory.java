package onward.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Event;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.store.table.Interventions;
import onward.store.table.StoredAutomation.Version;
import onward.store.table.Waits;

/**
 * A run with what it did and waits for, before anybody gave it a shape.
 *
 * @param event what started it, or null when that event is kept no more
 * @param waits all that it listens for
 * @param interventions what somebody did to it, the newest first
 */
record RunStory(
        Run run,
        Version version,
        Event event,
        List<TrailEntry> trail,
        List<Waits.Open> waits,
        List<Interventions.Intervention> interventions) {

    /**
     * A step of the run's version and what the run did there.
     *
     * @param entry the newest visit; null when it has not come there
     */
    record Step(String key, String type, Object config, String status, Instant createdAt, TrailEntry entry) {
        Instant startedAt() {
            return entry == null ? null : entry.startedAt();
        }

        Instant completedAt() {
            return entry == null ? null : entry.completedAt();
        }
    }

    /** Every step of the version in graph order, also those the run has not reached. */
    List<Step> steps() {
        Map<String, TrailEntry> newest = new HashMap<>();
        trail.forEach(entry -> newest.put(entry.stepKey(), entry));
        Map<String, Object> configs = configs();
        return GraphOrder.of(version.definition()).entrySet().stream()
                .map(step ->
                        step(step.getKey(), step.getValue(), configs.get(step.getKey()), newest.get(step.getKey())))
                .toList();
    }

    private Map<String, Object> configs() {
        Map<String, Object> configs = new HashMap<>();
        for (Object step : (List<?>) version.definition().get("steps")) {
            configs.put((String) ((Map<?, ?>) step).get("key"), ((Map<?, ?>) step).get("config"));
        }
        return configs;
    }

    private Step step(String key, String type, Object config, TrailEntry entry) {
        return entry == null
                ? new Step(key, type, config, run.isLive() ? "pending" : "skipped", run.createdAt(), null)
                : new Step(key, type, config, status(entry), entry.createdAt(), entry);
    }

    /** A run that was ended from outside never left the step it rested at. */
    private String status(TrailEntry entry) {
        boolean isLeft = entry.status() != StepStatus.WAITING && entry.status() != StepStatus.RUNNING;
        return isLeft || run.isLive() ? entry.status().word() : StepStatus.SKIPPED.word();
    }

    /** What it listens for at the step where it rests; empty when it rests at none, or waits for time alone. */
    List<Waits.Open> waitingFor() {
        return waits.stream()
                .filter(wait -> run.isLive() && wait.stepKey().equals(run.stepKey()))
                .toList();
    }
}
