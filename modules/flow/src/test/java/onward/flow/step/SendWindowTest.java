package onward.flow.step;

import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import onward.flow.fact.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SendWindowTest {

    private static SendWindow window(String times, String weekdays, Object timezone) {
        var config = new Config(
                map(
                        "time_of_day", times,
                        "weekdays", weekdays == null ? null : List.of(weekdays.split(" ")),
                        "timezone", timezone),
                "config");
        SendWindow window = SendWindow.read(config);
        assertThat(config.problems()).isEmpty();
        return window;
    }

    private static Instant first(String times, String weekdays, String timezone, String earliest) {
        return window(times, weekdays, timezone).first(Instant.parse(earliest), ZoneId.of(timezone));
    }

    @ParameterizedTest
    @CsvSource({
        // 2026-10-01 is a Thursday.
        "09:00, , 2026-10-01T08:59:59Z, 2026-10-01T09:00:00Z",
        "09:00, , 2026-10-01T09:00:00Z, 2026-10-01T09:00:00Z",
        "09:00, , 2026-10-01T09:00:00.000001Z, 2026-10-02T09:00:00Z",
        "00:00, , 2026-10-01T00:00:01Z, 2026-10-02T00:00:00Z",
        "23:59, , 2026-10-01T23:59:59Z, 2026-10-02T23:59:00Z",
        "09:00, thu, 2026-10-01T08:00:00Z, 2026-10-01T09:00:00Z",
        "09:00, thu, 2026-10-01T10:00:00Z, 2026-10-08T09:00:00Z",
        "09:00, wed, 2026-10-01T10:00:00Z, 2026-10-07T09:00:00Z",
        "09:00, mon fri, 2026-10-01T10:00:00Z, 2026-10-02T09:00:00Z",
        "09:00, mon fri, 2026-10-02T10:00:00Z, 2026-10-05T09:00:00Z",
        "09:00, sat sun, 2026-10-04T09:00:01Z, 2026-10-10T09:00:00Z",
    })
    void a_single_time_is_the_next_of_its_days(String times, String weekdays, String earliest, String expected) {
        assertThat(first(times, weekdays, "UTC", earliest)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "09:00-17:00, , 2026-10-01T08:00:00Z, 2026-10-01T09:00:00Z",
        "09:00-17:00, , 2026-10-01T09:00:00Z, 2026-10-01T09:00:00Z",
        "09:00-17:00, , 2026-10-01T16:59:59Z, 2026-10-01T16:59:59Z",
        "09:00-17:00, , 2026-10-01T17:00:00Z, 2026-10-02T09:00:00Z",
        "09:00-17:00, mon tue wed thu fri, 2026-10-02T17:00:00Z, 2026-10-05T09:00:00Z",
        "09:00-17:00, mon tue wed thu fri, 2026-10-03T12:00:00Z, 2026-10-05T09:00:00Z",
        "22:00-06:00, , 2026-10-01T21:00:00Z, 2026-10-01T22:00:00Z",
        "22:00-06:00, , 2026-10-01T23:30:00Z, 2026-10-01T23:30:00Z",
        "22:00-06:00, , 2026-10-01T05:59:59Z, 2026-10-01T05:59:59Z",
        "22:00-06:00, , 2026-10-01T06:00:00Z, 2026-10-01T22:00:00Z",
        "22:00-06:00, thu, 2026-10-02T03:00:00Z, 2026-10-02T03:00:00Z",
        "22:00-06:00, thu, 2026-10-01T03:00:00Z, 2026-10-01T22:00:00Z",
        "22:00-06:00, thu, 2026-10-02T06:00:00Z, 2026-10-08T22:00:00Z",
        "00:00-23:59, sun, 2026-10-01T12:00:00Z, 2026-10-04T00:00:00Z",
        "17:00-09:00, sun, 2026-10-05T08:59:00Z, 2026-10-05T08:59:00Z",
    })
    void a_span_is_open_from_its_start_until_before_its_end(
            String times, String weekdays, String earliest, String expected) {
        assertThat(first(times, weekdays, "UTC", earliest)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // Summer and winter.
        "09:00, Europe/Berlin, 2026-07-01T00:00:00Z, 2026-07-01T07:00:00Z",
        "09:00, Europe/Berlin, 2026-12-01T00:00:00Z, 2026-12-01T08:00:00Z",
        "09:00, America/New_York, 2026-10-01T12:00:00Z, 2026-10-01T13:00:00Z",
        "09:00, Asia/Kathmandu, 2026-10-01T12:00:00Z, 2026-10-02T03:15:00Z",
        "23:00, Pacific/Kiritimati, 2026-10-01T12:00:00Z, 2026-10-02T09:00:00Z",
        "01:00, Pacific/Pago_Pago, 2026-10-01T12:00:00Z, 2026-10-01T12:00:00Z",
        // On 29 March the clocks of Berlin go from 02:00 to 03:00, at 01:00 UTC.
        "01:59, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T00:59:00Z",
        "02:00, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "02:30, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "03:00, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "02:30, Europe/Berlin, 2026-03-29T01:00:01Z, 2026-03-30T00:30:00Z",
        "02:30, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
        "02:15-02:45, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "02:15-02:45, Europe/Berlin, 2026-03-29T01:00:01Z, 2026-03-30T00:15:00Z",
        "01:30-02:30, Europe/Berlin, 2026-03-29T00:45:00Z, 2026-03-29T00:45:00Z",
        "02:30-04:00, Europe/Berlin, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z",
        // On 25 October they go from 03:00 back to 02:00, at 01:00 UTC.
        "02:30, Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "02:30, Europe/Berlin, 2026-10-25T00:30:01Z, 2026-10-26T01:30:00Z",
        "03:00, Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z",
        "02:00-04:00, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:30:00Z",
        "01:00-02:30, Europe/Berlin, 2026-10-25T01:15:00Z, 2026-10-26T00:00:00Z",
        "22:00-02:30, Europe/Berlin, 2026-10-25T00:29:59Z, 2026-10-25T00:29:59Z",
    })
    void the_clocks_of_the_zone_count_also_when_they_are_changed(
            String times, String zone, String earliest, String expected) {
        assertThat(first(times, null, zone, earliest)).isEqualTo(expected);
    }

    @Test
    void the_first_instant_is_never_early_never_more_than_a_week_off_and_stays_when_asked_again() {
        Random random = new Random(20261123);
        List<String> zones = List.of("UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe");
        List<String> days = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 5_000; i++) {
            LocalTime from = LocalTime.of(random.nextInt(24), random.nextInt(60));
            String times = from + (random.nextBoolean() ? "" : "-" + from.plusMinutes(1 + random.nextInt(1_438)));
            String zone = zones.get(random.nextInt(zones.size()));
            SendWindow window = window(times, days.get(random.nextInt(7)), zone);
            Instant earliest = start.plusSeconds(random.nextInt(366 * 86_400));

            Instant first = window.first(earliest, ZoneId.of(zone));

            assertThat(first)
                    .as("%s %s from %s", times, zone, earliest)
                    .isAfterOrEqualTo(earliest)
                    .isBeforeOrEqualTo(earliest.plus(Duration.ofDays(7)).plus(Duration.ofHours(1)));
            assertThat(window.first(first, ZoneId.of(zone))).isEqualTo(first);
        }
    }

    static Stream<Arguments> zones() {
        return Stream.of(
                arguments("Europe/Berlin", "Europe/Berlin"),
                arguments("UTC", "UTC"),
                arguments("Mars/Olympus", "UTC"),
                arguments("+02:00", "UTC"),
                arguments("", "UTC"),
                arguments(2L, "UTC"),
                arguments(null, "UTC"));
    }

    @ParameterizedTest
    @MethodSource("zones")
    void a_reference_to_no_zone_means_utc(Object value, String zone) {
        Scope scope = context(factsOf("zone", value)).scope();

        assertThat(window("09:00", null, var("event.zone")).zone(scope)).isEqualTo(ZoneId.of(zone));
        assertThat(window("09:00", null, var("event.absent")).zone(scope)).isEqualTo(ZoneId.of("UTC"));
        assertThat(window("09:00", null, "Asia/Tokyo").zone(scope)).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}
