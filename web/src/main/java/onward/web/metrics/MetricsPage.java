package onward.web.metrics;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onward.store.Store;
import onward.store.page.AutomationFacts;
import onward.store.page.MetricSeries;
import onward.store.page.MetricSeries.Interval;
import onward.store.page.MetricSeries.Range;
import onward.web.metrics.MetricsView.IntervalRow;
import onward.web.metrics.MetricsView.RangeLink;
import onward.web.metrics.MetricsView.Rung;
import onward.web.metrics.MetricsView.StepRow;
import onward.web.metrics.MetricsView.Tile;
import onward.web.ui.Commands;
import onward.web.ui.Figures;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard/automations/<id>/metrics?range=…}. */
public final class MetricsPage {
    private static final List<String> LADDER = List.of(
            "queued", "sent", "delivered", "opened", "clicked", "bounced", "complained", "failed", "suppressed");

    private final Store store;

    public MetricsPage(Store store) {
        this.store = store;
    }

    /** The ranges that can be chosen; the API has any. */
    private enum Choice {
        DAY("24h", "24 hours", Duration.ofHours(24), Interval.HOUR),
        WEEK("7d", "7 days", Duration.ofDays(7), Interval.HOUR),
        MONTH("30d", "30 days", Duration.ofDays(30), Interval.DAY),
        YEAR("365d", "a year", Duration.ofDays(365), Interval.DAY);

        private final String word;
        private final String label;
        private final Duration length;
        private final Interval interval;

        Choice(String word, String label, Duration length, Interval interval) {
            this.word = word;
            this.label = label;
            this.length = length;
            this.interval = interval;
        }

        static Choice of(String word) {
            return Stream.of(values())
                    .filter(choice -> choice.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> PageProblem.badQuestion(
                            "Expected range to be 24h, 7d, 30d or 365d, found something else."));
        }

        Range until(Instant now) {
            return Range.lately(now, length, interval);
        }
    }

    public Future<Shown> show(Visit visit) {
        UUID id = visit.pathId("automation");
        Choice choice = visit.text("range").map(Choice::of).orElse(Choice.WEEK);
        var facts = AutomationFacts.definitionOf(store.client(), visit.projectId(), id);
        var series = MetricSeries.ofAutomation(store.client(), visit.projectId(), id, choice.until(visit.now()));
        return Future.all(facts, series)
                .map(all -> new Shown(
                        "metrics",
                        "automations",
                        view(
                                visit,
                                facts.result().orElseThrow(() -> PageProblem.absent("automation")),
                                series.result(),
                                choice)));
    }

    private static MetricsView view(
            Visit visit, AutomationFacts.Defined automation, MetricSeries series, Choice choice) {
        String id = automation.id().toString();
        return new MetricsView(
                id,
                automation.name(),
                ranges(id, choice),
                Chart.of(series),
                tiles(id, series),
                steps(automation.definition(), series),
                mails(series),
                intervals(series, visit.now()),
                Commands.get(visit.context().request(), "/automations/" + id + "/metrics"));
    }

    private static List<RangeLink> ranges(String id, Choice chosen) {
        return Stream.of(Choice.values())
                .map(choice -> new RangeLink(
                        choice.label,
                        Query.of("/dashboard/automations/" + id + "/metrics")
                                .with("range", choice.word)
                                .text(),
                        choice == chosen))
                .toList();
    }

    private static List<Tile> tiles(String id, MetricSeries series) {
        return List.of(
                tile("Started", series.runs("started"), id, null, "tile"),
                tile("Completed", series.runs("completed"), id, "completed", "tile"),
                tile("Failed", series.runs("failed"), id, "failed", "tile tile-bad"),
                tile("Cancelled", series.runs("cancelled"), id, "cancelled", "tile"));
    }

    private static Tile tile(String label, long count, String id, String status, String style) {
        String link = Query.of("/dashboard/runs")
                .with("status", status)
                .with("automation", id)
                .text();
        return new Tile(label, Figures.of(count), link, count == 0 ? "tile" : style);
    }

    /** The steps of the version that new runs get, in its order. */
    private static List<StepRow> steps(Map<String, Object> definition, MetricSeries series) {
        var rows = new ArrayList<StepRow>();
        if (definition != null) {
            for (Object step : (List<?>) definition.get("steps")) {
                rows.add(row(
                        String.valueOf(((Map<?, ?>) step).get("key")),
                        String.valueOf(((Map<?, ?>) step).get("type")),
                        series));
            }
        }
        return rows;
    }

    private static StepRow row(String key, String type, MetricSeries series) {
        long entered = series.step(key, "entered");
        Double stay = series.averageSeconds(key);
        return new StepRow(
                key,
                type,
                Figures.of(entered),
                share(entered, series.runs("started")),
                Figures.of(series.step(key, "completed")),
                series.step(key, "failed") == 0 ? "" : Figures.of(series.step(key, "failed")),
                stay == null ? null : Times.span(Duration.ofMillis((long) (stay * 1_000))));
    }

    private static List<Rung> mails(MetricSeries series) {
        long sealed = series.emails("queued");
        return LADDER.stream()
                .filter(kind -> series.emails(kind) > 0)
                .map(kind -> new Rung(kind, Figures.of(series.emails(kind)), share(series.emails(kind), sealed)))
                .toList();
    }

    /** At most 100: what began before the range may end in it. */
    private static long share(long part, long whole) {
        return whole == 0 ? 0 : Math.min(100, Math.round(100.0 * part / whole));
    }

    /** Those in which anything happened, the newest first. */
    private static List<IntervalRow> intervals(MetricSeries series, Instant now) {
        var rows = new ArrayList<IntervalRow>();
        series.runsByInterval().forEach((at, runs) -> {
            if (!runs.isEmpty()) {
                rows.add(
                        0,
                        new IntervalRow(
                                Moment.of(at, now).words(),
                                count(runs, "started"),
                                count(runs, "completed"),
                                count(runs, "failed"),
                                count(runs, "cancelled")));
            }
        });
        return rows;
    }

    private static String count(Map<String, Long> runs, String metric) {
        return Figures.of(runs.getOrDefault(metric, 0L));
    }
}
