package onward.channel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onward.channel.Receipt;
import onward.channel.Sealed;
import org.junit.jupiter.api.Test;

/** Everything is accepted, in order, at once. */
class CaptureChannelTest {

    @Test
    void every_mail_is_accepted() {
        var channel = new CaptureChannel();

        var receipts = channel.deliver(List.of(Sealed.to("ada@example.com"), Sealed.to("not an address")));

        assertThat(receipts.result()).hasSize(2).allMatch(Receipt.Accepted.class::isInstance);
        assertThat(channel.name()).isEqualTo("email");
        assertThat(channel.close().succeeded()).isTrue();
    }
}
