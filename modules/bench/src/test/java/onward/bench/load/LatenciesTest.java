package onward.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void a_share_is_the_least_value_that_it_does_not_exceed() {
        var latencies = new Latencies();
        for (int i = 2_000; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }

        assertThat(latencies.millis(0.5)).isEqualTo(1_000);
        assertThat(latencies.millis(0.99)).isEqualTo(1_980);
        assertThat(latencies.millis(1)).isEqualTo(2_000);
        assertThat(latencies.millis(0)).isEqualTo(1);
    }

    @Test
    void of_nothing_there_is_no_share() {
        assertThat(new Latencies().millis(0.5)).isNaN();
    }
}
