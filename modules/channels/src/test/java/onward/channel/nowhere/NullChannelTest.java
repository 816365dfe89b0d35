package onward.channel.nowhere;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onward.channel.Receipt;
import onward.channel.Sealed;
import org.junit.jupiter.api.Test;

class NullChannelTest {

    @Test
    void every_mail_is_accepted_and_counted() {
        var channel = new NullChannel();

        var receipts = channel.deliver(List.of(Sealed.to("ada@example.com"), Sealed.to("not an address")));
        channel.deliver(List.of(Sealed.to("bob@example.com")));

        assertThat(receipts.result()).hasSize(2).allMatch(Receipt.Accepted.class::isInstance);
        assertThat(channel.mails()).isEqualTo(3);
    }
}
