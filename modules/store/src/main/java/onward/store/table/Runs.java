package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.run.Retry;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.UnknownCursor;
import onward.store.json.JsonWriter;

/** One person on one version of one automation; one run per automation and event. */
public final class Runs {
    private static final Statements SQL = Statements.of("runs");

    private Runs() {}

    /** Writes new runs in the state they reached; fails as a whole when one of them was there already. */
    public static Future<Void> insert(SqlClient client, List<Run> runs) {
        var rows = Columns.of(runs);
        var tuple = Tuple.of(
                rows.uuids(Run::projectId),
                rows.uuids(Run::id),
                rows.uuids(Run::automationId),
                rows.uuids(Run::versionId),
                rows.uuids(Run::eventId),
                rows.uuids(Run::contactId),
                rows.texts(r -> r.status().word()),
                rows.texts(Run::stepKey),
                rows.ints(Run::visit),
                rows.ints(Run::position),
                rows.booleans(Run::resting),
                rows.times(Run::dueAt),
                rows.times(Run::since),
                rows.ints(Run::hops),
                rows.jsons(Run::reason),
                rows.times(Run::createdAt),
                rows.times(Run::startedAt),
                rows.times(Run::completedAt));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    /** Writes the state that claimed runs reached. */
    public static Future<Void> save(SqlClient client, List<Run> runs) {
        var rows = Columns.of(runs);
        var tuple = Tuple.of(
                rows.uuids(Run::projectId),
                rows.uuids(Run::id),
                rows.texts(r -> r.status().word()),
                rows.texts(Run::stepKey),
                rows.ints(Run::visit),
                rows.ints(Run::position),
                rows.booleans(Run::resting),
                rows.times(Run::dueAt),
                rows.times(Run::since),
                rows.jsons(Run::reason),
                rows.times(Run::completedAt));
        return client.preparedQuery(SQL.get("save")).execute(tuple).mapEmpty();
    }

    /** Locks live runs whose instant has come, that nobody else has locked and that may be tried, the longest due first. */
    public static Future<List<Run>> claimDue(SqlClient client, Instant now, int limit) {
        return client.preparedQuery(SQL.get("claim_due"))
                .execute(Tuple.of(Times.toSql(now), limit))
                .map(rows -> Columns.list(rows, Runs::run));
    }

    /** Locks live runs of those ids that nobody else has locked, due or not. */
    public static Future<List<Run>> claimLive(SqlClient client, Instant now, Collection<RunRef> refs) {
        return claimThese(client, now, refs, false);
    }

    /** The same, of those that are due or have mail; those that moved meanwhile are left out. */
    public static Future<List<Run>> claimMoving(SqlClient client, Instant now, Collection<RunRef> refs) {
        return claimThese(client, now, refs, true);
    }

    private static Future<List<Run>> claimThese(
            SqlClient client, Instant now, Collection<RunRef> refs, boolean onlyMoving) {
        var rows = RunRef.columns(refs);
        return client.preparedQuery(SQL.get("claim_these"))
                .execute(Tuple.of(rows.uuids(RunRef::projectId), rows.uuids(RunRef::id), onlyMoving, Times.toSql(now)))
                .map(found -> Columns.list(found, Runs::run));
    }

    /** The run, held until the transaction ends; waits for the pass that has it in hand. Empty when there is none. */
    public static Future<Optional<Run>> hold(SqlClient tx, RunRef ref) {
        return tx.preparedQuery(SQL.get("hold"))
                .execute(Tuple.of(ref.projectId(), ref.id()))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Runs::run)));
    }

    /** Writes that a held run, which had ended, goes on. */
    static Future<Void> goOn(SqlClient tx, Run run) {
        var tuple = Tuple.of(run.versionId(), run.stepKey(), run.visit(), Times.toSql(run.dueAt()))
                .addValue(Times.toSql(run.since()))
                .addValue(JsonWriter.write(plain(run.retry())))
                .addValue(run.projectId())
                .addValue(run.id());
        return tx.preparedQuery(SQL.get("go_on")).execute(tuple).mapEmpty();
    }

    /** Writes that a held run, which rests, rests on by another version. */
    static Future<Void> restOn(SqlClient tx, Run run) {
        var tuple = Tuple.of(run.versionId(), JsonWriter.write(plain(run.retry())), run.projectId(), run.id());
        return tx.preparedQuery(SQL.get("rest_on")).execute(tuple).mapEmpty();
    }

    private static Map<String, Object> plain(Retry retry) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("position", retry.position());
        plain.put("visits", retry.visits());
        plain.put("done", retry.done());
        plain.put("input", retry.input());
        return plain;
    }

    @SuppressWarnings("unchecked") // as it was written
    private static Retry retry(Map<String, Object> plain) {
        return plain == null
                ? null
                : new Retry(
                        ((Number) plain.get("position")).intValue(),
                        numbers(plain.get("visits")),
                        numbers(plain.get("done")),
                        (Map<String, Object>) plain.get("input"));
    }

    private static Map<String, Integer> numbers(Object plain) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        ((Map<?, ?>) plain).forEach((key, value) -> numbers.put((String) key, ((Number) value).intValue()));
        return numbers;
    }

    /** When the runner has work. */
    public static Future<NextDue> nextDue(SqlClient client, Instant now) {
        return client.preparedQuery(SQL.get("next_due"))
                .execute(Tuple.of(Times.toSql(now)))
                .map(rows -> Columns.firstOrNull(rows, NextDue::of));
    }

    /** One run of an automation, if there is one of that id. */
    public static Future<Optional<Run>> find(SqlClient client, UUID projectId, UUID automationId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id, automationId))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Runs::run)));
    }

    /**
     * The runs of an automation, newest first.
     *
     * @param statuses only those; none means all
     * @return fails with {@link UnknownCursor} when the cursor is no run of the automation
     */
    public static Future<Page<Run>> list(
            SqlClient client, UUID projectId, UUID automationId, Set<RunStatus> statuses, PageRequest request) {
        List<Object> filters = List.of((Object) words(statuses));
        return Keyset.page(client, SQL, request, List.of(projectId, automationId), filters, Runs::run);
    }

    /** A run wherever it is, if there is one of that id. */
    public static Future<Optional<Run>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find_one"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Runs::run)));
    }

    private static String[] words(Set<RunStatus> statuses) {
        Set<RunStatus> wanted = statuses.isEmpty() ? EnumSet.allOf(RunStatus.class) : statuses;
        return wanted.stream().map(RunStatus::word).toArray(String[]::new);
    }

    static Run run(Row row) {
        return new Run(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getUUID("automation_id"),
                row.getUUID("version_id"),
                row.getUUID("event_id"),
                row.getUUID("contact_id"),
                RunStatus.of(row.getString("status")),
                row.getString("step_key"),
                row.getInteger("visit"),
                row.getInteger("position"),
                row.getBoolean("resting"),
                instant(row, "due_at"),
                instant(row, "since"),
                row.getInteger("hops"),
                Columns.object(row, "reason"),
                instant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "completed_at"),
                retry(Columns.object(row, "retry")));
    }
}
