package onward.flow.fact;

import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CorrelationTest {

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** Texts, numbers and booleans that look alike, in every pair of which keys and equality have to agree. */
    static final List<Object> values = List.of(
            "",
            "1",
            "1.0",
            "n1e0",
            "true",
            "btrue",
            "A-17",
            "a-17",
            "x".repeat(500),
            "x".repeat(499) + "y",
            1,
            1L,
            decimal("1"),
            decimal("1.0"),
            decimal("1e0"),
            decimal("10e-1"),
            0L,
            decimal("0.00"),
            decimal("0e999999999"),
            -1L,
            100L,
            decimal("1e2"),
            decimal("0.1"),
            0.1,
            Long.MAX_VALUE,
            decimal("1e999999999"),
            decimal("10e999999998"),
            decimal("1e-999999999"),
            decimal("1e2147483647"),
            decimal("100e2147483645"),
            decimal("100e2147483647"),
            true,
            false);

    static Stream<Arguments> pairs() {
        return values.stream().flatMap(one -> values.stream().map(other -> arguments(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void keys_are_equal_when_and_only_when_values_are(Object one, Object other) {
        boolean haveOneKey = Correlation.key("order_id", one).equals(Correlation.key("order_id", other));

        assertThat(haveOneKey).isEqualTo(Values.areEqual(one, other));
    }

    @ParameterizedTest
    @FieldSource("values")
    void a_key_is_never_long_and_never_the_one_for_every_event(Object value) {
        assertThat(Correlation.key("order_id", value)).hasSizeBetween(1, 200).isNotEqualTo(Correlation.NONE);
        assertThat(Correlation.key("f".repeat(1_000), value)).hasSizeLessThanOrEqualTo(200);
    }

    static final List<Object> unfit =
            new ArrayList<>(List.of(List.of(), List.of(1L), Map.of(), map("a", 1L), Double.NaN));

    static {
        unfit.add(null);
    }

    @ParameterizedTest
    @FieldSource("unfit")
    void null_lists_and_objects_have_no_key(Object value) {
        assertThat(Correlation.key("order_id", value)).isNull();
    }

    @Test
    void one_value_of_two_fields_has_two_keys() {
        assertThat(Correlation.key("a", 1L)).isNotEqualTo(Correlation.key("b", 1L));
        assertThat(Correlation.key("a", "x".repeat(500))).isNotEqualTo(Correlation.key("b", "x".repeat(500)));
    }

    @Test
    void whole_numbers_meet_their_decimals_whatever_their_size() {
        Random random = new Random(20261123);
        for (int i = 0; i < 2_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            BigDecimal decimal = BigDecimal.valueOf(number).setScale(random.nextInt(5));

            assertThat(Correlation.key("n", number)).isEqualTo(Correlation.key("n", decimal));
            assertThat(Correlation.key("n", number)).isNotEqualTo(Correlation.key("n", decimal.add(BigDecimal.ONE)));
        }
    }
}
