package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.flow.step.SendPolicy;
import onward.store.table.SendPolicies;

/** The sending policies of all projects, believed for a second: few have one, and no pass should ask for them each time. */
final class PolicyCache {
    /** How long a changed policy may go unheeded. */
    static final Duration BELIEVED = Duration.ofSeconds(1);

    private Map<UUID, SendPolicy> known = Map.of();
    private Instant believedUntil = Instant.MIN;

    /** @param now of the pass */
    Future<Map<UUID, SendPolicy>> at(SqlClient tx, Instant now) {
        return now.isBefore(believedUntil)
                ? Future.succeededFuture(known)
                : SendPolicies.all(tx).onSuccess(all -> {
                    known = all;
                    believedUntil = now.plus(BELIEVED);
                });
    }
}
