package onward.store.table;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.Statements;
import onward.store.Times;

/**
 * People who may look at the dashboard, the sessions of their browsers and the links that let them choose a password.
 * Tokens come in as their SHA-256, see {@link Tokens#hash}; nothing that opens a door is kept.
 */
public final class DashboardUsers {
    /** Who is there from the first start. */
    public static final String OWNER = "owner";

    /** How many sessions that are over one call removes. */
    private static final int EXPIRED_MAX = 1_000;

    private static final Statements SQL = Statements.of("dashboard_user");

    private DashboardUsers() {}

    /** @param passwordHash null until a password was chosen */
    public record User(UUID id, String name, String passwordHash) {}

    /** The owner, made now when there is none. */
    public static Future<User> ensureOwner(SqlClient client, Instant now, Ids ids) {
        return client.preparedQuery(SQL.get("insert"))
                .execute(Tuple.of(ids.next(now), OWNER, Times.toSql(now)))
                .compose(done -> find(client, OWNER))
                .map(Optional::orElseThrow);
    }

    /** The user of that name. */
    public static Future<Optional<User>> find(SqlClient client, String name) {
        return client.preparedQuery(SQL.get("find")).execute(Tuple.of(name)).map(DashboardUsers::first);
    }

    /** Sets a password and ends whatever was opened with the one before: sessions and links. */
    public static Future<Void> setPassword(SqlClient tx, UUID userId, String passwordHash, Instant now) {
        return run(tx, "set_password", Tuple.of(passwordHash, Times.toSql(now), userId))
                .compose(done -> run(tx, "drop_links", Tuple.of(userId)))
                .compose(done -> run(tx, "close_sessions", Tuple.of(userId)));
    }

    /** Makes a link for that user, beside others: every node makes one when it starts. */
    public static Future<Void> openLink(SqlClient tx, UUID userId, byte[] tokenHash, Instant now, Instant expiresAt) {
        return run(tx, "drop_old_links", Tuple.of(userId, Times.toSql(now)))
                .compose(done ->
                        run(tx, "insert_link", Tuple.of(Buffer.buffer(tokenHash), userId, Times.toSql(expiresAt))));
    }

    /** Whose link it is, when it is none that was used or is over. */
    public static Future<Optional<User>> linked(SqlClient client, byte[] tokenHash, Instant now) {
        return client.preparedQuery(SQL.get("find_link"))
                .execute(of(tokenHash, now))
                .map(DashboardUsers::first);
    }

    /** Uses a link up; whose it was. */
    public static Future<Optional<UUID>> useLink(SqlClient tx, byte[] tokenHash, Instant now) {
        return tx.preparedQuery(SQL.get("use_link"))
                .execute(of(tokenHash, now))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, row -> row.getUUID("user_id"))));
    }

    /** Begins a session, and sweeps out some that are over. */
    public static Future<Void> openSession(
            SqlClient tx, UUID userId, byte[] tokenHash, Instant now, Instant expiresAt) {
        var session = Tuple.of(Buffer.buffer(tokenHash), userId, Times.toSql(now), Times.toSql(expiresAt));
        return run(tx, "drop_expired", Tuple.of(Times.toSql(now), EXPIRED_MAX))
                .compose(done -> run(tx, "open_session", session));
    }

    /** Whose session it is, when it is none that is over. */
    public static Future<Optional<User>> inSession(SqlClient client, byte[] tokenHash, Instant now) {
        return client.preparedQuery(SQL.get("find_session"))
                .execute(of(tokenHash, now))
                .map(DashboardUsers::first);
    }

    public static Future<Void> closeSession(SqlClient client, byte[] tokenHash) {
        return run(client, "close_session", Tuple.of(Buffer.buffer(tokenHash)));
    }

    private static Tuple of(byte[] tokenHash, Instant now) {
        return Tuple.of(Buffer.buffer(tokenHash), Times.toSql(now));
    }

    private static Optional<User> first(RowSet<Row> rows) {
        return Optional.ofNullable(Columns.firstOrNull(
                rows, row -> new User(row.getUUID("id"), row.getString("name"), row.getString("password_hash"))));
    }

    private static Future<Void> run(SqlClient client, String statement, Tuple values) {
        return client.preparedQuery(SQL.get(statement)).execute(values).mapEmpty();
    }
}
