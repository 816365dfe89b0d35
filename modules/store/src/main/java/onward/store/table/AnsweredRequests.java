package onward.store.table;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * Requests that were answered with success under an Idempotency-Key (contract/resend.md 2.7). The row is written in
 * the transaction that does the work, so either both are there or neither.
 */
public final class AnsweredRequests {
    /** How long an answer is remembered. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private static final Statements SQL = Statements.of("answered_request");

    /** Keeps our advisory locks apart from those of {@link Locks}. */
    private static final long SEED = 0x6f6e77617264_03L;

    /** Which request: the same key on another endpoint is another request. */
    public record RequestKey(UUID projectId, String endpoint, String idempotencyKey) {}

    /** The answer that was given, as plain values, and to what. */
    public record Answered(byte[] bodyHash, Object answer) {
        public boolean isTo(byte[] hash) {
            return Arrays.equals(bodyHash, hash);
        }
    }

    private AnsweredRequests() {}

    /** True when no other transaction has the key in hand; then it is ours until this one ends. */
    public static Future<Boolean> tryLock(SqlClient tx, RequestKey key) {
        String text = key.projectId() + " " + key.endpoint() + " " + key.idempotencyKey();
        return tx.preparedQuery(SQL.get("try_lock"))
                .execute(Tuple.of(text, SEED))
                .map(rows -> rows.iterator().next().getBoolean("is_ours"));
    }

    /** The answer given within {@link #REMEMBERED}, if there is one. */
    public static Future<Optional<Answered>> find(SqlClient client, RequestKey key, Instant now) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(
                        key.projectId(), key.endpoint(), key.idempotencyKey(), Times.toSql(now.minus(REMEMBERED))))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, AnsweredRequests::answered)));
    }

    /** Remembers an answer, over one that is too old to count. */
    public static Future<Void> insert(SqlClient tx, RequestKey key, byte[] bodyHash, Object answer, Instant now) {
        var tuple = Tuple.of(Times.toSql(now.minus(REMEMBERED)), key.projectId(), key.endpoint(), key.idempotencyKey())
                .addBuffer(Buffer.buffer(bodyHash))
                .addValue(JsonWriter.write(answer))
                .addValue(Times.toSql(now));
        return tx.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    private static Answered answered(Row row) {
        return new Answered(row.getBuffer("body_hash").getBytes(), JsonReader.read(row.getString("answer")));
    }
}
