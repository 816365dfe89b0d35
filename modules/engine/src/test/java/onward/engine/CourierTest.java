package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.channel.smtp.SmtpChannel;
import onward.channel.smtp.SmtpUrl;
import onward.flow.message.Envelope;
import onward.store.PageRequest;
import onward.store.table.Envelopes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CourierTest {
    private final Workshop workshop = new Workshop();
    private final List<Envelope> delivered = new ArrayList<>();
    private final Deque<Receipt> receipts = new ArrayDeque<>();

    @BeforeEach
    void one_mail_is_in_the_outbox() {
        workshop.publish("welcome", "Hello", "<p>Welcome</p>");
        workshop.enable("user.created", mail("greet", "welcome"));
        workshop.send(event("user.created", "ada@example.com"));
        workshop.match();
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(1);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void a_mail_reaches_the_mail_server_once() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        var url = SmtpUrl.read("smtp://127.0.0.1:" + server.getSmtp().getPort() + "?tls=none");
        assertThat(url.problems()).isEmpty();
        var channel = new SmtpChannel(workshop.vertx, url.value());

        assertThat(await(courier(channel).once(10, workshop.clock.now()))).isEqualTo(1);
        assertThat(await(courier(channel).once(10, workshop.clock.now()))).isZero();

        var mails = server.getReceivedMessages();
        assertThat(mails).hasSize(1);
        assertThat(mails[0].getSubject()).isEqualTo("Hello");
        assertThat(mails[0].getHeader("Message-ID"))
                .containsExactly(posted().envelope().messageId());
        assertThat(posted().state()).isEqualTo("sent");
        assertThat(posted().sentAt()).isEqualTo(workshop.clock.now());
        await(channel.close());
        server.stop();
    }

    @Test
    void a_deferred_mail_is_tried_again_later_with_the_same_message_id() {
        receipts.add(new Receipt.Deferred("451 not now"));
        receipts.add(new Receipt.Accepted("250 ok"));

        deliver();
        assertThat(posted().lastEvent()).isEqualTo("delivery_delayed");
        assertThat(posted().lastReply()).isEqualTo("451 not now");
        deliver();
        assertThat(delivered).hasSize(1);
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        deliver();

        assertThat(posted().state()).isEqualTo("sent");
        assertThat(posted().attempts()).isEqualTo(2);
        assertThat(delivered).hasSize(2);
        assertThat(delivered.get(1)).isEqualTo(delivered.get(0));
    }

    @Test
    void an_unclear_mail_is_sent_again_with_the_same_message_id_and_says_so() {
        receipts.add(new Receipt.Unclear("lost the connection after the final dot"));
        receipts.add(new Receipt.Accepted("250 ok"));

        deliver();
        assertThat(posted().state()).isEqualTo("queued");
        assertThat(posted().lastReply()).contains("same Message-ID").contains("final dot");
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        deliver();

        assertThat(delivered)
                .extracting(Envelope::messageId)
                .hasSize(2)
                .containsOnly(posted().envelope().messageId());
    }

    @Test
    void an_unclear_mail_that_is_to_be_held_is_left_for_a_person() {
        hold();
        receipts.add(new Receipt.Unclear("lost the connection after the final dot"));

        deliver();
        workshop.clock.pass(Duration.ofDays(1));
        deliver();

        assertThat(posted().state()).isEqualTo("uncertain");
        assertThat(posted().lastReply()).contains("a person decides").contains("final dot");
        assertThat(posted().dueAt()).isNull();
        assertThat(delivered).hasSize(1);
    }

    @Test
    void a_held_mail_whose_attempt_died_is_not_attempted_again() {
        hold();
        Promise<List<Receipt>> never = Promise.promise();
        courier(channel(envelopes -> never.future())).once(10, workshop.clock.now());
        awaitLease();

        workshop.clock.pass(EngineSettings.LEASE);
        deliver();

        assertThat(delivered).isEmpty();
        assertThat(posted().state()).isEqualTo("uncertain");
        assertThat(posted().lastReply()).contains("a person decides").contains("without an answer");
    }

    @Test
    void a_held_mail_that_was_merely_deferred_is_tried_again() {
        hold();
        receipts.add(new Receipt.Deferred("451 not now"));
        receipts.add(new Receipt.Accepted("250 ok"));

        deliver();
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        deliver();

        assertThat(posted().state()).isEqualTo("sent");
    }

    private void hold() {
        workshop.rows("update envelope set on_uncertain = 'hold' returning id");
    }

    @Test
    void a_refused_mail_has_failed_and_is_left_alone() {
        receipts.add(new Receipt.Refused("550 no such user"));

        deliver();
        workshop.clock.pass(Duration.ofDays(1));
        deliver();

        assertThat(posted().state()).isEqualTo("failed");
        assertThat(delivered).hasSize(1);
    }

    @Test
    void a_mail_that_is_deferred_for_days_is_given_up() {
        receipts.add(new Receipt.Deferred("451 not now"));
        receipts.add(new Receipt.Deferred("451 still not"));

        workshop.clock.pass(EngineSettings.DELIVERY_AGE_MAX);
        deliver();
        assertThat(posted().state()).isEqualTo("queued");
        workshop.clock.pass(Duration.ofHours(1));
        deliver();

        assertThat(posted().state()).isEqualTo("failed");
        assertThat(posted().lastReply()).isEqualTo("451 still not");
        assertThat(posted().dueAt()).isNull();
    }

    @Test
    void an_attempt_that_died_is_made_again_when_its_lease_is_over_and_settles_nothing_after_that() {
        Promise<List<Receipt>> never = Promise.promise();
        var first = courier(channel(envelopes -> never.future())).once(10, workshop.clock.now());
        receipts.add(new Receipt.Refused("550 the second courier's answer"));
        awaitLease();

        deliver();
        assertThat(delivered).isEmpty();
        workshop.clock.pass(EngineSettings.LEASE);
        deliver();
        assertThat(delivered).hasSize(1);

        never.complete(List.of(new Receipt.Accepted("250 too late")));
        await(first);
        assertThat(posted().state()).isEqualTo("failed");
        assertThat(posted().lastReply()).isEqualTo("550 the second courier's answer");
    }

    /** The lease is committed when the channel is called, and nothing else may happen before that. */
    private void awaitLease() {
        await(called.future());
    }

    private final Promise<Void> called = Promise.promise();

    private void deliver() {
        await(courier(channel(envelopes -> {
                    delivered.addAll(envelopes);
                    return Future.succeededFuture(
                            envelopes.stream().map(envelope -> receipts.poll()).toList());
                }))
                .once(10, workshop.clock.now()));
    }

    private Envelopes.Posted posted() {
        var page = await(Envelopes.list(workshop.store.client(), PROJECT, PageRequest.first(10)));
        assertThat(page.items()).hasSize(1);
        return page.items().get(0);
    }

    private CourierPass courier(Channel channel) {
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)));
        return new CourierPass(
                workshop.vertx, workshop.store, Map.of(channel.name(), channel), settling, workshop.ids, () -> {});
    }

    private Channel channel(Function<List<Envelope>, Future<List<Receipt>>> delivery) {
        return new Channel() {
            @Override
            public String name() {
                return "email";
            }

            @Override
            public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
                called.tryComplete();
                return delivery.apply(envelopes);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
    }
}
