package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.channel.smtp.SmtpChannel;
import onward.channel.smtp.SmtpUrl;
import onward.flow.message.Envelope;
import onward.store.PageRequest;
import onward.store.table.Envelopes;
import onward.store.table.Outbox;
import onward.store.table.Suppressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update contact set unsubscribed = true, updated_at = updated_at + interval '1 ms' returning id | contact unsubscribed",
                "update run set status = 'cancelled' returning id | run was cancelled",
            })
    void a_mail_that_must_not_go_out_any_more_is_suppressed_without_an_attempt(String change, String why) {
        receipts.add(new Receipt.Accepted("250 ok"));
        workshop.rows(change);

        deliver();
        workshop.clock.pass(Duration.ofDays(1));
        deliver();

        assertThat(delivered).isEmpty();
        assertThat(posted().state()).isEqualTo("failed");
        assertThat(posted().lastEvent()).isEqualTo("suppressed");
        assertThat(posted().lastReply()).isEqualTo("Not sent, because its " + why + " since it was sealed.");
        assertThat(posted().attempts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "opt_in,  ,        sent",
        "opt_in,  opt_out, failed",
        "opt_out, ,        failed",
        "opt_out, opt_in,  sent",
    })
    void a_mail_of_a_topic_goes_to_those_who_take_the_topic(String byDefault, String choice, String state) {
        receipts.add(new Receipt.Accepted("250 ok"));
        var topic = topic(byDefault, choice);
        workshop.rows("update envelope set topic_id = $1 returning id", topic);

        deliver();

        assertThat(posted().state()).isEqualTo(state);
    }

    @Test
    void a_mail_that_was_deferred_is_not_tried_again_for_somebody_who_unsubscribed_meanwhile() {
        receipts.add(new Receipt.Deferred("451 not now"));
        deliver();

        workshop.rows("update contact set unsubscribed = true, updated_at = updated_at + interval '1 ms' returning id");
        workshop.clock.pass(EngineSettings.RETRY_MAX);
        deliver();

        assertThat(delivered).hasSize(1);
        assertThat(posted().lastEvent()).isEqualTo("suppressed");
        assertThat(posted().attempts()).isEqualTo(1);
    }

    @Test
    void a_mail_that_no_run_sent_goes_out_whatever_its_contact_wants() {
        receipts.add(new Receipt.Accepted("250 ok"));
        workshop.rows("update contact set unsubscribed = true, updated_at = updated_at + interval '1 ms' returning id");
        workshop.rows("update envelope set run_id = null returning id");

        deliver();

        assertThat(posted().state()).isEqualTo("sent");
    }

    @Test
    void who_listens_hears_that_a_mail_was_suppressed() {
        workshop.enable("resend:email.suppressed", delay("pause", "1 day"));
        workshop.rows("update contact set unsubscribed = true, updated_at = updated_at + interval '1 ms' returning id");

        deliver();

        assertThat(workshop.rows(
                        "select payload -> 'suppressed' ->> 'message' as message,"
                                + " payload -> 'suppressed' ->> 'reason' as reason from event where name = $1",
                        "resend:email.suppressed"))
                .extracting(row -> row.getString("message") + " " + row.getString("reason"))
                .containsExactly(posted().lastReply() + " contact_unsubscribed");
    }

    @Test
    void an_unsubscribe_under_way_holds_up_no_courier_and_bars_every_lease_after_it() {
        receipts.add(new Receipt.Deferred("451 not now"));
        var gate = Promise.<Void>promise();
        var written = Promise.<Void>promise();
        var unsubscribe = workshop.store.transaction(
                tx -> tx.query("update contact set unsubscribed = true, updated_at = updated_at + interval '1 ms'")
                        .execute()
                        .onSuccess(done -> written.complete())
                        .compose(done -> gate.future()));
        await(written.future());

        deliver();
        assertThat(delivered).hasSize(1);
        gate.complete();
        await(unsubscribe);
        workshop.clock.pass(EngineSettings.RETRY_MAX);
        deliver();

        assertThat(delivered).hasSize(1);
        assertThat(posted().lastEvent()).isEqualTo("suppressed");
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
    void a_mailbox_that_is_gone_bounces_and_gets_no_more_mail() {
        receipts.add(new Receipt.Refused("550 gone", List.of(left("Ada@example.com", true, true))));
        deliver();
        assertThat(posted().lastEvent()).isEqualTo("bounced");
        assertThat(workshop.rows("select origin, source_id from suppression where email_key = 'ada@example.com'"))
                .extracting(row -> row.getString("origin") + row.getUUID("source_id"))
                .containsExactly("bounce" + posted().envelope().id());

        workshop.send(event("user.created", "ada@example.com"));
        workshop.match();
        deliver();

        assertThat(delivered).hasSize(1);
        assertThat(workshop.rows("select last_reply from envelope where last_event = 'suppressed'"))
                .extracting(row -> row.getString("last_reply"))
                .containsExactly("Not sent, because its address is suppressed after a bounce.");
    }

    @Test
    void of_several_recipients_those_refused_for_now_alone_are_tried_again() {
        direct("recipients = '{ada@example.com,bob@example.com,eve@example.com,dan@example.com}',"
                + " recipient_keys = '{ada@example.com,bob@example.com,eve@example.com,dan@example.com}'");
        suppress("dan@example.com");
        receipts.add(new Receipt.Accepted(
                "250 ok", List.of(left("bob@example.com", false, false), left("eve@example.com", true, true))));
        receipts.add(new Receipt.Accepted("250 ok"));

        deliver();
        assertThat(delivered.get(0).leftOut()).containsExactly("dan@example.com");
        assertThat(posted().lastEvent()).isEqualTo("delivery_delayed");
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        deliver();

        assertThat(delivered.get(1).leftOut()).contains("ada@example.com", "eve@example.com", "dan@example.com");
        assertThat(delivered.get(1).leftOut()).doesNotContain("bob@example.com");
        assertThat(posted().state()).isEqualTo("sent");
        assertThat(workshop.count("suppression", "email_key = 'eve@example.com'"))
                .isEqualTo(1);
    }

    @Test
    void a_mail_that_some_recipients_have_is_sent_whatever_becomes_of_the_others() {
        direct("recipients = '{ada@example.com,bob@example.com}',"
                + " recipient_keys = '{ada@example.com,bob@example.com}'");
        receipts.add(new Receipt.Accepted("250 ok", List.of(left("bob@example.com", false, false))));
        receipts.add(new Receipt.Refused("550 bob is gone", List.of(left("bob@example.com", true, true))));

        deliver();
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        deliver();

        assertThat(posted().state()).isEqualTo("sent");
        assertThat(posted().lastReply()).isEqualTo("550 bob is gone");
        assertThat(workshop.count("suppression", "email_key = 'bob@example.com'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "opt_in,  ,        false, sent",
        "opt_in,  opt_out, false, failed",
        "opt_in,  opt_in,  true,  failed",
        "opt_out, ,        false, failed",
        "opt_out, opt_in,  false, sent",
    })
    void a_direct_mail_of_a_topic_goes_to_those_who_take_the_topic(
            String byDefault, String choice, boolean unsubscribed, String state) {
        receipts.add(new Receipt.Accepted("250 ok"));
        var topic = topic(byDefault, choice);
        direct("contact_id = null, topic_id = '" + topic + "'");
        workshop.rows("update contact set unsubscribed = $1 returning id", unsubscribed);

        deliver();

        assertThat(posted().state()).isEqualTo(state);
    }

    @Test
    void a_scheduled_mail_waits_for_its_time_and_is_as_old_as_that() {
        var later = workshop.clock.now().plus(Duration.ofDays(20));
        receipts.add(new Receipt.Deferred("451 not now"));
        direct("scheduled_at = $1, last_event = 'scheduled'", later.atOffset(ZoneOffset.UTC));
        workshop.rows("update outbox set due_at = $1 returning envelope_id", later.atOffset(ZoneOffset.UTC));

        deliver();
        assertThat(delivered).isEmpty();
        workshop.clock.pass(Duration.ofDays(20));
        deliver();

        assertThat(posted().state()).isEqualTo("queued");
        assertThat(delivered.get(0).date()).isEqualTo(later);
    }

    private UUID topic(String byDefault, String choice) {
        var topic = workshop.ids.next(workshop.clock.now());
        workshop.rows(
                "insert into topic (project_id, id, name, default_subscription, visibility, created_at, updated_at)"
                        + " values ($1, $2, 'News', $3, 'public', now(), now()) returning id",
                PROJECT,
                topic,
                byDefault);
        workshop.rows(
                "insert into contact_topic (project_id, contact_id, topic_id, subscription, updated_at)"
                        + " select project_id, id, $1::uuid, $2::text, now() from contact where $2::text is not null returning topic_id",
                topic,
                choice);
        return topic;
    }

    private static Receipt.LeftOut left(String recipient, boolean isFinal, boolean isGone) {
        return new Receipt.LeftOut(recipient, "5.1.1 or 4.2.1", isFinal, isGone);
    }

    private void direct(String changes, Object... values) {
        workshop.rows("update envelope set run_id = null, " + changes + " returning id", values);
    }

    private void suppress(String email) {
        await(Suppressions.add(workshop.store.client(), PROJECT, List.of(email), workshop.clock.now(), workshop.ids));
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

    @Test
    void a_courier_that_was_paused_past_its_lease_settles_nothing_while_another_has_the_mail() {
        Promise<List<Receipt>> paused = Promise.promise();
        Promise<List<Receipt>> other = Promise.promise();
        var first = courier(channel(envelopes -> paused.future())).once(10, workshop.clock.now());
        awaitLease();
        workshop.clock.pass(EngineSettings.LEASE);
        var taken = Promise.<Void>promise();
        var second = courier(channel(envelopes -> {
                    taken.complete();
                    return other.future();
                }))
                .once(10, workshop.clock.now());
        await(taken.future());

        paused.complete(List.of(new Receipt.Refused("550 from the paused one")));
        await(first);

        assertThat(posted().state()).isEqualTo("sending");
        other.complete(List.of(new Receipt.Accepted("250 from the other one")));
        await(second);
        assertThat(posted().state()).isEqualTo("sent");
        assertThat(posted().lastReply()).isEqualTo("250 from the other one");
    }

    @Test
    void a_renewal_under_an_older_fence_keeps_nothing() {
        var old = lease();
        workshop.clock.pass(EngineSettings.LEASE);
        var young = lease();
        var end = posted().dueAt();

        int keptByOld = await(Outbox.renew(workshop.store.client(), old, end.plusSeconds(60)))
                .leases();
        assertThat(keptByOld).isZero();
        assertThat(posted().dueAt()).isEqualTo(end);
        int keptByYoung = await(Outbox.renew(workshop.store.client(), young, end.plusSeconds(60)))
                .leases();

        assertThat(keptByYoung).isEqualTo(1);
        assertThat(posted().dueAt()).isEqualTo(end.plusSeconds(60));
    }

    @Test
    void a_claim_ends_before_its_lease_unless_all_leases_were_renewed() {
        var nanos = new AtomicLong();
        var leasing = new Leasing(workshop.store, workshop.ids, nanos::get);
        var batch = await(leasing.take(Set.of("email"), 10, workshop.clock.now()));
        Duration sure = EngineSettings.LEASE.minus(Tenure.MARGIN);

        nanos.set(sure.toNanos() - 1);
        assertThat(batch.tenure().holds()).isTrue();
        await(leasing.renew(batch));
        nanos.addAndGet(sure.toNanos() - 1);
        assertThat(batch.tenure().holds()).isTrue();
        workshop.clock.pass(EngineSettings.LEASE.multipliedBy(2));
        lease();
        await(leasing.renew(batch));
        nanos.incrementAndGet();

        assertThat(batch.tenure().holds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "update contact set unsubscribed = true; updated_at = updated_at + interval '1 ms' returning id, false",
        "update run set status = 'cancelled' returning id,                                               false",
        "insert into suppression select project_id; id; email; email_key; 'manual'; null; now() from contact returning id, false",
        "update contact set first_name = 'Ada' returning id,                                             true",
    })
    void a_mail_in_hand_is_looked_at_again_whenever_its_lease_is_renewed(String change, boolean mayGo) {
        var leasing = new Leasing(workshop.store, workshop.ids, System::nanoTime);
        var batch = await(leasing.take(Set.of("email"), 10, workshop.clock.now()));
        UUID mail = batch.leases().get(0).envelope().id();
        assertThat(batch.tenure().allows(mail)).isTrue();
        workshop.rows(change.replace(';', ','));

        await(leasing.renew(batch));

        assertThat(batch.tenure().allows(mail)).isEqualTo(mayGo);
        assertThat(batch.tenure().holds()).isTrue();
    }

    @Test
    void a_mail_that_the_channel_gives_back_because_its_claim_ended_is_tried_again() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        var url = SmtpUrl.read("smtp://127.0.0.1:" + server.getSmtp().getPort() + "?tls=none");
        var channel = new SmtpChannel(workshop.vertx, url.value());
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)));
        var nanos = new AtomicLong();
        // Every look at the clock finds that the whole lease went by.
        var paused = new CourierPass(
                workshop.vertx,
                workshop.store,
                Map.of("email", channel),
                settling,
                workshop.ids,
                () -> {},
                () -> nanos.addAndGet(EngineSettings.LEASE.toNanos()));

        await(paused.once(10, workshop.clock.now()));
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(posted().state()).isEqualTo("queued");
        assertThat(posted().lastReply()).contains("lease ran out");
        workshop.clock.pass(EngineSettings.RETRY_FIRST);
        await(courier(channel).once(10, workshop.clock.now()));

        assertThat(server.getReceivedMessages()).hasSize(1);
        await(channel.close());
        server.stop();
    }

    @Test
    void a_mail_waits_for_a_host_that_failed_as_long_as_the_channel_says_and_counts_no_attempt() {
        receipts.add(new Receipt.Deferred("421 closing", true, Duration.ofMinutes(2)));
        receipts.add(new Receipt.Deferred("the relay could not be reached", true, Duration.ZERO));
        receipts.add(new Receipt.Deferred("450 greylisted"));

        deliver();
        assertThat(posted().attempts()).isZero();
        assertThat(wait(posted())).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(144));
        workshop.clock.pass(wait(posted()));
        deliver();
        assertThat(posted().attempts()).isZero();
        assertThat(wait(posted())).isBetween(Duration.ofSeconds(4), EngineSettings.RETRY_FIRST);
        workshop.clock.pass(wait(posted()));
        deliver();

        assertThat(posted().attempts()).isEqualTo(1);
        assertThat(posted().lastReply()).isEqualTo("450 greylisted");
        assertThat(wait(posted())).isBetween(Duration.ofSeconds(4), EngineSettings.RETRY_FIRST);
    }

    private Duration wait(Envelopes.Posted mail) {
        return Duration.between(workshop.clock.now(), mail.dueAt());
    }

    private List<Outbox.Lease> lease() {
        var now = workshop.clock.now();
        return await(Outbox.lease(workshop.store.client(), Set.of("email"), now, now.plus(EngineSettings.LEASE), 10));
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
