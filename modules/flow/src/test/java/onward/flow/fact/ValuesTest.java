package onward.flow.fact;

import static onward.flow.Sample.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

    static Stream<Arguments> sizes() {
        return Stream.of(
                arguments("", 0),
                arguments("abc", 3),
                arguments("x".repeat(70_000), 70_000),
                arguments(5L, 4),
                arguments(true, 4),
                arguments(null, 4),
                arguments(List.of(), 0),
                arguments(List.of("ab", 1L), 4 + 2 + 4 + 4),
                arguments(Map.of(), 0),
                arguments(map("key", "value"), 4 + 3 + 5),
                arguments(map("key", null), 4 + 3 + 4),
                arguments(map("a", List.of(map("b", "cd"))), 4 + 1 + 4 + 4 + 1 + 2));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void the_size_counts_texts_keys_and_pieces(Object value, long size) {
        assertThat(Values.size(value)).isEqualTo(size);
    }

    static Stream<Arguments> equalities() {
        return Stream.of(
                arguments(1L, 1, true),
                arguments(1L, new BigDecimal("1.000"), true),
                arguments(0.5, new BigDecimal("0.5"), true),
                arguments(1L, "1", false),
                arguments(1L, true, false),
                arguments(1L, null, false),
                arguments("a", "a", true),
                arguments("a", "A", false),
                arguments("", null, false),
                arguments(null, null, true),
                arguments(true, true, true),
                arguments(true, false, false),
                arguments(true, "true", false),
                arguments(List.of("a"), List.of("a"), true),
                arguments(List.of(), Map.of(), false),
                arguments(map("a", 1L), map("a", 1L), true),
                arguments(new BigDecimal("1e999999999"), new BigDecimal("1e999999998"), false));
    }

    @ParameterizedTest
    @MethodSource("equalities")
    void values_are_equal_without_coercion_and_both_ways(Object one, Object other, boolean expected) {
        assertThat(Values.areEqual(one, other)).isEqualTo(expected);
        assertThat(Values.areEqual(other, one)).isEqualTo(expected);
    }
}
