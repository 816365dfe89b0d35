package onward.flow.step;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;

/**
 * When in a week a run may go on: at a time of day, or between two times, on some days, as the clocks of a time zone
 * show it. Where clocks are put forward a time that is left out is the first after it; where they are put back a time
 * that comes twice is the first.
 *
 * @param from the time, or the first of a span
 * @param to the end of the span, itself no more in it, on the next day when it is not after {@code from}; null for a
 *     single time
 * @param weekdays those on which it opens
 * @param timezone the name of an IANA zone, or a reference to one; a reference that leads to none means UTC
 */
record SendWindow(LocalTime from, LocalTime to, Set<DayOfWeek> weekdays, Object timezone) {

    private static final Pattern TIMES = Pattern.compile("(\\d{2}:\\d{2})(?:\\s*-\\s*(\\d{2}:\\d{2}))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final String UTC = "UTC";

    /** One day more than a week, for the day that is just over may have been the only one, and one before it. */
    private static final int DAYS_AHEAD_MAX = 8;

    /** Reads {@code time_of_day}, {@code weekdays} and {@code timezone}; null when there is none of them. */
    static SendWindow read(Config config) {
        Object times = config.value("time_of_day");
        if (times == null) {
            if (config.value("weekdays", "timezone") != null) {
                config.note(Problem.missing(
                        config.at("time_of_day"),
                        "Expected `time_of_day` beside weekdays or timezone, for example \"09:00\", found nothing."));
            }
            return null;
        }
        List<LocalTime> span = config.read("time_of_day", times, SendWindow::times);
        Set<DayOfWeek> weekdays = config.read("weekdays", config.value("weekdays"), SendWindow::weekdays);
        Object timezone = config.value("timezone");
        Object zone = timezone == null
                ? UTC
                : Reference.isOne(timezone)
                        ? config.reference("timezone", timezone)
                        : config.read("timezone", timezone, SendWindow::zone);
        return span == null
                ? null
                : new SendWindow(
                        span.get(0),
                        span.size() > 1 ? span.get(1) : null,
                        weekdays == null ? EnumSet.allOf(DayOfWeek.class) : weekdays,
                        zone);
    }

    private static Result<List<LocalTime>> times(Object value) {
        Matcher matcher = TIMES.matcher(value instanceof String text ? text.strip() : "");
        List<LocalTime> times = new ArrayList<>();
        if (matcher.matches()) {
            time(matcher.group(1)).ifPresent(times::add);
            time(matcher.group(2)).ifPresent(times::add);
        }
        int wanted = matcher.matches() && matcher.group(2) != null ? 2 : 1;
        return times.size() == wanted && (wanted == 1 || !times.get(0).equals(times.get(1)))
                ? Result.of(times)
                : refused("Expected a time like \"09:00\" or a span like \"09:00-17:00\", found something else.");
    }

    private static Optional<LocalTime> time(String text) {
        if (text == null || text.compareTo("23:59") > 0 || text.charAt(3) > '5') {
            return Optional.empty();
        }
        return Optional.of(LocalTime.parse(text, TIME));
    }

    private static Result<Set<DayOfWeek>> weekdays(Object value) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Object item : value instanceof List<?> list ? list : List.of()) {
            Optional<DayOfWeek> day = item instanceof String word ? weekday(word) : Optional.empty();
            if (day.isEmpty()) {
                return refused("Expected weekdays like [\"mon\", \"tue\"], found another item.");
            }
            days.add(day.get());
        }
        return days.isEmpty()
                ? refused("Expected a list of at least one weekday, like [\"mon\", \"tue\"], found none.")
                : Result.of(days);
    }

    private static Optional<DayOfWeek> weekday(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(word) || word(day).toUpperCase(Locale.ROOT).equals(word)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static Result<String> zone(Object value) {
        return value instanceof String name && zoneOf(name).isPresent()
                ? Result.of(name)
                : refused("Expected a time zone like \"Europe/Berlin\", found something else.");
    }

    /** Names of regions, and UTC; offsets are no zones of people. */
    private static Optional<ZoneId> zoneOf(Object name) {
        return name instanceof String text
                        && (text.equals(UTC) || ZoneId.getAvailableZoneIds().contains(text))
                ? Optional.of(ZoneId.of(text))
                : Optional.empty();
    }

    private static <T> Result<T> refused(String message) {
        return Result.failed(Problem.invalid("", message));
    }

    /** The zone that counts for a run. */
    ZoneId zone(Scope scope) {
        return zoneOf(Reference.resolve(timezone, scope).value()).orElse(ZoneId.of(UTC));
    }

    /** The first instant, not before {@code earliest}, that lies in the window. */
    Instant first(Instant earliest, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(earliest, zone);
        for (int days = -1; days <= DAYS_AHEAD_MAX; days++) {
            LocalDate day = today.plusDays(days);
            Instant open = at(day, from, zone);
            boolean isOpenThen = weekdays.contains(day.getDayOfWeek());
            if (isOpenThen && !open.isBefore(earliest)) {
                return open;
            }
            if (isOpenThen && to != null && earliest.isBefore(close(day, zone))) {
                return earliest;
            }
        }
        throw new IllegalStateException("Expected a window within " + DAYS_AHEAD_MAX + " days, found none");
    }

    private Instant close(LocalDate day, ZoneId zone) {
        return at(to.isAfter(from) ? day : day.plusDays(1), to, zone);
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
        LocalDateTime local = LocalDateTime.of(day, time);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** As it is written. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time_of_day", TIME.format(from) + (to == null ? "" : "-" + TIME.format(to)));
        if (weekdays.size() < DayOfWeek.values().length) {
            map.put("weekdays", weekdays.stream().sorted().map(SendWindow::word).toList());
        }
        map.put("timezone", timezone);
        return map;
    }
}
