package onward.engine;

import io.vertx.core.Future;
import java.time.Instant;

/** One round of work on a bounded batch; a test may drive it by hand. */
@FunctionalInterface
public interface Pass {

    /**
     * Claims a batch, decides, saves.
     *
     * @param limit how many rows at most
     * @param now the instant that decides
     * @return how many rows were moved; at least {@code limit} when more may be waiting
     */
    Future<Integer> once(int limit, Instant now);
}
