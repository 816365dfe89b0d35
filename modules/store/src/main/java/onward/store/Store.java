package onward.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;

/**
 * The front desk of the room that speaks SQL: the pool, transactions and the clock.
 * Tables are in {@code onward.store.table}, read models of pages in {@code onward.store.page}; they take a
 * {@link SqlClient}, which is the pool for single statements or a transaction's connection.
 */
public final class Store {
    /** How many connections one process opens by default. */
    public static final int CONNECTIONS_DEFAULT = 16;

    /** How long a statement may be that a connection keeps prepared; a longer one would be planned at every call. */
    static final int STATEMENT_CHARS_MAX = 32 * 1024;

    /**
     * Every statement looks rows up by an index, one after the other, and was written for that. Left to itself the
     * planner guesses how many rows an array holds, or how many of a queue are still alive, and once in a while reads a
     * whole table, sorts a whole queue or plans each call anew; so it is told not to. Bitmaps stay: by them a contact is
     * found by its id or its address.
     */
    private static final Map<String, String> PINS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "enable_material", "off",
            "jit", "off");

    private final Pool pool;
    private final Clock clock;

    private Store(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Opens a pool on the database, which must have been migrated; connects lazily. */
    public static Store open(Vertx vertx, String uri, int connections) {
        return open(vertx, uri, connections, Clock.ofDatabase());
    }

    /** The same with another clock, for tests that move time by hand. */
    public static Store open(Vertx vertx, String uri, int connections, Clock clock) {
        var connect = PgConnectOptions.fromUri(uri)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPreparedStatementCacheSqlLimit(STATEMENT_CHARS_MAX)
                .setPipeliningLimit(256)
                .addProperty("application_name", "onward")
                .addProperty("TimeZone", "UTC");
        PINS.forEach(connect::addProperty);
        var pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections).setShared(false))
                .connectingTo(connect)
                .using(vertx)
                .build();
        return new Store(pool, clock);
    }

    /** For single statements outside a transaction. */
    public SqlClient client() {
        return pool;
    }

    /** Runs the work in one transaction: committed when its future succeeds, rolled back when it fails. */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    /** The same for what may be given up: a statement of it that takes longer than this is cancelled by the database. */
    public <T> Future<T> transaction(Duration statementTimeMax, Function<SqlConnection, Future<T>> work) {
        return transaction(tx -> tx.preparedQuery("select set_config('statement_timeout', $1, true)")
                .execute(Tuple.of(Long.toString(statementTimeMax.toMillis())))
                .compose(set -> work.apply(tx)));
    }

    /** The instant that decides: the database's clock, in microseconds. */
    public Future<Instant> now() {
        return clock.now(pool);
    }

    /** The same, read on a transaction's own connection. */
    public Future<Instant> now(SqlClient client) {
        return clock.now(client);
    }

    public Future<Void> close() {
        return pool.close();
    }

    /** Where `now` comes from. */
    @FunctionalInterface
    public interface Clock {
        Future<Instant> now(SqlClient client);

        /** The database's clock, so that nodes never disagree. */
        static Clock ofDatabase() {
            return client -> client.preparedQuery("select clock_timestamp()")
                    .execute(Tuple.tuple())
                    .map(rows ->
                            rows.iterator().next().get(OffsetDateTime.class, 0).toInstant());
        }
    }
}
