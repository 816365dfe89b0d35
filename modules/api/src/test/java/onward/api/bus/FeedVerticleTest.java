package onward.api.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import onward.bus.Bell;
import onward.bus.Change;
import onward.bus.LocalCodec;
import onward.bus.Moved;
import onward.bus.PublicAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes committed is told to each project at its own address, and no more of it than a listener can take. */
class FeedVerticleTest {
    private static final UUID SHOP = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID SCHOOL = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final int PER_SECOND_MAX = 3;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void deploy() throws Exception {
        LocalCodec.register(vertx.eventBus());
        vertx.eventBus().<JsonObject>consumer(PublicAddress.FEED_EMAILS.of(SHOP), message -> heard.add(message.body()));
        vertx.deployVerticle(new FeedVerticle(PER_SECOND_MAX))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private static Change mail(UUID project, int number) {
        return new Change.OfEmail(project, new UUID(0, number), null, "sent", NOON);
    }

    @Test
    void project_hears_of_its_own_mails_alone() throws Exception {
        new Bell(vertx.eventBus()).tell(new Moved(List.of(mail(SCHOOL, 1), mail(SHOP, 2))));

        assertThat(heard.poll(10, SECONDS))
                .isEqualTo(new JsonObject()
                        .put("project_id", SHOP.toString())
                        .put("email_id", "00000000-0000-0000-0000-000000000002")
                        .put("run_id", null)
                        .put("status", "sent")
                        .put("at", "2026-10-01T12:00:00Z"));
        assertThat(heard).isEmpty();
    }

    @Test
    void flood_is_thinned_and_says_how_much_it_left_out() throws Exception {
        new Bell(vertx.eventBus())
                .tell(new Moved(
                        IntStream.range(0, 8).mapToObj(i -> mail(SHOP, i)).toList()));

        int told = 0;
        JsonObject last = heard.poll(10, SECONDS);
        while (!last.containsKey("left_out")) {
            told++;
            last = heard.poll(10, SECONDS);
        }
        assertThat(told).isEqualTo(PER_SECOND_MAX);
        assertThat(last).isEqualTo(new JsonObject().put("left_out", 8 - PER_SECOND_MAX));
    }
}
