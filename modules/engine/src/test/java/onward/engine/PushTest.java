package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import onward.flow.message.Push;
import onward.store.SecretBox;
import onward.store.table.Devices;
import onward.store.table.Devices.Owner;
import onward.store.table.Devices.Registration;
import onward.store.table.Outbox;
import onward.store.table.VapidKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push goes the way of every mail: sealed with the step, leased, delivered, settled; one envelope a device. */
class PushTest {
    private static final Receipt TAKEN = new Receipt.Accepted("201");

    private final List<Envelope> delivered = new ArrayList<>();
    private Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private UUID phone(String token, String email) {
        return registered(new DeviceAddress(DeviceAddress.FCM, token, null, null), "android", email);
    }

    private UUID browser(String endpoint, String email) {
        return registered(new DeviceAddress(DeviceAddress.WEB, endpoint, "p", "a"), "web", email);
    }

    private UUID registered(DeviceAddress to, String platform, String email) {
        var device = new Registration(to, platform, new Owner(null, null, email), null, Map.of());
        var now = shop.clock.now();
        return await(Devices.register(shop.store.client(), PROJECT, shop.ids.next(now), device, now))
                .id();
    }

    private void telling() {
        shop.enable(
                "order.shipped",
                step("tell", "send_push", Map.of("title", "It left", "body", "Plan {{{event.plan}}}")));
    }

