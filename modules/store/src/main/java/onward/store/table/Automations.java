package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.graph.Blueprint;
import onward.flow.step.AwaitedEvent;
import onward.flow.step.Interest;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import onward.store.table.StoredAutomation.Draft;
import onward.store.table.StoredAutomation.Head;
import onward.store.table.StoredAutomation.Version;

/**
 * The table of automations with their versions and enablements. Everything that changes one belongs into a
 * transaction, after {@link #lock}, with a `now` read after the lock.
 */
public final class Automations {
    private static final Statements SQL = Statements.of("automation");

    private static final Map<String, String> DELETED =
            Map.of("name", "automation_deleted", "message", "The automation was deleted.");

    private Automations() {}

    /** Makes an automation with its first version; gives its id. */
    public static Future<UUID> create(SqlClient tx, UUID projectId, Draft draft, Instant now, Ids ids) {
        UUID id = ids.next(now);
        UUID versionId = ids.next(now);
        var automation = Tuple.of(
                projectId, id, draft.name(), StoredAutomation.word(draft.enabled()), versionId, Times.toSql(now));
        return run(tx, "insert", automation)
                .compose(done -> insertVersion(tx, projectId, id, versionId, 1, draft, now))
                .compose(done -> draft.enabled()
                        ? openEnablement(tx, projectId, id, versionId, draft.triggerEvent(), now, ids)
                        : Future.succeededFuture())
                .map(id);
    }

