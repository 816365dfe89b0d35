package onward.engine;

import static onward.engine.Workshop.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PumpTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Deque<Promise<Integer>> passes = new ArrayDeque<>();
    private final Pump pump = new Pump(vertx, "test", this::pass, 10, () -> Future.succeededFuture(Instant.EPOCH));
    private Promise<Void> begun = Promise.promise();

    private Future<Integer> pass(int limit, Instant now) {
        Promise<Integer> pass = Promise.promise();
        passes.add(pass);
        begun.tryComplete();
        return pass.future();
    }

    /** Runs it where a verticle would. */
    private <T> T on(Callable<T> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    private void ring() {
        on(() -> {
            pump.ring();
            return null;
        });
    }

    private int finish(int moved) {
        return on(() -> {
            passes.poll().complete(moved);
            return passes.size();
        });
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void many_rings_during_a_pass_mean_exactly_one_more() {
        ring();
        ring();
        ring();

        assertThat(passes).hasSize(1);
        assertThat(finish(0)).isEqualTo(1);
        assertThat(finish(0)).isZero();
    }

    @Test
    void a_full_batch_means_again_at_once() {
        ring();

        assertThat(finish(10)).isEqualTo(1);
        assertThat(finish(9)).isZero();
    }

    @Test
    void it_looks_by_itself_when_nobody_rings() {
        ring();
        begun = Promise.promise();
        finish(0);

        await(begun.future());

        assertThat(on(passes::size)).isEqualTo(1);
    }

    @Test
    void a_ring_does_not_cut_short_a_back_off_and_the_pass_comes_again() {
        ring();
        begun = Promise.promise();
        on(() -> {
            passes.poll().fail("the database is away");
            pump.ring();
            return null;
        });

        assertThat(passes).isEmpty();
        await(begun.future());
        assertThat(on(passes::size)).isEqualTo(1);
    }

    @Test
    void stop_waits_for_the_pass_in_hand_and_begins_no_other() {
        ring();
        Future<Void> stopped = on(pump::stop);
        assertThat(stopped.isComplete()).isFalse();

        assertThat(finish(10)).isZero();

        await(stopped);
        ring();
        assertThat(passes).isEmpty();
    }
}
