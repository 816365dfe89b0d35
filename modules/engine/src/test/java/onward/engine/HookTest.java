package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onward.channel.Receipt;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import onward.store.SecretBox;
import onward.store.json.JsonReader;
import onward.store.table.ContactChange;
import onward.store.table.Contacts;
import onward.store.table.WebhookSecrets;
import onward.store.table.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What webhooks are told of a real database's changes, by a real server that listens. */
final class HookTest {
    private static final String ADA = "ada@example.com";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Workshop workshop = new Workshop();
    private final SecretBox box = SecretBox.fleeting();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
    private Guard guard = Guard.open();

    @AfterEach
    void close() {
        workshop.close();
    }

    private static Consumer<HttpServerRequest> answer(int status) {
        return request -> request.response().setStatusCode(status).end("said " + status);
    }

    /** An enabled webhook whose server gives these answers, and 200 from then on. */
    @SafeVarargs
    private UUID webhook(List<String> events, Consumer<HttpServerRequest>... answers) {
        var left = new ArrayList<>(List.of(answers));
        var server = await(workshop.vertx
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    bodies.add(body.toString());
                    headers.add(request.headers());
                    (left.isEmpty() ? answer(200) : left.remove(0)).accept(request);
                }))
                .listen(0, "127.0.0.1"));
        return webhookAt("http://127.0.0.1:" + server.actualPort() + "/hook", events);
    }

    private UUID webhookAt(String endpoint, List<String> events) {
        UUID id = workshop.ids.next(workshop.clock.now());
        await(Webhooks.insert(
                workshop.store.client(), PROJECT, id, endpoint, events, sealed(SECRET), workshop.clock.now(), 10));
        return id;
    }

    private byte[] sealed(String secret) {
        return new WebhookSecrets(box).sealed(secret);
    }

    private int fan() {
        return await(new HookFanPass(workshop.store, () -> {}).once(100, workshop.clock.now()));
    }

    private HookPass pass(HttpCaller caller) {
        return new HookPass(workshop.vertx, workshop.store, box, caller::call, workshop.ids, () -> {});
    }

    /** One look at what webhooks are to be told, until all of it is settled. */
    private int tell() {
        fan();
        var caller = new HttpCaller(workshop.vertx, guard);
        var pass = pass(caller);
        int taken = await(pass.once(50, workshop.clock.now()));
        await(pass.idle());
        await(caller.close());
        return taken;
    }

    private List<String> types() {
        return bodies.stream()
                .map(body -> String.valueOf(json(body).get("type")))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(String text) {
        return (Map<String, Object>) JsonReader.read(text);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(String body) {
        return (Map<String, Object>) json(body).get("data");
    }

    private String state() {
        return workshop.rows("select state || ' ' || attempts as state from webhook_delivery")
                .get(0)
                .getString("state");
    }

    @Test
    void a_run_and_its_mail_are_told_in_signed_words() throws Exception {
        webhook(List.of("contact.created", "automation.run.started", "automation.run.completed", "email.sent"));
        workshop.publish("thanks", "Thanks", "<p>Thanks</p>");
        workshop.enable("order.completed", mail("thank", "thanks"));
        workshop.send(event("order.completed", ADA));
        workshop.match();
        workshop.deliver();

        assertThat(tell()).isEqualTo(4);

        assertThat(types())
                .containsExactlyInAnyOrder(
                        "contact.created", "automation.run.started", "automation.run.completed", "email.sent");
        for (int i = 0; i < bodies.size(); i++) {
            var all = Map.of(
                    "webhook-id", List.of(headers.get(i).get("svix-id")),
                    "webhook-timestamp", List.of(headers.get(i).get("svix-timestamp")),
                    "webhook-signature", List.of(headers.get(i).get("svix-signature")));
            assertThat(headers.get(i).get("svix-id")).matches("msg_[0-9a-f]{32}");
            assertThat(new Webhook(SECRET)
                            .sign(
                                    headers.get(i).get("svix-id"),
                                    Long.parseLong(headers.get(i).get("svix-timestamp")),
                                    bodies.get(i)))
                    .isEqualTo(all.get("webhook-signature").get(0));
        }
        var completed = bodies.stream()
                .filter(body -> body.contains("run.completed"))
                .findFirst()
                .orElseThrow();
        assertThat(data(completed))
                .containsEntry("automation_name", "of order.completed")
                .containsEntry("status", "completed")
                .containsKeys("run_id", "automation_id", "contact_id", "event_id");
        var sent = bodies.stream()
                .filter(body -> body.contains("email.sent"))
                .findFirst()
                .orElseThrow();
        assertThat(data(sent)).containsEntry("to", List.of(ADA)).containsKeys("email_id", "message_id", "template_id");
        assertThat(tell()).isZero();
    }

    @Test
    void nothing_is_written_that_nobody_wants() {
        workshop.enable("signed.up", delay("pause", "1 hour"));
        workshop.send(event("signed.up", ADA));
        workshop.match();
        assertThat(workshop.count("hook_event", "true")).isZero();

        webhook(List.of("email.sent"));
        workshop.send(event("signed.up", "bob@example.com"));
        workshop.match();

        assertThat(workshop.count("hook_event", "true")).isZero();
    }

    @Test
    void a_change_that_is_rolled_back_is_told_to_nobody() {
        webhook(List.of("contact.created"));

        var undone = workshop.store.transaction(tx -> Contacts.upsert(
                        tx, PROJECT, workshop.ids.next(workshop.clock.now()), change(ADA), workshop.clock.now())
                .compose(id -> Future.<Void>failedFuture("Changed my mind")));

        assertThat(undone.toCompletionStage().toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
        assertThat(workshop.count("hook_event", "true")).isZero();
    }

    private static ContactChange change(String email) {
        return new ContactChange(email, true, "Ada", true, null, null, Map.of());
    }

    @Test
    void what_failed_is_told_again_on_the_documented_schedule_under_the_same_id() {
        webhook(List.of("contact.created"), answer(500), answer(302), answer(404));
        contact(ADA);

        assertThat(tell()).isEqualTo(1);
        assertThat(state()).isEqualTo("pending 1");
        workshop.clock.pass(Duration.ofSeconds(4));
        assertThat(tell()).isZero();
        workshop.clock.pass(Duration.ofSeconds(1));
        assertThat(tell()).isEqualTo(1);
        workshop.clock.pass(Duration.ofMinutes(5));
        assertThat(tell()).isEqualTo(1);
        workshop.clock.pass(Duration.ofMinutes(30));
        assertThat(tell()).isEqualTo(1);

        assertThat(state()).isEqualTo("success 4");
        assertThat(headers.stream().map(h -> h.get("svix-id")).distinct()).hasSize(1);
        assertThat(bodies.stream().distinct()).hasSize(1);
        assertThat(workshop.rows("select http_status_code from webhook_attempt order by id").stream()
                        .map(row -> row.getInteger("http_status_code")))
                .containsExactly(500, 302, 404, 200);
        assertThat(workshop.rows("select failing_since from webhook").get(0).getValue("failing_since"))
                .isNull();
    }

    private UUID contact(String email) {
        return await(Contacts.upsert(
                workshop.store.client(),
                PROJECT,
                workshop.ids.next(workshop.clock.now()),
                change(email),
                workshop.clock.now()));
    }

    @Test
    void after_eight_attempts_it_is_given_up_and_after_five_days_the_webhook_is_switched_off() {
        guard = Guard.strict();
        UUID id = webhookAt("http://127.0.0.1:9/hook", List.of("contact.created"));
        contact(ADA);
        tell();
        for (Duration wait : HookSchedule.WAITS) {
            workshop.clock.pass(wait);
            assertThat(tell()).isEqualTo(1);
        }
        assertThat(state()).isEqualTo("failed 8");
        assertThat(status(id)).isEqualTo("enabled");
        workshop.clock.pass(Duration.ofDays(4));
        contact("bob@example.com");

        tell();

        assertThat(status(id)).isEqualTo("disabled");
        assertThat(workshop.count("webhook_delivery", "state in ('pending', 'sending')"))
                .isZero();
        assertThat(workshop.rows("select response from webhook_attempt limit 1")
                        .get(0)
                        .getString("response"))
                .contains("port");
        contact("eve@example.com");
        assertThat(workshop.count("hook_event", "payload is null")).isZero();
    }

    private String status(UUID id) {
        return workshop.rows("select status from webhook where id = $1", id)
                .get(0)
                .getString("status");
    }

    @Test
    void what_died_with_its_process_is_told_again() {
        webhook(List.of("contact.created"));
        contact(ADA);
        fan();
        var dead = new HookPass(
                workshop.vertx,
                workshop.store,
                box,
                call -> Promise.<HttpReply>promise().future(),
                workshop.ids,
                () -> {});
        await(dead.once(10, workshop.clock.now()));

        assertThat(tell()).isZero();
        workshop.clock.pass(HookPass.LEASE);
        assertThat(tell()).isEqualTo(1);

        assertThat(state()).as("the attempt that died was begun again").isEqualTo("success 1");
    }

    @Test
    void a_settle_of_a_lease_that_was_lost_changes_nothing() {
        webhook(List.of("contact.created"));
        contact(ADA);
        fan();
        Promise<HttpReply> late = Promise.promise();
        var slow = new HookPass(workshop.vertx, workshop.store, box, call -> late.future(), workshop.ids, () -> {});
        await(slow.once(10, workshop.clock.now()));
        workshop.clock.pass(HookPass.LEASE);
        assertThat(tell()).isEqualTo(1);

        late.complete(new HttpReply.Unreached("Expected an answer, found none."));
        await(slow.idle());

        assertThat(state()).isEqualTo("success 1");
    }

    @Test
    void two_secrets_sign_while_one_is_rotated_out() throws Exception {
        UUID id = webhook(List.of("contact.created"));
        String fresh = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
        await(Webhooks.rotate(
                workshop.store.client(),
                PROJECT,
                id,
                sealed(fresh),
                workshop.clock.now().plus(Duration.ofHours(24)),
                workshop.clock.now()));
        contact(ADA);
        tell();
        workshop.clock.pass(Duration.ofHours(25));
        contact("bob@example.com");
        tell();

        assertThat(headers.get(0).get("svix-signature").split(" ")).hasSize(2);
        assertThat(headers.get(1).get("svix-signature").split(" ")).hasSize(1);
        assertThat(headers.get(1).get("svix-signature"))
                .isEqualTo(new Webhook(fresh)
                        .sign(
                                headers.get(1).get("svix-id"),
                                Long.parseLong(headers.get(1).get("svix-timestamp")),
                                bodies.get(1)));
    }

    @Test
    void a_webhook_that_is_slow_holds_up_no_other() {
        webhookAt("http://127.0.0.1:9/never", List.of("contact.created"));
        webhook(List.of("contact.created"));
        for (int i = 0; i < 3 * HookPass.IN_HAND_PER_WEBHOOK_MAX; i++) {
            contact("person" + i + "@example.com");
        }
        fan();
        var asked = new CopyOnWriteArrayList<String>();
        Promise<HttpReply> slow = Promise.promise();
        var pass = new HookPass(
                workshop.vertx,
                workshop.store,
                box,
                call -> {
                    asked.add(call.url());
                    return call.url().endsWith("/never")
                            ? slow.future()
                            : Future.succeededFuture(new HttpReply.Answered(200, Map.of(), "", false));
                },
                workshop.ids,
                () -> {});

        await(pass.once(50, workshop.clock.now()));
        await(pass.once(50, workshop.clock.now()));

        assertThat(asked.stream().filter(url -> url.endsWith("/never"))).hasSize(HookPass.IN_HAND_PER_WEBHOOK_MAX);
        assertThat(asked.stream().filter(url -> url.endsWith("/hook")))
                .hasSizeGreaterThanOrEqualTo(HookPass.IN_HAND_PER_WEBHOOK_MAX);
        slow.complete(new HttpReply.Unreached("Expected an answer, found none."));
        await(pass.idle());
    }

    /**
     * What a mail server says, and what webhooks hear.
     *
     * @param field what {@code data} has besides; null for nothing
     */
    record Heard(String type, Receipt receipt, String field, Map<String, Object> detail) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Heard> receipts() {
        var gone = List.of(new Receipt.LeftOut(ADA, "550 gone", true, true));
        return Stream.of(
                new Heard("email.sent", new Receipt.Accepted("250 ok"), null, Map.of()),
                new Heard("email.delivery_delayed", new Receipt.Deferred("451 later"), null, Map.of()),
                new Heard("email.failed", new Receipt.Refused("552 no"), "failed", Map.of("reason", "552 no")),
                new Heard(
                        "email.bounced",
                        new Receipt.Refused("550 gone", gone),
                        "bounce",
                        Map.of(
                                "message", "550 gone",
                                "type", "Permanent",
                                "subType", "NoEmail",
                                "diagnosticCode", List.of("550 gone"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("receipts")
    void what_became_of_a_mail_is_told_in_the_documented_shape(Heard heard) {
        webhook(List.of(
                "email.sent",
                "email.delivery_delayed",
                "email.failed",
                "email.bounced",
                "email.suppressed",
                "email.scheduled"));
        workshop.publish("thanks", "Thanks", "<p>Thanks</p>");
        workshop.enable("order.completed", mail("thank", "thanks"));
        workshop.send(event("order.completed", ADA));
        workshop.match();

        workshop.deliver(heard.receipt());
        tell();

        assertThat(types()).containsExactly(heard.type());
        assertThat(data(bodies.get(0)))
                .containsEntry("to", List.of(ADA))
                .containsKeys("email_id", "message_id", "created_at", "from", "subject");
        if (heard.field() != null) {
            assertThat(data(bodies.get(0))).containsEntry(heard.field(), heard.detail());
        }
    }

    @Test
    void a_mail_that_a_bounce_before_it_kept_back_is_told_as_suppressed() {
        webhook(List.of("email.suppressed"));
        workshop.publish("thanks", "Thanks", "<p>Thanks</p>");
        workshop.enable("order.completed", mail("thank", "thanks"));
        workshop.send(event("order.completed", ADA));
        workshop.match();
        workshop.deliver(new Receipt.Refused("550 gone", List.of(new Receipt.LeftOut(ADA, "550 gone", true, true))));
        workshop.send(event("order.completed", ADA));
        workshop.match();

        workshop.deliver();
        tell();

        assertThat(types()).containsExactly("email.suppressed");
        assertThat(data(bodies.get(0)).get("suppressed"))
                .isEqualTo(Map.of(
                        "message", "Not sent, because its address is suppressed after a bounce.",
                        "type", "OnAccountSuppressionList",
                        "reason", "previous_bounce",
                        "diagnosticCode", List.of()));
    }
}
