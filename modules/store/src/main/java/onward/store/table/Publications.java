package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Store;
import onward.store.Times;
import onward.store.json.JsonWriter;
import onward.store.table.StoredAutomation.Draft;

/**
 * Automations whose draft is edited beside the version that runs, and goes live when it is published. Each change is a
 * transaction of its own, with a `now` read after the lock.
 *
 * <p>A draft need not be sound. As long as nothing was published, version 0 is the draft as far as it can be read, for
 * those who know no drafts.
 */
public final class Publications {
    private static final Statements SQL = Statements.of("publication");
    private static final Map<String, Object> EMPTY = Map.of("steps", List.of(), "connections", List.of());
    private static final Map<String, String> ARCHIVED =
            Map.of("name", "automation_archived", "message", "The automation was archived, and its runs with it.");

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public Publications(Store store) {
        this.store = store;
    }

    /**
     * What is to become of a draft; what is null stays.
     *
     * @param descriptionGiven whether {@code description} counts, which may be null to clear it
     * @param layoutGiven whether {@code editorLayout} counts, which may be null to clear it
     */
    public record Edit(
            String name,
            boolean descriptionGiven,
            String description,
            boolean layoutGiven,
            Map<String, Object> editorLayout,
            Map<String, Object> draft) {}

    /** What a locked automation is to be, given what it was; one that is refused throws, and then nothing changes. */
    @FunctionalInterface
    public interface Check {
        Future<Optional<Draft>> of(SqlClient tx, Publication before);
    }

    /** Makes a draft; gives its id. */
    public Future<UUID> create(UUID projectId, Edit edit) {
        return store.transaction(tx -> store.now(tx).compose(now -> {
            UUID id = ids.next(now);
            UUID versionId = ids.next(now);
            Tuple row = Tuple.of(projectId, id, edit.name(), versionId, Times.toSql(now))
                    .addValue(edit.description())
                    .addValue(text(edit.editorLayout()))
                    .addValue(text(edit.draft()));
            return run(tx, "insert", row)
                    .compose(
                            done -> Automations.insertVersion(tx, projectId, id, versionId, 0, read(edit.draft()), now))
                    .map(id);
        }));
    }

