package onward.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Store;
import onward.store.page.MetricSeries;
import onward.store.page.MetricSeries.Interval;
import onward.store.page.MetricSeries.Range;
import onward.store.table.Automations;

/** {@code GET /automations/:automationId/metrics}: how often what happened. An addition of ours. */
final class MetricsResource {
    /** How far back it goes when nobody says. */
    static final Duration RANGE_DEFAULT = Duration.ofDays(7);
    /** Up to this length a range comes by the hour when nobody says. */
    static final Duration BY_HOUR_MAX = Duration.ofHours(48);

    private static final List<String> RUN_METRICS = List.of("started", "completed", "failed", "cancelled", "retried");
    private static final List<String> EMAIL_METRICS = List.of(
            "queued", "sent", "delivered", "opened", "clicked", "bounced", "complained", "failed", "suppressed");
    private static final List<String> STEP_METRICS = List.of("entered", "completed", "failed", "skipped");

    private final Store store;

    MetricsResource(Store store) {
        this.store = store;
    }

    void register(Routes routes) {
        routes.get("/automations/:automationId/metrics", this::get);
    }

    private Future<Answer> get(Call call) {
        UUID automationId = Noun.AUTOMATION.id(call);
        return call.now().compose(now -> {
            Range range = range(call.query(), now);
            return Automations.exists(store.client(), call.projectId(), automationId)
                    .compose(known -> {
                        Noun.AUTOMATION.requireExisting(known);
                        return MetricSeries.ofAutomation(store.client(), call.projectId(), automationId, range);
                    })
                    .map(series -> Answer.ok(body(automationId, series)));
        });
    }

    private static Range range(Query query, Instant now) {
        Instant until = query.instant("until").orElse(now);
        Instant since = query.instant("since").orElse(until.minus(RANGE_DEFAULT));
        if (!since.isBefore(until)) {
            throw NativeErrors.validation("Expected `since` before `until`, found it later or the same.");
        }
        Interval interval =
                query.get("interval").map(MetricsResource::interval).orElseGet(() -> byLength(since, until));
        Range range = Range.covering(since, until, interval);
        if (range.intervals() > MetricSeries.INTERVALS_MAX) {
            throw NativeErrors.validation("Expected a range of at most " + MetricSeries.INTERVALS_MAX
                    + " intervals, found " + range.intervals() + ". Ask for less, or by the day.");
        }
        return range;
    }

    private static Interval byLength(Instant since, Instant until) {
        return Duration.between(since, until).compareTo(BY_HOUR_MAX) > 0 ? Interval.DAY : Interval.HOUR;
    }

    private static Interval interval(String word) {
        return List.of(Interval.values()).stream()
                .filter(interval -> interval.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> NativeErrors.validation("Expected `interval` to be hour or day, found another word."));
    }

    private static Map<String, Object> body(UUID automationId, MetricSeries series) {
        Map<String, Object> runs = new LinkedHashMap<>();
        RUN_METRICS.forEach(metric -> runs.put(metric, series.runs(metric)));
        Map<String, Object> emails = new LinkedHashMap<>();
        EMAIL_METRICS.forEach(kind -> emails.put(kind, series.emails(kind)));
        return Answer.body(
                "object", "automation_metrics",
                "automation_id", automationId,
                "since", PgText.of(series.range().since()),
                "until", PgText.of(series.range().until()),
                "interval", series.range().interval().word(),
                "runs", runs,
                "emails", emails,
                "steps",
                        series.stepKeys().stream().map(key -> step(key, series)).toList(),
                "series", series(series));
    }

    private static Map<String, Object> step(String key, MetricSeries series) {
        Map<String, Object> step = Answer.body("key", key);
        STEP_METRICS.forEach(metric -> step.put(metric, series.step(key, metric)));
        step.put("average_seconds", series.averageSeconds(key));
        return step;
    }

    private static List<Map<String, Object>> series(MetricSeries series) {
        var intervals = new ArrayList<Map<String, Object>>();
        series.runsByInterval().forEach((at, runs) -> {
            Map<String, Object> interval = Answer.body("at", PgText.of(at));
            RUN_METRICS.forEach(metric -> interval.put(metric, runs.getOrDefault(metric, 0L)));
            intervals.add(interval);
        });
        return intervals;
    }
}
