package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A customer with one event: sends it to any node until one says that it is kept. */
final class Caller extends Task {
    private static final long PATIENCE = 3_000;
    private static final long AGAIN = 250;

    final Intent intent;
    private boolean isWaiting;
    boolean isDone;

    Caller(World world, Intent intent, long at) {
        super(world, null, "caller");
        this.intent = intent;
        this.wakeAt = at;
    }

    @Override
    void step() {
        List<Node> open = new ArrayList<>();
        for (Node one : world.nodes) {
            if (one.isUp && !one.isDraining) {
                open.add(one);
            }
        }
        if (isWaiting || open.isEmpty()) {
            isWaiting = false;
            sleep(dice.between(1, AGAIN));
            return;
        }
        isWaiting = true;
        sleep(PATIENCE);
        dice.oneOf(open).ingest.receive(this);
    }

    void answered(UUID eventId, boolean isDeduplicated) {
        world.evidence.acks.add(new Evidence.Ack(intent, eventId, isDeduplicated));
        isDone = true;
        wakeAt = NEVER;
    }

    /** The connection broke or the server said no: it may or may not have been kept. */
    void refused() {
        if (!isDone && isWaiting) {
            isWaiting = false;
            sleep(dice.between(0, AGAIN));
        }
    }

    @Override
    void failed(Mishap mishap) {
        throw new IllegalStateException("Expected a caller to have no transaction", mishap);
    }

    @Override
    String stage() {
        return isWaiting ? "gives up waiting for an answer about " + intent.key() : "sends " + intent.key();
    }
}
