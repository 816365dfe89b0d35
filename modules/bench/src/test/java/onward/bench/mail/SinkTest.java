package onward.bench.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import onward.bench.house.Estate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink as a process, over real sockets. */
class SinkTest {

    @TempDir
    Path place;

    @Test
    void every_mail_of_every_connection_is_counted() {
        try (Estate estate = new Estate(place, true);
                Sink sink = Sink.open(estate)) {
            Client.perSecond(sink.port(), 2, Duration.ofMillis(200));

            Taken.Report first = sink.report();
            sink.reset();
            double perSecond = Client.perSecond(sink.port(), 3, Duration.ofMillis(500));
            Taken.Report second = sink.report();

            assertThat(first.connections()).isEqualTo(2);
            assertThat(second.connections()).isEqualTo(3);
            assertThat(second.mails()).isPositive();
            assertThat(second.recipients()).isEqualTo(second.mails());
            assertThat(second.bytes() / second.mails()).isGreaterThan(1_000);
            assertThat(perSecond).isPositive();
            assertThat(sink.cpuSeconds()).isPositive();
        }
    }
}
