package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayTest {

    private static final Outcome NO_REST = Outcome.go(map("resumed_at", "2026-10-01 12:00:00+00"));

    private static Outcome enter(Object config, Object... payload) {
        return read(Delay.TYPE, config).enter(context(factsOf(payload)));
    }

    private static Outcome rest(String until) {
        return new Outcome.Rest(Instant.parse(until));
    }

    static Stream<Arguments> configs() {
        return Stream.of(
                arguments(map("duration", "12 days"), map("duration", "1 week 5 days")),
                arguments(map("duration", 3_600L), map("duration", "1 hour")),
                arguments(map("duration", "3600"), map("duration", "1 hour")),
                arguments(map("seconds", 90L), map("duration", "1 minute 30 seconds")),
                arguments(map("seconds", "60"), map("duration", "1 minute")),
                arguments(map("duration", "2 hours", "seconds", 5L), map("duration", "2 hours")),
                arguments(map("duration", null, "seconds", 5L, "until", null), map("duration", "5 seconds")),
                arguments(map("until", "2026-10-05T08:00:00+02:00"), map("until", "2026-10-05T08:00:00+02:00")),
                arguments(map("until", var("event.trial_ends")), map("until", var("event.trial_ends"))),
                arguments(map("time_of_day", "09:00"), map("time_of_day", "09:00", "timezone", "UTC")),
                arguments(
                        map(
                                "duration",
                                "1 day",
                                "time_of_day",
                                " 09:00 - 17:00 ",
                                "weekdays",
                                List.of("Monday", "FRI")),
                        map(
                                "duration", "1 day",
                                "time_of_day", "09:00-17:00",
                                "weekdays", List.of("mon", "fri"),
                                "timezone", "UTC")),
                arguments(
                        map("time_of_day", "22:00-06:00", "timezone", "Europe/Berlin", "weekdays", null),
                        map("time_of_day", "22:00-06:00", "timezone", "Europe/Berlin")),
                arguments(
                        map("time_of_day", "08:15", "timezone", var("contact.properties.timezone")),
                        map("time_of_day", "08:15", "timezone", var("contact.properties.timezone"))),
                arguments(
                        map(
                                "time_of_day",
                                "08:15",
                                "weekdays",
                                List.of("sun", "sat", "fri", "thu", "wed", "tue", "mon", "mon")),
                        map("time_of_day", "08:15", "timezone", "UTC")));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void a_config_is_told_canonically_and_reads_back_the_same(Object given, Map<String, Object> canonical) {
        var step = read(Delay.TYPE, given);

        assertThat(step.config()).isEqualTo(canonical);
        assertThat(read(Delay.TYPE, canonical)).isEqualTo(step);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(map(), List.of("duration")),
                arguments(map("duration", "soon"), List.of("duration")),
                arguments(map("duration", 0L), List.of("duration")),
                arguments(map("duration", "31 days"), List.of("duration")),
                arguments(map("seconds", -5L), List.of("duration")),
                arguments(map("duration", "1 day", "until", "2026-10-05T08:00:00Z"), List.of("until")),
                arguments(map("seconds", 5L, "until", var("event.at")), List.of("until")),
                arguments(map("until", "2026-10-05T08:00:00"), List.of("until")),
                arguments(map("until", "2026-10-05"), List.of("until")),
                arguments(map("until", "2026-13-05T08:00:00Z"), List.of("until")),
                arguments(map("until", 1_790_000_000L), List.of("until")),
                arguments(map("until", var("at")), List.of("until.var")),
                arguments(map("time_of_day", "9:00"), List.of("time_of_day")),
                arguments(map("time_of_day", "24:00"), List.of("time_of_day")),
                arguments(map("time_of_day", "23:60"), List.of("time_of_day")),
                arguments(map("time_of_day", "09:00-"), List.of("time_of_day")),
                arguments(map("time_of_day", "09:00-09:00"), List.of("time_of_day")),
                arguments(map("time_of_day", "09:00-25:00"), List.of("time_of_day")),
                arguments(map("time_of_day", "09:00:00"), List.of("time_of_day")),
                arguments(map("time_of_day", 9L), List.of("time_of_day")),
                arguments(map("weekdays", List.of("mon")), List.of("time_of_day")),
                arguments(map("timezone", "UTC"), List.of("time_of_day")),
                arguments(map("duration", "1 day", "weekdays", List.of("mon")), List.of("time_of_day")),
                arguments(map("time_of_day", "09:00", "weekdays", List.of()), List.of("weekdays")),
                arguments(map("time_of_day", "09:00", "weekdays", "mon"), List.of("weekdays")),
                arguments(map("time_of_day", "09:00", "weekdays", List.of("mo")), List.of("weekdays")),
                arguments(map("time_of_day", "09:00", "weekdays", List.of(1L)), List.of("weekdays")),
                arguments(map("time_of_day", "09:00", "timezone", "Berlin"), List.of("timezone")),
                arguments(map("time_of_day", "09:00", "timezone", "+02:00"), List.of("timezone")),
                arguments(map("time_of_day", "09:00", "timezone", 2L), List.of("timezone")),
                arguments(map("time_of_day", "09:00", "timezone", var("zone")), List.of("timezone.var")),
                arguments(
                        map(
                                "duration", "soon",
                                "until", "later",
                                "time_of_day", "noon",
                                "weekdays", List.of("day"),
                                "timezone", "here"),
                        List.of("duration", "until", "time_of_day", "weekdays", "timezone", "until")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(Delay.TYPE.read(config, "config")))
                .containsExactlyElementsOf(
                        places.stream().map(place -> "config." + place).toList());
    }

    @Test
    void a_duration_is_counted_from_now_and_not_from_when_the_run_was_moved() {
        var step = read(Delay.TYPE, map("duration", "1 hour"));

        var outcome = step.enter(context(factsOf(), NOON.minus(Duration.ofMinutes(30)), NOON));

        assertThat(outcome).isEqualTo(rest("2026-10-01T13:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T12:00:01Z, 2026-10-01T12:00:01Z",
        "2026-10-01T14:00:00.000001+02:00, 2026-10-01T12:00:00.000001Z",
        "' 2026-10-02t00:00Z ', 2026-10-02T00:00:00Z",
        "2027-10-02T12:00:00Z, 2027-10-02T12:00:00Z",
    })
    void a_run_rests_until_an_instant_that_is_written_or_referred_to(String until, String dueAt) {
        assertThat(enter(map("until", until))).isEqualTo(rest(dueAt));
        assertThat(enter(map("until", var("event.at")), "at", until)).isEqualTo(rest(dueAt));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-01T12:00:00Z", "2026-10-01T13:59:59+02:00", "1999-12-31T23:59:59Z"})
    void what_lies_in_the_past_is_no_rest(String until) {
        assertThat(enter(map("until", until))).isEqualTo(NO_REST);
        assertThat(enter(map("until", var("event.at")), "at", until)).isEqualTo(NO_REST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-10-02T12:00:01Z", "2099-01-01T00:00:00Z", "+999999999-12-31T23:59:59-18:00"})
    void what_lies_more_than_366_days_ahead_fails(String until) {
        var stop = (Outcome.Stop) enter(map("until", var("event.at")), "at", until);

        assertThat(stop.name()).isEqualTo("validation_error");
        assertThat(stop.message()).contains("at most 366 days ahead").contains(until);
        assertThat(enter(map("until", until))).isEqualTo(stop);
    }

    static Stream<Arguments> noInstants() {
        return Stream.of(
                arguments("2026-10-05T08:00:00", "a text of another form"),
                arguments("soon", "a text of another form"),
                arguments("x".repeat(1_000), "a text of another form"),
                arguments(1_790_000_000L, "a number"),
                arguments(List.of(), "a list"),
                arguments(null, "nothing"));
    }

    @ParameterizedTest
    @MethodSource("noInstants")
    void a_reference_to_no_instant_fails_and_names_it(Object value, String found) {
        var stop = (Outcome.Stop) enter(map("until", var("event.at")), "at", value);

        assertThat(stop.name()).isEqualTo("validation_error");
        assertThat(stop.message()).contains("found " + found + ".").contains("`event.at`");
    }

    @Test
    void a_reference_that_leads_nowhere_fails_and_names_it() {
        var stop = (Outcome.Stop) enter(map("until", var("event.at")));

        assertThat(stop.message()).contains("found nothing.").contains("`event.at`");
    }

    @ParameterizedTest
    @CsvSource({
        // It is Thursday, noon.
        "12:00, , ",
        "12:01, , 2026-10-01T12:01:00Z",
        "11:59, , 2026-10-02T11:59:00Z",
        "09:00-17:00, , ",
        "09:00-12:00, , 2026-10-02T09:00:00Z",
        "12:00-13:00, , ",
        "09:00, 1 day, 2026-10-03T09:00:00Z",
        "09:00-17:00, 1 hour, 2026-10-01T13:00:00Z",
        "09:00-17:00, 6 hours, 2026-10-02T09:00:00Z",
        "22:00-06:00, 14 hours, 2026-10-02T02:00:00Z",
    })
    void a_time_of_day_is_the_first_one_after_the_rest(String time, String duration, String dueAt) {
        var outcome = enter(map("time_of_day", time, "duration", duration));

        assertThat(outcome).isEqualTo(dueAt == null ? NO_REST : rest(dueAt));
    }

    @Test
    void a_time_of_day_after_an_instant_that_is_over_is_the_first_from_now_on() {
        var config = map("until", "2026-09-01T08:00:00Z", "time_of_day", "08:00");

        assertThat(enter(config)).isEqualTo(rest("2026-10-02T08:00:00Z"));
    }

    @Test
    void the_output_tells_when_the_run_went_on() {
        var late = NOON.plus(Duration.ofMinutes(61));

        var outcome = read(Delay.TYPE, map("duration", "1 hour")).resume(context(factsOf(), NOON, late));

        assertThat(outcome).isEqualTo(Outcome.go(map("resumed_at", "2026-10-01 13:01:00+00")));
    }
}