    public static Future<Optional<Publication>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> rows.stream().findFirst().map(Publications::whole));
    }

    /** Newest first, without their drafts. @param status null for all; @param search part of a name, or null */
    public static Future<Page<Publication>> list(
            SqlClient client, UUID projectId, Publication.Status status, String search, PageRequest request) {
        String word = status == null ? null : status.name().toLowerCase(Locale.ROOT);
        List<Object> filters = Arrays.asList(word, Columns.containing(search));
        return Keyset.page(
                client, SQL, request, List.of(projectId), filters, row -> publication(row, null, null, false));
    }

    /** Changes the draft, whatever runs. */
    public Future<Optional<Publication>> edit(UUID projectId, UUID id, Edit edit) {
        return changed(projectId, id, (tx, locked, now) -> {
            Tuple row = Tuple.of(edit.name(), edit.descriptionGiven(), edit.description(), edit.layoutGiven())
                    .addValue(text(edit.editorLayout()))
                    .addValue(text(edit.draft()))
                    .addValue(Times.toSql(now))
                    .addValue(projectId)
                    .addValue(id);
            return run(tx, "edit", row)
                    .compose(done -> locked.number() > 0 || edit.draft() == null
                            ? Future.succeededFuture()
                            : editVersion(tx, projectId, id, read(edit.draft())));
        });
    }

    private static Future<Void> editVersion(SqlClient tx, UUID projectId, UUID id, Draft draft) {
        return run(
                tx,
                "edit_version",
                Tuple.of(JsonWriter.write(draft.definition()), draft.triggerEvent(), projectId, id));
    }

    /** Makes what the check gives the version that runs. */
    public Future<Optional<Publication>> publish(UUID projectId, UUID id, Check check) {
        return changed(
                projectId,
                id,
                (tx, locked, now) -> find(tx, projectId, id)
                        .compose(found -> check.of(tx, found.orElseThrow())
                                .compose(draft -> draft.isEmpty()
                                        ? Future.succeededFuture()
                                        : Automations.publish(
                                                        tx,
                                                        projectId,
                                                        locked,
                                                        found.get().publishedVersionId() != null,
                                                        draft.get(),
                                                        now,
                                                        ids)
                                                .compose(done -> forgetDraft(tx, projectId, id)))));
    }

    /** The draft is the published version now, in its canonical form. */
    private static Future<Void> forgetDraft(SqlClient tx, UUID projectId, UUID id) {
        return run(tx, "forget_draft", Tuple.of(projectId, id));
    }

    /** No further runs; those that live go on. */
    public Future<Optional<Publication>> pause(UUID projectId, UUID id, Check check) {
        return changed(
                projectId,
                id,
                (tx, locked, now) ->
                        checked(tx, projectId, id, check).compose(done -> stopped(tx, projectId, locked, now)));
    }

    /** No further runs, for good. @param cancelling whether those that live end too */
    public Future<Optional<Publication>> archive(UUID projectId, UUID id, boolean cancelling) {
        return changed(
                projectId,
                id,
                (tx, locked, now) -> stopped(tx, projectId, locked, now)
                        .compose(done -> run(tx, "archive", Tuple.of(Times.toSql(now), projectId, id)))
                        .compose(done -> cancelling
                                ? Automations.cancelRuns(tx, projectId, id, ARCHIVED, now)
                                : Future.succeededFuture()));
    }

    private static Future<Void> checked(SqlClient tx, UUID projectId, UUID id, Check check) {
        return find(tx, projectId, id)
                .compose(found -> check.of(tx, found.orElseThrow()))
                .mapEmpty();
    }

    private Future<Void> stopped(SqlClient tx, UUID projectId, StoredAutomation locked, Instant now) {
        return locked.enabled()
                ? Automations.save(tx, projectId, locked, locked.draft().stopped(), now, ids)
                : Future.succeededFuture();
    }

    private interface Work {
        Future<Void> with(SqlClient tx, StoredAutomation locked, Instant now);
    }

    /** Gives what the automation is after the work; empty when there is none of that id. */
    private Future<Optional<Publication>> changed(UUID projectId, UUID id, Work work) {
        return store.transaction(tx -> Automations.lock(tx, projectId, id).compose(locked -> {
            if (locked.isEmpty()) {
                return Future.succeededFuture(Optional.<Publication>empty());
            }
            return store.now(tx)
                    .compose(now -> work.with(tx, locked.get(), now))
                    .compose(done -> find(tx, projectId, id));
        }));
    }

    /** The draft as those see it who know no drafts: in canonical form, or empty where it cannot be read. */
    private static Draft read(Map<String, Object> draft) {
        Result<Automation> read = Blueprint.readDraft(draft);
        return read.isOk()
                ? new Draft("", false, read.value().triggerEvent(), read.value().toDefinition())
                : new Draft("", false, null, EMPTY);
    }

    private static String text(Map<String, Object> map) {
        return map == null ? null : JsonWriter.write(map);
    }

    private static Future<Void> run(SqlClient client, String statement, Tuple values) {
        return client.preparedQuery(SQL.get(statement)).execute(values).mapEmpty();
    }

    private static Publication whole(Row row) {
        return publication(
                row, Columns.object(row, "editor_layout"), Columns.object(row, "draft"), row.getBoolean("is_edited"));
    }

    private static Publication publication(
            Row row, Map<String, Object> layout, Map<String, Object> draft, boolean isEdited) {
        return new Publication(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("description"),
                layout,
                draft,
                isEdited,
                row.getString("status").equals("enabled"),
                row.getUUID("published_version_id"),
                row.getInteger("published_number"),
                Columns.instant(row, "published_at"),
                Columns.instant(row, "archived_at"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
