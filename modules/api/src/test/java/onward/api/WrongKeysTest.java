package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who guesses keys is stopped, and nobody else. */
class WrongKeysTest {
    private final AtomicLong nanos = new AtomicLong();
    private final WrongKeys wrong = new WrongKeys(nanos::get);

    private void count(String address, int times) {
        for (int i = 0; i < times; i++) {
            wrong.count(address);
        }
    }

    @Test
    void fifty_in_ten_seconds_are_too_many_for_their_address_until_the_window_is_over() {
        count("10.0.0.1", WrongKeys.WRONG_KEYS_MAX - 1);
        assertThat(wrong.areTooMany("10.0.0.1")).isFalse();

        wrong.count("10.0.0.1");

        assertThat(wrong.areTooMany("10.0.0.1")).isTrue();
        assertThat(wrong.areTooMany("10.0.0.2")).isFalse();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(WrongKeys.WINDOW_SECONDS) + 1);
        assertThat(wrong.areTooMany("10.0.0.1")).isFalse();
        wrong.count("10.0.0.1");
        assertThat(wrong.areTooMany("10.0.0.1")).isFalse();
    }

    @Test
    void what_it_knows_is_bounded() {
        count("10.0.0.1", WrongKeys.WRONG_KEYS_MAX);
        for (int i = 0; i < WrongKeys.ADDRESSES_MAX; i++) {
            wrong.count("host-" + i);
        }

        assertThat(wrong.areTooMany("10.0.0.1")).isFalse();
    }

    @Test
    void guesses_are_refused_and_keys_that_were_right_before_still_open() {
        var server = new NativeServer();
        try {
            assertThat(server.get("/automations").status()).isEqualTo(200);
            for (int i = 0; i < WrongKeys.WRONG_KEYS_MAX; i++) {
                assertThat(server.send(server.request("GET", "/automations", new byte[0])
                                        .header("Authorization", "Bearer re_wrong" + i))
                                .status())
                        .isEqualTo(403);
            }

            var refused = server.send(
                    server.request("GET", "/automations", new byte[0]).header("Authorization", "Bearer re_wrong"));

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text("name")).isEqualTo("rate_limit_exceeded");
            assertThat(refused.header("retry-after")).isEqualTo("10");
            assertThat(server.get("/automations").status()).isEqualTo(200);
        } finally {
            server.close();
        }
    }
}
