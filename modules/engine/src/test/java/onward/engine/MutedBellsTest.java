package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Map;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.flow.message.Envelope;
import onward.store.Store;
import org.junit.jupiter.api.Test;

/** The whole engine on the database's own clock. */
final class MutedBellsTest {

    @Test
    void with_every_bell_muted_all_is_done_only_later() {
        try (var workshop = new Workshop(Store.Clock.ofDatabase())) {
            mute(workshop.vertx.eventBus());
            walk(workshop);
        }
    }

    @Test
    void with_bells_the_same_is_done_and_stopping_leaves_nothing_in_hand() {
        try (var workshop = new Workshop(Store.Clock.ofDatabase())) {
            walk(workshop);
        }
    }

    private static void walk(Workshop workshop) {
        workshop.publish("welcome", "Hello", "<p>Welcome</p>");
        workshop.enable("user.created", delay("wait", "1 second"), mail("greet", "welcome"));
        Promise<Envelope> delivered = Promise.promise();
        var deployed = List.of(
                await(workshop.vertx.deployVerticle(new IngestVerticle(workshop.store))),
                await(workshop.vertx.deployVerticle(new RunnerVerticle(workshop.store, Workshop.SETTINGS))),
                await(workshop.vertx.deployVerticle(
                        new CourierVerticle(workshop.store, Map.of("email", new Listening(delivered))))),
                await(workshop.vertx.deployVerticle(new TimerVerticle(workshop.store))));

        var answer = await(workshop.vertx
                .eventBus()
                .<Ingested>request(
                        Address.INGEST.text(),
                        event("user.created", "ada@example.com"),
                        new DeliveryOptions().setLocalOnly(true)));
        assertThat(answer.body()).isInstanceOf(Ingested.Accepted.class);
        assertThat(await(delivered.future()).to()).containsExactly("ada@example.com");

        deployed.forEach(id -> await(workshop.vertx.undeploy(id)));
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(1);
        assertThat(workshop.count("envelope", "state = 'sent'")).isEqualTo(1);
    }

    private static void mute(EventBus bus) {
        bus.addOutboundInterceptor(delivery -> {
            if (!delivery.message().address().startsWith("onward.wake.")) {
                delivery.next();
            }
        });
    }

    private record Listening(Promise<Envelope> delivered) implements Channel {
        @Override
        public String name() {
            return "email";
        }

        @Override
        public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
            envelopes.forEach(delivered::tryComplete);
            return Future.succeededFuture(envelopes.stream()
                    .<Receipt>map(envelope -> new Receipt.Accepted("250 ok"))
                    .toList());
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
