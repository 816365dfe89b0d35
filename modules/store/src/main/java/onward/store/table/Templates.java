package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Taken;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * Templates and their versions. A version that was published is never changed again, so what is being sent
 * stays as it is until the next publish. Everything that reads before it writes belongs in one transaction
 * that begins with {@link #lock}.
 */
public final class Templates {
    private static final Statements SQL = Statements.of("template");

    private Templates() {}

    /** Makes what the draft says, unpublished; gives its id, or {@link Taken} when the alias is. */
    public static Future<UUID> create(SqlClient client, UUID project, TemplateDraft draft, Instant now, Ids ids) {
        var head = new TemplateHead(ids.next(now), draft.alias(), draft.name(), ids.next(now), null, null, now, now);
        return create(client, project, head, draft.text(), now).map(head.id());
    }

    /** Makes a locked template what the draft says; texts that are there already open no version. {@link Taken} as well. */
    public static Future<Void> save(
            SqlClient transaction, UUID project, StoredTemplate before, TemplateDraft after, Instant now, Ids ids) {
        return rename(transaction, project, before.head().id(), after.alias(), after.name(), now)
                .compose(renamed -> after.text().equals(before.text())
                        ? Future.succeededFuture()
                        : edit(transaction, project, before.head(), after.text(), ids.next(now), now));
    }

    /** Makes a template and its first version, a draft; {@link Taken} when the alias is. */
    public static Future<Void> create(
            SqlClient client, UUID project, TemplateHead head, TemplateText text, Instant now) {
        Tuple tuple = Tuple.tuple()
                .addValue(project)
                .addValue(head.id())
                .addValue(head.alias())
                .addValue(head.name())
                .addValue(head.draftVersionId())
                .addValue(Times.toSql(now));
        return run(client, "create", withText(tuple, text));
    }

    /**
     * The template by its id or alias, its row locked until the transaction ends.
     */
    public static Future<Optional<StoredTemplate>> lock(SqlClient transaction, UUID project, TemplateRef ref) {
        return resolve(transaction, project, ref)
                .compose(id -> id.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : run(transaction, "lock", Tuple.of(project, id.get()))
                                .compose(locked -> byId(transaction, project, id.get())));
    }

    /** The template by its id or alias, with the texts of its newest version. */
    public static Future<Optional<StoredTemplate>> find(SqlClient client, UUID project, TemplateRef ref) {
        return resolve(client, project, ref)
                .compose(id ->
                        id.isEmpty() ? Future.succeededFuture(Optional.empty()) : byId(client, project, id.get()));
    }

    public static Future<Page<TemplateHead>> list(SqlClient client, UUID project, PageRequest request) {
        return list(client, project, null, null, request);
    }

    /** @param published null for all; @param search part of a name, or null */
    public static Future<Page<TemplateHead>> list(
            SqlClient client, UUID project, Boolean published, String search, PageRequest request) {
        List<Object> filters = Arrays.asList(published, Columns.containing(search));
        return Keyset.page(client, SQL, request, List.of(project), filters, Templates::head);
    }

    /** Which version of its template it is, from 1. */
    public static Future<Long> number(SqlClient client, UUID project, UUID versionId) {
        return client.preparedQuery(SQL.get("number"))
                .execute(Tuple.of(project, versionId))
                .map(rows -> rows.iterator().next().getLong("number"));
    }

    /** Sets name and alias, which no version has a part in; {@link Taken} when the alias is. */
    public static Future<Void> rename(SqlClient client, UUID project, UUID id, String alias, String name, Instant now) {
        return run(client, "rename", Tuple.of(alias, name, Times.toSql(now), project, id));
    }

    /**
     * Gives the locked template new texts: in its draft when it has one, else in a new version.
     *
     * @param newVersion the id of that new version
     */
    public static Future<Void> edit(
            SqlClient transaction, UUID project, TemplateHead head, TemplateText text, UUID newVersion, Instant now) {
        return head.hasUnpublishedVersions()
                ? editVersion(transaction, project, head.draftVersionId(), text)
                : openVersion(transaction, project, head.id(), text, newVersion, now);
    }

    private static Future<Void> editVersion(SqlClient transaction, UUID project, UUID version, TemplateText text) {
        Tuple tuple = withText(Tuple.tuple(), text).addValue(project).addValue(version);
        return run(transaction, "edit_version", tuple);
    }

    private static Future<Void> openVersion(
            SqlClient transaction, UUID project, UUID id, TemplateText text, UUID version, Instant now) {
        Tuple tuple = withText(Tuple.of(project, version, id), text).addValue(Times.toSql(now));
        return run(transaction, "open_version", tuple);
    }

    /** Makes the newest version the one that is sent. */
    public static Future<Void> publish(SqlClient client, UUID project, UUID id, Instant now) {
        return run(client, "publish", Tuple.of(Times.toSql(now), project, id));
    }

    /** Removes the template and all its versions; mails that were sealed before keep their texts. */
    public static Future<Void> delete(SqlClient client, UUID project, UUID id) {
        return run(client, "delete", Tuple.of(project, id));
    }

    private static Future<Optional<UUID>> resolve(SqlClient client, UUID project, TemplateRef ref) {
        return client.preparedQuery(SQL.get("resolve"))
                .execute(Tuple.of(project, ref.id(), ref.alias()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID("id")));
    }

    private static Future<Optional<StoredTemplate>> byId(SqlClient client, UUID project, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(project, id))
                .map(rows -> rows.stream().findFirst().map(row -> new StoredTemplate(head(row), text(row))));
    }

    private static Future<Void> run(SqlClient client, String statement, Tuple tuple) {
        var written = client.preparedQuery(SQL.get(statement)).execute(tuple).<Void>mapEmpty();
        return Taken.unless(written, "template_alias", "alias");
    }

    /** Texts are bound in this order by every statement that writes a version. */
    private static Tuple withText(Tuple tuple, TemplateText text) {
        return tuple.addValue(text.sender())
                .addValue(text.subject())
                .addValue(text.replyTo().toArray(String[]::new))
                .addValue(text.html())
                .addValue(text.text())
                .addValue(JsonWriter.write(text.variables()));
    }

    private static TemplateHead head(Row row) {
        return new TemplateHead(
                row.getUUID("id"),
                row.getString("alias"),
                row.getString("name"),
                row.getUUID("draft_version_id"),
                row.getUUID("published_version_id"),
                Times.fromSql(row.getOffsetDateTime("published_at")),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("updated_at")));
    }

    @SuppressWarnings("unchecked") // the column only ever holds an array of objects
    private static TemplateText text(Row row) {
        return new TemplateText(
                row.getString("sender"),
                row.getString("subject"),
                List.of(row.getArrayOfStrings("reply_to")),
                row.getString("html"),
                row.getString("text"),
                (List<Map<String, Object>>) JsonReader.read(row.getString("variables")));
    }
}
