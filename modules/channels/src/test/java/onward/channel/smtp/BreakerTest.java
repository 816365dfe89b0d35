package onward.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final Breaker breaker = new Breaker();
    /** Near the end of what fits, as a clock of nanoseconds may be. */
    private long now = Long.MAX_VALUE - Breaker.OPEN_MAX.toNanos();

    private void fail(int times) {
        for (int time = 0; time < times; time++) {
            breaker.failed(now);
        }
    }

    private Duration ask() {
        return breaker.ask(now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void failures_that_are_not_in_a_row_open_nothing() {
        fail(Breaker.FAILURES_MAX - 1);
        breaker.succeeded();
        fail(Breaker.FAILURES_MAX - 1);

        assertThat(ask()).isZero();
    }

    @Test
    void failures_in_a_row_open_it_for_a_while() {
        fail(Breaker.FAILURES_MAX);

        assertThat(ask()).isEqualTo(Breaker.OPEN_FIRST);
        pass(Duration.ofSeconds(2));
        assertThat(ask()).isEqualTo(Breaker.OPEN_FIRST.minusSeconds(2));
    }

    @Test
    void when_the_while_is_over_one_goes_and_the_others_wait_for_it() {
        fail(Breaker.FAILURES_MAX);
        pass(Breaker.OPEN_FIRST);

        assertThat(ask()).isZero();
        assertThat(ask()).isPositive();
        breaker.succeeded();

        assertThat(ask()).isZero();
        assertThat(ask()).isZero();
    }

    @Test
    void each_failure_of_the_one_that_goes_opens_it_for_longer_up_to_a_longest_time() {
        fail(Breaker.FAILURES_MAX);
        for (var open = Breaker.OPEN_FIRST; open.compareTo(Breaker.OPEN_MAX) < 0; open = open.multipliedBy(2)) {
            assertThat(ask()).isEqualTo(open);
            pass(open);
            assertThat(ask()).isZero();
            fail(1);
        }

        assertThat(ask()).isEqualTo(Breaker.OPEN_MAX);
        pass(Breaker.OPEN_MAX);
        assertThat(ask()).isZero();
        fail(1);
        assertThat(ask()).isEqualTo(Breaker.OPEN_MAX);
    }

    @Test
    void after_a_success_it_opens_for_the_shortest_time_again() {
        fail(Breaker.FAILURES_MAX);
        pass(Breaker.OPEN_FIRST);
        ask();
        fail(1);
        breaker.succeeded();
        fail(Breaker.FAILURES_MAX);

        assertThat(ask()).isEqualTo(Breaker.OPEN_FIRST);
    }

    @Test
    void what_began_before_it_opened_makes_it_no_longer() {
        fail(Breaker.FAILURES_MAX + 10);

        assertThat(ask()).isEqualTo(Breaker.OPEN_FIRST);
    }
}