    private int deliver(Function<Envelope, Receipt> other) {
        var channel = new Channel() {
            @Override
            public String name() {
                return Push.CHANNEL;
            }

            @Override
            public Future<List<Receipt>> deliver(List<Envelope> envelopes) {
                delivered.addAll(envelopes);
                return Future.succeededFuture(envelopes.stream().map(other).toList());
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)));
        return await(
                new CourierPass(shop.vertx, shop.store, Map.of(channel.name(), channel), settling, shop.ids, () -> {})
                        .once(100, shop.clock.now()));
    }

    private static Receipt gone(Envelope envelope) {
        String device = envelope.push().deviceId().toString();
        return new Receipt.Refused("410", List.of(new Receipt.LeftOut(device, "410", true, true)));
    }

    private Devices.Registered device(UUID id) {
        return await(Devices.find(shop.store.client(), PROJECT, id)).orElseThrow();
    }

    private List<String> pushes() {
        return shop
                .rows("select state || ' ' || last_event || coalesce(': ' || last_reply, '') as words from envelope"
                        + " where channel = 'push' order by id")
                .stream()
                .map(row -> row.getString("words"))
                .toList();
    }

    @Test
    void a_run_pushes_to_every_device_of_its_contact_and_each_has_its_own_life() {
        telling();
        UUID phone = phone("t1", "ada@example.com");
        UUID browser = browser("https://push.example.com/1", "Ada@Example.com");
        phone("t2", "bob@example.com");
        shop.send(event("order.shipped", "ada@example.com"));

        shop.match();
        deliver(envelope -> envelope.push().deviceId().equals(phone) ? TAKEN : new Receipt.Refused("400"));

        assertThat(delivered).extracting(e -> e.push().deviceId()).containsExactlyInAnyOrder(phone, browser);
        assertThat(delivered).allSatisfy(envelope -> {
            assertThat(envelope.subject()).isEqualTo("It left");
            assertThat(envelope.text()).isEqualTo("Plan pro");
        });
        assertThat(delivered)
                .extracting(e -> e.push().to().address())
                .containsExactlyInAnyOrder("t1", "https://push.example.com/1");
        assertThat(pushes()).containsExactlyInAnyOrder("sent sent: 201", "failed failed: 400");
        assertThat(shop.count("outbox", "true")).isZero();
        assertThat(shop.steps()).containsExactly("start completed", "tell completed");
        assertThat(shop.rows("select metric, sum(count)::int as n from metric_delta where metric like 'push.%'"
                        + " group by metric order by metric"))
                .extracting(row -> row.getString("metric") + " " + row.getInteger("n"))
                .containsExactly("push.failed 1", "push.sent 1");
    }

    @Test
    void sealing_the_same_step_again_adds_nothing() {
        telling();
        phone("t1", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();

        assertThat(shop.rows("insert into envelope select (jsonb_populate_record(e, jsonb_build_object("
                        + "'id', gen_random_uuid(), 'message_id', 'other'))).* from envelope as e"
                        + " on conflict (project_id, run_id, step_key, visit, device_id) where run_id is not null"
                        + " do nothing returning id"))
                .isEmpty();
    }

    @Test
    void who_has_no_device_is_left_out_and_the_run_goes_on() {
        telling();
        phone("t1", "bob@example.com");
        shop.send(event("order.shipped", "ada@example.com"));

        shop.match();

        assertThat(shop.steps()).containsExactly("start completed", "tell skipped");
        assertThat(shop.output("tell", "reason")).isEqualTo("no_device");
        assertThat(shop.status()).isEqualTo("completed");
    }

    @Test
    void a_device_that_is_gone_loses_its_address_and_gets_no_more() {
        telling();
        UUID phone = phone("t1", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();

        var goneAt = shop.clock.now();
        deliver(PushTest::gone);
        shop.clock.pass(Duration.ofSeconds(1));
        shop.send(event("order.shipped", "ada@example.com", "again"));
        shop.match();

        var device = device(phone);
        assertThat(device.goneAt()).isEqualTo(goneAt);
        assertThat(device.to().address()).isNull();
        assertThat(device.subscribed()).isFalse();
        assertThat(pushes()).containsExactly("failed failed: 410");
        assertThat(shop.output("tell", "reason")).isEqualTo("no_device");
        assertThat(shop.count("suppression", "true")).isZero();
        assertThat(phone("t1", "ada@example.com")).isNotEqualTo(phone);
    }

    @Test
    void a_device_that_is_gone_by_another_address_is_not_gone() {
        UUID browser = browser("https://push.example.com/1", "ada@example.com");

        await(Devices.gone(
                shop.store.client(),
                List.of(new Devices.Gone(PROJECT, browser, "https://push.example.com/0")),
                shop.clock.now()));

        assertThat(device(browser).goneAt()).isNull();
    }

    @Test
    void a_device_that_is_unsubscribed_or_removed_before_its_turn_gets_nothing() {
        telling();
        UUID first = phone("t1", "ada@example.com");
        UUID second = phone("t2", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();

        await(Devices.update(shop.store.client(), PROJECT, first, false, Map.of(), shop.clock.now()));
        await(Devices.delete(shop.store.client(), PROJECT, second));
        deliver(envelope -> TAKEN);

        assertThat(delivered).isEmpty();
        assertThat(pushes())
                .containsExactlyInAnyOrder(
                        "failed suppressed: Not sent, because its device was unsubscribed since it was sealed.",
                        "failed suppressed: Not sent, because its device is gone since it was sealed.");
    }

    @Test
    void who_unsubscribes_before_its_turn_gets_nothing() {
        telling();
        phone("t1", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();

        shop.clock.pass(Duration.ofSeconds(1));
        shop.rows(
                "update contact set unsubscribed = true, updated_at = $1::timestamptz",
                shop.clock.now().atOffset(ZoneOffset.UTC));
        deliver(envelope -> TAKEN);

        assertThat(delivered).isEmpty();
    }

    @Test
    void a_push_service_that_is_busy_gets_it_later_and_only_while_it_is_worth_something() {
        telling();
        phone("t1", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();

        deliver(envelope -> new Receipt.Unclear("nobody answered"));
        var once = pushes();
        shop.clock.pass(Push.LIFETIME.plusSeconds(1));
        deliver(envelope -> new Receipt.Unclear("nobody answered"));

        assertThat(once)
                .containsExactly("queued delivery_delayed: Whether the last attempt arrived is not known; it is sent"
                        + " again and takes its place. nobody answered");
        assertThat(pushes())
                .containsExactly("failed failed: Whether the last attempt arrived is not known. nobody answered");
        assertThat(delivered).hasSize(2);
        assertThat(delivered.get(0).id()).isEqualTo(delivered.get(1).id());
    }

    @Test
    void a_delivery_that_takes_long_hears_that_its_device_does_not_want_it_any_more() {
        telling();
        UUID phone = phone("t1", "ada@example.com");
        shop.send(event("order.shipped", "ada@example.com"));
        shop.match();
        var now = shop.clock.now();
        var until = now.plus(EngineSettings.LEASE);
        var leases = await(shop.store.transaction(tx -> Outbox.lease(tx, Set.of(Push.CHANNEL), now, until, 10)));

        var before = await(Outbox.renew(shop.store.client(), leases, until));
        await(Devices.update(shop.store.client(), PROJECT, phone, false, Map.of(), now));
        var after = await(Outbox.renew(shop.store.client(), leases, until));

        assertThat(before.barred()).isEmpty();
        assertThat(after.leases()).isEqualTo(1);
        assertThat(after.barred()).containsExactly(leases.get(0).envelope().id());
    }

    @Test
    void the_key_of_a_project_is_made_once_and_sealed() {
        var box = SecretBox.fleeting();
        var now = shop.clock.now();

        var both = await(Future.all(
                VapidKeys.of(shop.store.client(), PROJECT, box, now),
                VapidKeys.of(shop.store.client(), PROJECT, box, now)));
        VapidKeys.Stored one = both.resultAt(0);
        VapidKeys.Stored other = both.resultAt(1);

        assertThat(one.publicKey()).isEqualTo(other.publicKey()).hasSize(VapidKeys.PUBLIC_BYTES);
        assertThat(one.privateKey(box)).isEqualTo(other.privateKey(box));
        assertThat(one.sealed()).isNotEqualTo(one.privateKey(box));
        var keys = new ProjectKeys(shop.store, box);
        assertThat(await(keys.of(PROJECT))).isSameAs(await(keys.of(PROJECT)));
    }
}
