package onward.channel.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:05:03Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "120|PT2M",
                "999999999|P1D",
                "Mon, 23 Nov 2026 09:06:03 GMT|PT1M",
                "Mon, 23 Nov 2026 09:00:00 GMT|PT0S",
                "soon|PT5S",
                "-3|PT5S"
            })
    void a_pause_is_a_number_of_seconds_or_a_date(String retryAfter, Duration pause) {
        assertThat(Receipts.pause(retryAfter, Duration.ofSeconds(5), NOW)).isEqualTo(pause);
    }

    @Test
    void where_none_is_given_another_counts() {
        assertThat(Receipts.pause(null, Duration.ofSeconds(5), NOW)).isEqualTo(Duration.ofSeconds(5));
    }
}
