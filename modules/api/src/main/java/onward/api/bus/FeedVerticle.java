package onward.api.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import onward.bus.Address;
import onward.bus.Change;
import onward.bus.Moved;

/**
 * Tells other programs what passes committed, each project's at an address of its own. A feed that would flood whoever
 * listens is thinned: what is over its measure of a second is left out, and at the end of that second it says how much.
 */
public final class FeedVerticle extends VerticleBase {
    /** How many messages a second one feed of one project has, on each node. */
    public static final int MESSAGES_PER_SECOND_MAX = 1_000;

    private static final long SECOND_MILLIS = 1_000;

    private final int perSecondMax;
    private final Map<String, Integer> told = new HashMap<>();

    public FeedVerticle() {
        this(MESSAGES_PER_SECOND_MAX);
    }

    /** With another measure, for tests. */
    FeedVerticle(int perSecondMax) {
        this.perSecondMax = perSecondMax;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(SECOND_MILLIS, tick -> endSecond());
        return vertx.eventBus()
                .<Moved>localConsumer(
                        Address.MOVED.text(), moved -> moved.body().changes().forEach(this::tell))
                .completion();
    }

    private void tell(Change change) {
        String address = change.feed().of(change.projectId());
        if (told.merge(address, 1, Integer::sum) <= perSecondMax) {
            vertx.eventBus().publish(address, change.message());
        }
    }

    private void endSecond() {
        told.forEach((address, changes) -> {
            if (changes > perSecondMax) {
                vertx.eventBus().publish(address, leftOut(changes - perSecondMax));
            }
        });
        told.clear();
    }

    /** What a feed says where it had more to tell than there was room for. */
    static JsonObject leftOut(int changes) {
        return new JsonObject().put("left_out", changes);
    }
}
