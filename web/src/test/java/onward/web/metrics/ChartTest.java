package onward.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 5", "9, 10", "10, 10", "11, 20", "49, 50", "51, 100", "1200, 2000"})
    void the_scale_ends_at_a_round_number(long most, long top) {
        assertThat(Chart.roundUp(most)).isEqualTo(top);
    }
}
