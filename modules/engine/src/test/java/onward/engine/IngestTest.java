package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.Ingested.Accepted;
import onward.bus.Ingested.Refused;
import onward.bus.NewEvent;
import onward.flow.fact.Problem;
import onward.store.table.EventTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IngestTest {
    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void the_same_key_is_the_same_event_within_a_batch_and_after_it() {
        var first = workshop.send(
                event("user.created", "ada@example.com", "k1"), event("user.created", "bob@example.com", "k1"));
        var second = workshop.send(event("another.name", "cleo@example.com", "k1"));

        var stored = (Accepted) first.get(0);
        assertThat(stored.duplicate()).isFalse();
        assertThat(first.get(1)).isEqualTo(new Accepted(stored.id(), stored.receivedAt(), true));
        assertThat(second).containsExactly(new Accepted(stored.id(), stored.receivedAt(), true));
        assertThat(workshop.count("event", "email = 'ada@example.com'")).isEqualTo(1);
        assertThat(workshop.count("event", "true")).isEqualTo(1);
    }

    @Test
    void a_payload_against_its_schema_and_an_unknown_contact_are_refused_alone() {
        await(EventTypes.create(
                workshop.store.client(),
                PROJECT,
                "order.paid",
                Map.of("amount", "number"),
                workshop.clock.now(),
                workshop.ids));
        var answers = workshop.send(
                new NewEvent(PROJECT, "order.paid", null, "ada@example.com", Map.of("amount", "a lot"), null, null),
                new NewEvent(PROJECT, "order.paid", UUID.randomUUID(), null, Map.of("amount", 5L), null, null),
                new NewEvent(PROJECT, "order.paid", null, "ada@example.com", Map.of("amount", 5L), null, null));

        assertThat(((Refused) answers.get(0)).problem().kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(((Refused) answers.get(1)).problem()).isEqualTo(Problem.notFound("Contact not found"));
        assertThat(answers.get(2)).isInstanceOf(Accepted.class);
        assertThat(workshop.count("event", "true")).isEqualTo(1);
    }

    @Test
    void a_row_that_the_database_refuses_fails_alone() {
        await(workshop.vertx.deployVerticle(new IngestVerticle(workshop.store)));
        var sent = new ArrayList<Future<Ingested>>();
        for (int i = 0; i < 20; i++) {
            // PostgreSQL stores no U+0000; the faces refuse it, so here it plays the row nobody thought of.
            sent.add(request(event(i == 13 ? "bad\u0000name" : "good", "ada@example.com", "k" + i)));
        }

        await(Future.join(sent).otherwiseEmpty());

        assertThat(sent.get(13).cause())
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        fault -> assertThat(fault.failureCode()).isEqualTo(IngestVerticle.FAULT));
        assertThat(sent.stream().filter(Future::succeeded)).hasSize(19);
        assertThat(workshop.count("event", "true")).isEqualTo(19);
    }

    @Test
    void many_at_once_are_each_answered_with_their_own_event() {
        await(workshop.vertx.deployVerticle(new IngestVerticle(workshop.store)));
        var sent = new ArrayList<Future<Ingested>>();
        for (int i = 0; i < 2_000; i++) {
            sent.add(request(event("user.created", "user" + i + "@example.com", "k" + i)));
        }

        List<Ingested> answers = await(Future.all(sent).map(all -> all.<Ingested>list()));

        for (int i = 0; i < answers.size(); i += 250) {
            var row = workshop.rows("select email from event where id = $1", ((Accepted) answers.get(i)).id());
            assertThat(row.get(0).getString("email")).isEqualTo("user" + i + "@example.com");
        }
        assertThat(workshop.count("event", "true")).isEqualTo(2_000);
    }

    private Future<Ingested> request(NewEvent event) {
        return workshop.vertx
                .eventBus()
                .<Ingested>request(Address.INGEST.text(), event, new DeliveryOptions().setLocalOnly(true))
                .map(reply -> reply.body());
    }
}
