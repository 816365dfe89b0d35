package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.message.Envelope;
import onward.flow.run.Decision;
import onward.flow.run.Run;
import onward.flow.step.Effect;
import onward.store.table.Envelopes;
import onward.store.table.Trail;

/** What decisions become in the tables beside the runs themselves, and whom that concerns. */
final class Saving {
    private Saving() {}

    static List<Run> runs(List<Decision> decisions) {
        return decisions.stream().map(Decision::run).toList();
    }

    /** Saves trails and envelopes, one statement each. */
    static Future<Void> trailAndEnvelopes(SqlClient client, List<Decision> decisions, Instant now) {
        return trail(client, decisions).compose(done -> envelopes(client, decisions, now));
    }

    private static Future<Void> trail(SqlClient client, List<Decision> decisions) {
        var lines = decisions.stream()
                .flatMap(decision -> decision.trail().stream()
                        .map(entry -> new Trail.Line(
                                decision.run().projectId(), decision.run().id(), entry)))
                .toList();
        return lines.isEmpty() ? Future.succeededFuture() : Trail.save(client, lines);
    }

    private static Future<Void> envelopes(SqlClient client, List<Decision> decisions, Instant now) {
        var envelopes = decisions.stream().flatMap(Saving::sealed).toList();
        return envelopes.isEmpty() ? Future.succeededFuture() : Envelopes.insert(client, envelopes, now);
    }

    private static Stream<Envelope> sealed(Decision decision) {
        return decision.effects().stream()
                .filter(Effect.Seal.class::isInstance)
                .map(effect -> ((Effect.Seal) effect).envelope());
    }

    /** Wakes those who have work now; to be called after the commit. */
    static void ring(Bell bell, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        if (decisions.stream().anyMatch(decision -> sealed(decision).findAny().isPresent())) {
            bell.ring(Address.WAKE_COURIER);
        }
        if (decisions.stream().anyMatch(decision -> decision.run().dueAt() != null)) {
            bell.ring(Address.WAKE_TIMER);
        }
        bell.ring(Address.FEED_RUNS);
    }
}
