package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import onward.store.Store;

/** A clock that a test moves by hand. */
final class HandClock implements Store.Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T09:00:00Z"));

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    void turnTo(Instant instant) {
        now.set(instant);
    }

    @Override
    public Future<Instant> now(SqlClient client) {
        return Future.succeededFuture(now.get());
    }
}