    /** The automation with its current version; empty when there is none of that id. */
    public static Future<Optional<StoredAutomation>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> rows.stream().findFirst().map(Automations::stored));
    }

    /** Whether there is an automation of that id. */
    public static Future<Boolean> exists(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("exists"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    /** The automation with its current version, its row locked until the transaction ends; empty when there is none. */
    public static Future<Optional<StoredAutomation>> lock(SqlClient tx, UUID projectId, UUID id) {
        return run(tx, "lock", Tuple.of(projectId, id)).compose(done -> find(tx, projectId, id));
    }

    /** Newest first; {@code enabled} null means all. */
    public static Future<Page<Head>> list(SqlClient client, UUID projectId, Boolean enabled, PageRequest request) {
        List<Object> filters = Arrays.asList(enabled == null ? null : StoredAutomation.word(enabled));
        return Keyset.page(client, SQL, request, List.of(projectId), filters, Automations::head);
    }

    /** A version, also one that is no longer current. */
    public static Future<Optional<Version>> version(SqlClient client, UUID projectId, UUID versionId) {
        return client.preparedQuery(SQL.get("version"))
                .execute(Tuple.of(projectId, versionId))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map((Row row) ->
                                new Version(row.getInteger("number"), definition(row.getString("definition")))));
    }

    /**
     * Makes a locked automation what the draft says. Another graph becomes a new version; when status or
     * version changes, the open enablement ends and, if it is to be enabled, a new one begins, both at `now`.
     * A draft that says what is there already writes nothing.
     */
    public static Future<Void> save(
            SqlClient tx, UUID projectId, StoredAutomation before, Draft after, Instant now, Ids ids) {
        if (after.equals(before.draft())) {
            return Future.succeededFuture();
        }
        // A draft of the second face, which is kept as version 0, gets a number of its own when it goes live.
        boolean isFirst = after.enabled() && before.number() == 0;
        boolean isNewGraph = isFirst || !after.definition().equals(before.definition());
        return save(tx, projectId, before, after, isNewGraph, now, ids);
    }

    /**
     * Makes a locked automation what the draft says, which is enabled, as a version of its own: also when the graph is
     * the one it has, unless that was never published.
     */
    static Future<Void> publish(
            SqlClient tx,
            UUID projectId,
            StoredAutomation before,
            boolean wasPublished,
            Draft after,
            Instant now,
            Ids ids) {
        boolean isNew =
                wasPublished || before.number() == 0 || !after.definition().equals(before.definition());
        return save(tx, projectId, before, after, isNew, now, ids);
    }

    private static Future<Void> save(
            SqlClient tx,
            UUID projectId,
            StoredAutomation before,
            Draft after,
            boolean isNewGraph,
            Instant now,
            Ids ids) {
        UUID versionId = isNewGraph ? ids.next(now) : before.versionId();
        var row = Tuple.of(
                after.name(),
                StoredAutomation.word(after.enabled()),
                versionId,
                Times.toSql(now),
                projectId,
                before.id());
        Future<Void> versioned = isNewGraph
                ? insertVersion(tx, projectId, before.id(), versionId, before.number() + 1, after, now)
                : Future.succeededFuture();
        return versioned
                .compose(done -> run(tx, "update", row))
                .compose(done -> enablement(tx, projectId, before, after, versionId, now, ids));
    }

    private static Future<Void> enablement(
            SqlClient tx, UUID projectId, StoredAutomation before, Draft after, UUID versionId, Instant now, Ids ids) {
        boolean isSame =
                before.enabled() == after.enabled() && before.versionId().equals(versionId);
        if (isSame) {
            return Future.succeededFuture();
        }
        Future<Void> closed = closeEnablement(tx, projectId, before.id(), now);
        return !after.enabled()
                ? closed
                : closed.compose(
                        done -> openEnablement(tx, projectId, before.id(), versionId, after.triggerEvent(), now, ids));
    }

    /** Removes a locked automation and cancels its live runs. */
    public static Future<Void> delete(SqlClient tx, UUID projectId, UUID id, Instant now) {
        return run(tx, "forget_enablement", Tuple.of(projectId, id))
                .compose(done -> cancelRuns(tx, projectId, id, DELETED, now))
                .compose(done -> run(tx, "delete", Tuple.of(projectId, id)));
    }

    /** Cancels the live runs of a locked automation. @param reason what they keep, {@code {name, message}} */
    static Future<Void> cancelRuns(SqlClient tx, UUID projectId, UUID id, Map<String, String> reason, Instant now) {
        var cancelling = Tuple.of(projectId, id, JsonWriter.write(reason), Times.toSql(now));
        return tx.preparedQuery(SQL.get("cancel_runs"))
                .execute(cancelling)
                .compose(runs -> cleared(tx, Columns.list(runs, row -> new RunRef(projectId, row.getUUID("id"))), now));
    }

    /** Statements of their own after the cancelling, for they have to see what runs wrote that it waited for. */
    private static Future<Void> cleared(SqlClient tx, List<RunRef> runs, Instant now) {
        return runs.isEmpty()
                ? Future.succeededFuture()
                : Waits.closeAll(tx, runs)
                        .compose(done -> Signals.empty(tx, runs))
                        .compose(done -> Calls.drop(tx, runs, now));
    }

    static Future<Void> insertVersion(
            SqlClient tx, UUID projectId, UUID automationId, UUID versionId, int number, Draft draft, Instant now) {
        var version = Tuple.of(projectId, versionId, automationId, number, draft.triggerEvent())
                .addString(JsonWriter.write(draft.definition()))
                .addValue(Times.toSql(now));
        return run(tx, "insert_version", version)
                .compose(done -> Interests.add(tx, projectId, interests(draft.definition())));
    }

    /** What runs of it listen for, and the system event that starts them; a draft that cannot be read has no runs. */
    private static Set<Interest> interests(Map<String, Object> definition) {
        var read = Blueprint.readDraft(definition);
        if (!read.isOk()) {
            return Set.of();
        }
        var interests = new HashSet<>(read.value().interests());
        String trigger = read.value().triggerEvent();
        if (trigger.startsWith(AwaitedEvent.SYSTEM_PREFIX)) {
            interests.add(Interest.all(trigger));
        }
        return interests;
    }

    private static Future<Void> openEnablement(
            SqlClient tx, UUID projectId, UUID automationId, UUID versionId, String event, Instant now, Ids ids) {
        return run(
                tx,
                "open_enablement",
                Tuple.of(projectId, ids.next(now), automationId, versionId, event, Times.toSql(now)));
    }

    private static Future<Void> closeEnablement(SqlClient tx, UUID projectId, UUID automationId, Instant now) {
        return run(tx, "close_enablement", Tuple.of(Times.toSql(now), projectId, automationId));
    }

    private static Future<Void> run(SqlClient client, String statement, Tuple values) {
        return client.preparedQuery(SQL.get(statement)).execute(values).mapEmpty();
    }

    private static StoredAutomation stored(Row row) {
        return new StoredAutomation(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("status").equals("enabled"),
                row.getUUID("version_id"),
                row.getInteger("number"),
                row.getString("trigger_event"),
                definition(row.getString("definition")),
                Times.fromSql(row.getOffsetDateTime("archived_at")),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("updated_at")));
    }

    private static Head head(Row row) {
        return new Head(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("status").equals("enabled"),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("updated_at")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> definition(String text) {
        return (Map<String, Object>) JsonReader.read(text);
    }
}
