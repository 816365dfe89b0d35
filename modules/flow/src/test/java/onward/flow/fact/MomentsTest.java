package onward.flow.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    /** A Thursday. */
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00.000001Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-10-02T10:00:00Z          | 2026-10-02T10:00:00Z",
                "2026-10-02T10:00:00.123+02:00 | 2026-10-02T08:00:00.123Z",
                "2026-10-02 10:00:00+00        | 2026-10-02T10:00:00Z",
                "2020-01-01T00:00:00Z          | 2020-01-01T00:00:00Z",
                "now                           | 2026-10-01T12:00:00.000001Z",
                "in 1 min                      | 2026-10-01T12:01:00.000001Z",
                "In  an Hour                   | 2026-10-01T13:00:00.000001Z",
                "in 1 hour and 30 minutes      | 2026-10-01T13:30:00.000001Z",
                "2 days from now               | 2026-10-03T12:00:00.000001Z",
                "in 30 days                    | 2026-10-31T12:00:00.000001Z",
                "today at 5pm                  | 2026-10-01T17:00:00Z",
                "tomorrow                      | 2026-10-02T12:00:00.000001Z",
                "tomorrow at 9am               | 2026-10-02T09:00:00Z",
                "tomorrow at 9:30 pm           | 2026-10-02T21:30:00Z",
                "tomorrow at 12am              | 2026-10-02T00:00:00Z",
                "tomorrow noon                 | 2026-10-02T12:00:00Z",
                "monday at 14:00               | 2026-10-05T14:00:00Z",
                "next friday                   | 2026-10-02T09:00:00Z",
                "on thursday, at 8am           | 2026-10-08T08:00:00Z",
            })
    void dates_and_words_are_understood(String text, String moment) {
        assertThat(Moments.read(text, NOW).value()).isEqualTo(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "in",
                "in 5",
                "5",
                "in 0 minutes",
                "in -1 hour",
                "in 99999999999 weeks",
                "in 31 days",
                "in 1 fortnight",
                "tomorrow at 25:00",
                "tomorrow at 13pm",
                "tomorrow at 9",
                "today",
                "2026-13-01T00:00:00Z",
                "2027-10-01T00:00:00Z",
                "in 1 min\u0000",
            })
    void what_is_no_moment_or_too_far_ahead_is_refused(String text) {
        assertThat(Moments.read(text, NOW).isOk()).isFalse();
    }

    @Test
    void a_long_text_is_not_even_looked_at() {
        assertThat(Moments.read("in " + "1 min ".repeat(10_000), NOW).isOk()).isFalse();
    }
}
