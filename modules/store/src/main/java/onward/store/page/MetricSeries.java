package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import onward.store.Statements;
import onward.store.Times;
import onward.store.table.Metrics;

/** How often what happened in a range, in equal intervals, from the counters of {@link Metrics}. */
public final class MetricSeries {
    /** How many intervals a range may have. */
    public static final int INTERVALS_MAX = 750;

    private static final Statements SQL = Statements.of("metrics");

    /** How long an interval is. Both begin at full hours of UTC. */
    public enum Interval {
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS);

        private final ChronoUnit unit;

        Interval(ChronoUnit unit) {
            this.unit = unit;
        }

        /** The word for it, for example {@code hour}. */
        public String word() {
            return this == HOUR ? "hour" : "day";
        }

        public Duration length() {
            return unit.getDuration();
        }

        /** The beginning of the interval that an instant is in. */
        public Instant floor(Instant instant) {
            return instant.truncatedTo(unit);
        }
    }

    /**
     * What is asked for.
     *
     * @param since the beginning of the first interval
     * @param until the end of the last one
     */
    public record Range(Instant since, Instant until, Interval interval) {

        /** Of whole intervals: the first has {@code since} in it, the last what is right before {@code until}. */
        public static Range covering(Instant since, Instant until, Interval interval) {
            Instant end = interval.floor(until);
            return new Range(interval.floor(since), end.isBefore(until) ? end.plus(interval.length()) : end, interval);
        }

        /** Of that length, up to the interval that is under way. */
        public static Range lately(Instant now, Duration length, Interval interval) {
            Instant end = now.plusMillis(1);
            return covering(end.minus(length).plus(interval.length()), end, interval);
        }

        public long intervals() {
            return Duration.between(since, until).dividedBy(interval.length());
        }
    }

    private record Counted(Instant at, String stepKey, String metric, long count, double seconds) {}

    private final Range range;
    private final List<Counted> counted;

    private MetricSeries(Range range, List<Counted> counted) {
        this.range = range;
        this.counted = counted;
    }

    /** Of one automation, by step. */
    public static Future<MetricSeries> ofAutomation(SqlClient client, UUID projectId, UUID automationId, Range range) {
        return client.preparedQuery(SQL.get("of_automation"))
                .execute(Tuple.of(
                        range.interval().word(),
                        projectId,
                        automationId,
                        Times.toSql(range.since()),
                        Times.toSql(range.until())))
                .map(rows -> of(range, rows));
    }

    /** Of all automations together. */
    public static Future<MetricSeries> ofProject(SqlClient client, UUID projectId, Range range) {
        return client.preparedQuery(SQL.get("of_project"))
                .execute(Tuple.of(
                        range.interval().word(), projectId, Times.toSql(range.since()), Times.toSql(range.until())))
                .map(rows -> of(range, rows));
    }

    private static MetricSeries of(Range range, RowSet<Row> rows) {
        var counted = new ArrayList<Counted>();
        rows.forEach(row -> counted.add(new Counted(
                Times.fromSql(row.getOffsetDateTime("at")),
                row.getString("step_key"),
                row.getString("metric"),
                row.getLong("count"),
                row.getDouble("seconds"))));
        return new MetricSeries(range, counted);
    }

    public Range range() {
        return range;
    }

    /** How many mails in the whole range became that: queued, sent, delivered, … */
    public long emails(String kind) {
        return sum(one -> one.metric().equals("email." + kind));
    }

    /** How many runs in the whole range started, completed, failed or were cancelled. */
    public long runs(String metric) {
        return sum(one -> isOfRun(one) && one.metric().equals(metric));
    }

    /** How often at a step in the whole range: entered, completed, failed, skipped. */
    public long step(String stepKey, String metric) {
        return sum(one -> one.stepKey().equals(stepKey) && one.metric().equals(metric));
    }

    /** How long a run stayed at a step on average, in seconds; null when nobody left it. */
    public Double averageSeconds(String stepKey) {
        double seconds = 0;
        long left = 0;
        for (Counted one : counted) {
            boolean isLeaving = one.metric().equals("completed") || one.metric().equals("failed");
            if (one.stepKey().equals(stepKey) && isLeaving) {
                seconds += one.seconds();
                left += one.count();
            }
        }
        return left == 0 ? null : seconds / left;
    }

    /** The keys of all steps that anything is counted of. */
    public List<String> stepKeys() {
        return counted.stream()
                .filter(one -> !isOfRun(one))
                .map(Counted::stepKey)
                .distinct()
                .sorted()
                .toList();
    }

    /** Every interval of the range with what runs did in it, by metric; intervals in which nothing happened are empty. */
    public Map<Instant, Map<String, Long>> runsByInterval() {
        var intervals = empty();
        counted.stream()
                .filter(MetricSeries::isOfRun)
                .filter(one -> intervals.containsKey(one.at()))
                .forEach(one -> intervals.get(one.at()).merge(one.metric(), one.count(), Long::sum));
        return intervals;
    }

    private Map<Instant, Map<String, Long>> empty() {
        var intervals = new TreeMap<Instant, Map<String, Long>>();
        for (Instant at = range.since();
                at.isBefore(range.until());
                at = at.plus(range.interval().length())) {
            intervals.put(at, new HashMap<>());
        }
        return intervals;
    }

    private static boolean isOfRun(Counted one) {
        return one.stepKey().equals(Metrics.WHOLE_RUN) && !one.metric().startsWith("email.");
    }

    private long sum(Predicate<Counted> which) {
        return counted.stream().filter(which).mapToLong(Counted::count).sum();
    }
}
