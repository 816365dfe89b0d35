package onward.channel.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import onward.channel.Claim;
import onward.channel.Pushes;
import onward.channel.Receipt;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import org.junit.jupiter.api.Test;

class PushChannelTest {
    private static final Envelope WEB =
            Pushes.to(new DeviceAddress(DeviceAddress.WEB, "https://push.example.com/1", "p", "a"));
    private static final Envelope APP = Pushes.to(new DeviceAddress(DeviceAddress.FCM, "token", null, null));
    private static final Receipt TAKEN = new Receipt.Accepted("201");

    private final List<Envelope> tried = new ArrayList<>();

    private Future<Receipt> take(Envelope envelope) {
        tried.add(envelope);
        return Future.succeededFuture(TAKEN);
    }

    @Test
    void each_goes_to_what_its_device_is_reached_by() throws Exception {
        var channel = new PushChannel(this::take, envelope -> Future.succeededFuture(new Receipt.Refused("400")));

        var receipts = Pushes.await(channel.deliver(List.of(APP, WEB, APP)));

        assertThat(receipts).containsExactly(new Receipt.Refused("400"), TAKEN, new Receipt.Refused("400"));
        assertThat(tried).containsExactly(WEB);
    }

    @Test
    void without_credentials_a_push_to_an_app_is_refused_with_the_setting_that_is_missing() throws Exception {
        var receipts = Pushes.await(new PushChannel(this::take, null).deliver(List.of(APP)));

        assertThat(receipts.get(0).reply()).contains("ONWARD_FCM_CREDENTIALS");
    }

    @Test
    void only_so_many_are_under_way_at_once() throws Exception {
        List<Promise<Receipt>> open = new ArrayList<>();
        var channel = new PushChannel(
                envelope -> {
                    Promise<Receipt> promise = Promise.promise();
                    open.add(promise);
                    return promise.future();
                },
                null);

        var all = channel.deliver(Collections.nCopies(40, WEB));

        assertThat(open).hasSize(PushChannel.AT_ONCE_MAX);
        while (!all.isComplete()) {
            open.remove(0).complete(TAKEN);
        }
        assertThat(Pushes.await(all)).hasSize(40).containsOnly(TAKEN);
    }

    @Test
    void what_may_not_go_any_more_when_its_turn_comes_is_given_back() throws Exception {
        var channel = new PushChannel(this::take, null);
        Claim barred = new Claim() {
            @Override
            public boolean holds() {
                return true;
            }

            @Override
            public boolean allows(UUID envelope) {
                return false;
            }
        };

        var over = Pushes.await(channel.deliver(List.of(WEB), () -> false));
        var changed = Pushes.await(channel.deliver(List.of(WEB), barred));
        Pushes.await(channel.close());
        var stopped = Pushes.await(channel.deliver(List.of(WEB)));

        assertThat(List.of(over.get(0), changed.get(0), stopped.get(0)))
                .allMatch(receipt -> receipt instanceof Receipt.Deferred deferred && deferred.isOfHost());
        assertThat(tried).isEmpty();
    }

    @Test
    void a_delivery_that_breaks_off_is_unclear() throws Exception {
        var channel = new PushChannel(envelope -> Future.failedFuture("a bug"), null);

        assertThat(Pushes.await(channel.deliver(List.of(WEB))).get(0)).isInstanceOf(Receipt.Unclear.class);
    }
}
