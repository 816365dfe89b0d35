package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/** How long projects keep what, and the sweep that removes the rest: a bounded batch at a time, by the primary key. */
public final class Retention {
    /** How long a policy may keep something. */
    public static final int DAYS_MAX = 3_650;
    /** Before every id. */
    public static final UUID BEGINNING = new UUID(0, 0);

    private static final Statements SQL = Statements.of("retention");

    private Retention() {}

    /** What is kept for a time, in the order of sweeping: events can go once their runs have. */
    public enum Sort {
        RUNS,
        EVENTS,
        MAIL_CONTENT,
        REQUEST_LOG,
        WEBHOOK_LOG;

        /** The word for it in rows, for example {@code mail_content}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Sort of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** One sort of things of one project, and how many days it is kept. */
    public record Rule(UUID projectId, Sort sort, int days) {}

    /** The days by sort; what is not there is kept for ever. */
    public static Future<Map<Sort, Integer>> find(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId))
                .map(rows -> {
                    Map<Sort, Integer> days = new EnumMap<>(Sort.class);
                    rows.forEach(row -> days.put(Sort.of(row.getString("sort")), row.getInteger("days")));
                    return days;
                });
    }

    /** Takes the place of what was, as a whole. */
    public static Future<Void> put(SqlClient tx, UUID projectId, Map<Sort, Integer> days, Instant now) {
        String[] sorts = days.keySet().stream().map(Sort::word).toArray(String[]::new);
        Integer[] each = days.values().toArray(Integer[]::new);
        return remove(tx, projectId)
                .compose(done -> tx.preparedQuery(SQL.get("put"))
                        .execute(Tuple.of(projectId, Times.toSql(now), sorts, each))
                        .mapEmpty());
    }

    /** Everything is kept. */
    public static Future<Void> remove(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("remove"))
                .execute(Tuple.of(projectId))
                .mapEmpty();
    }

    /** Those of all projects, in the order of sweeping. */
    public static Future<List<Rule>> all(SqlClient client) {
        return client.preparedQuery(SQL.get("all")).execute().map(rows -> {
            List<Rule> rules = new ArrayList<>();
            rows.forEach(row -> rules.add(rule(row)));
            rules.sort(Comparator.comparing(Rule::projectId).thenComparing(Rule::sort));
            return rules;
        });
    }

    private static Rule rule(Row row) {
        return new Rule(row.getUUID("project_id"), Sort.of(row.getString("sort")), row.getInteger("days"));
    }

    /**
     * What a batch came to.
     *
     * @param looked at how many rows; fewer than the limit when there are no more
     * @param last where the next batch goes on; null when nothing was looked at
     */
    public record Swept(int looked, int removed, UUID last) {
        private static final Swept NOTHING = new Swept(0, 0, null);
    }

    /** Removes what the rule lets go among the rows after that id; nothing while another node sweeps. */
    public static Future<Swept> sweep(SqlClient tx, Rule rule, UUID after, Instant now, int limit) {
        return tx.preparedQuery(SQL.get("lock"))
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean("ours")
                        ? sweepAlone(tx, rule, after, now, limit)
                        : Future.succeededFuture(Swept.NOTHING));
    }

    /** Ids are made no later than what they name is over, so what is old enough has a small one. */
    private static Future<Swept> sweepAlone(SqlClient tx, Rule rule, UUID after, Instant now, int limit) {
        Instant edge = now.minus(Duration.ofDays(rule.days()));
        return tx.preparedQuery(SQL.get(rule.sort().word()))
                .execute(Tuple.of(rule.projectId(), after, Ids.first(edge), limit, Times.toSql(edge)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Swept(
                            row.getLong("looked").intValue(),
                            row.getLong("removed").intValue(),
                            row.getUUID("last"));
                });
    }
}
