package onward.store.table;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;

/** The table of API keys. Tokens are shown once, when made; what is kept is their hash and a hint. */
public final class ApiKeys {
    public static final String FULL_ACCESS = "full_access";
    public static final String SENDING_ACCESS = "sending_access";

    private static final Statements SQL = Statements.of("api_key");

    /**
     * A key as lists show it.
     *
     * @param hint its beginning and its end, enough to recognise it by
     * @param sendingDomain the only domain it may send from; null for any
     * @param lastUsedAt null for a key never used
     */
    public record ApiKey(
            UUID id,
            String name,
            String hint,
            String permission,
            String sendingDomain,
            Instant createdAt,
            Instant lastUsedAt) {}

    /** A key just made, with the token that is never shown again. */
    public record Created(UUID id, String token) {}

    /**
     * Whose a token is and what it may do.
     *
     * @param sendingDomain the only domain it may send from, in lower case; null for any
     */
    public record Holder(UUID projectId, UUID keyId, boolean sendingOnly, String sendingDomain) {}

    private ApiKeys() {}

    /** Makes a key with a new random token. */
    public static Future<Created> create(
            SqlClient client, UUID projectId, String name, String permission, Instant now, Ids ids) {
        var created = new Created(ids.next(now), Tokens.next());
        return insert(client, projectId, created, name, permission, now).map(created);
    }

    /**
     * The key that is wanted, which must be free of problems; empty when there is no such domain. The name of the domain
     * stays with the key when the domain goes: a key that may send from nowhere harms nobody.
     */
    public static Future<Optional<Created>> create(SqlClient tx, UUID projectId, NewKey wanted, Instant now, Ids ids) {
        if (wanted.domainId() == null) {
            return create(tx, projectId, wanted.name(), wanted.permission(), now, ids)
                    .map(Optional::of);
        }
        return Domains.find(tx, projectId, wanted.domainId()).compose(domain -> {
            if (domain.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            return create(tx, projectId, wanted.name(), wanted.permission(), now, ids)
                    .compose(key -> restrict(
                                    tx, projectId, key.id(), domain.get().name())
                            .map(Optional.of(key)));
        });
    }

    /** Lets a key send from one domain alone, in lower case; null for any. */
    public static Future<Void> restrict(SqlClient client, UUID projectId, UUID id, String sendingDomain) {
        return client.preparedQuery(SQL.get("restrict"))
                .execute(Tuple.of(sendingDomain, projectId, id))
                .mapEmpty();
    }

    /** Makes a full-access key of the given token, once: a key that is there stays as it is. */
    public static Future<Void> ensure(SqlClient client, UUID projectId, String token, Instant now, Ids ids) {
        return insert(client, projectId, new Created(ids.next(now), token), "configured", FULL_ACCESS, now);
    }

    private static Future<Void> insert(
            SqlClient client, UUID projectId, Created key, String name, String permission, Instant now) {
        var values = Tuple.of(projectId, key.id(), name, permission, Tokens.hint(key.token()))
                .addBuffer(Buffer.buffer(Tokens.hash(key.token())))
                .addValue(Times.toSql(now));
        return client.preparedQuery(SQL.get("insert")).execute(values).mapEmpty();
    }

    /** True when any key exists, in any project. */
    public static Future<Boolean> any(SqlClient client) {
        return client.preparedQuery(SQL.get("any"))
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    /** The holder of a token of this hash, see {@link Tokens#hash}; empty for a token nobody made. */
    public static Future<Optional<Holder>> holder(SqlClient client, byte[] tokenHash) {
        return client.preparedQuery(SQL.get("by_hash"))
                .execute(Tuple.of(Buffer.buffer(tokenHash)))
                .map(rows -> rows.stream().findFirst().map(ApiKeys::holder));
    }

    /** What the key of that id is called; empty when it is gone. */
    public static Future<Optional<String>> nameOf(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("name_of"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, row -> row.getString("name"))));
    }

    /** Notes that the key was used, unless it was noted less than a minute before. */
    public static Future<Void> touch(SqlClient client, Holder holder, Instant now) {
        return client.preparedQuery(SQL.get("touch"))
                .execute(Tuple.of(Times.toSql(now), holder.projectId(), holder.keyId()))
                .mapEmpty();
    }

    /** Newest first. */
    public static Future<Page<ApiKey>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), ApiKeys::key);
    }

    /** False when there is no such key. */
    public static Future<Boolean> rename(SqlClient client, UUID projectId, UUID id, String name) {
        return client.preparedQuery(SQL.get("rename"))
                .execute(Tuple.of(name, projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    /** False when there is no such key. */
    public static Future<Boolean> delete(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("delete"))
                .execute(Tuple.of(projectId, id))
                .map(done -> done.rowCount() > 0);
    }

    private static Holder holder(Row row) {
        boolean sendingOnly = row.getString("permission").equals(SENDING_ACCESS);
        return new Holder(row.getUUID("project_id"), row.getUUID("id"), sendingOnly, row.getString("sending_domain"));
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("token_hint"),
                row.getString("permission"),
                row.getString("sending_domain"),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("last_used_at")));
    }
}
