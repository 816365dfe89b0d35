package onward.flow.step;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onward.flow.fact.Dates;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Values;

/**
 * Lets a run rest: for a span of time counted from the instant it arrives, until an instant, or until a time of day;
 * with a time of day beside one of the others, until the first such time after it. A day is 24 hours unless a time of
 * day says otherwise. What lies in the past is no rest at all. The output tells when the run went on.
 *
 * @param duration null when it is not given, as are the next two
 * @param until RFC 3339 text, or a reference to one
 * @param window when in a week the run may go on
 */
public record Delay(Duration duration, Object until, SendWindow window) implements Step {

    /** How far ahead an instant to rest until may lie. */
    public static final Duration UNTIL_MAX = Duration.ofDays(366);

    private static final int UNTIL_LENGTH_MAX = 64;

    public static final StepType TYPE = new StepType(
            "delay",
            "Lets the run rest: for a duration, until an instant, until a time of day, or until the first such time "
                    + "after one of the others.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.optional(
                            "duration", StepType.Kind.DURATION, "How long to rest, at most 30 days, like 3 days."),
                    StepType.Field.optional("until", StepType.Kind.MOMENT, "When to go on, at most 366 days ahead."),
                    StepType.Field.optional(
                            "time_of_day",
                            StepType.Kind.TIME_OF_DAY,
                            "Go on at that time, or within that span, like 09:00 or 09:00-17:00."),
                    StepType.Field.optional(
                            "weekdays", StepType.Kind.WEEKDAYS, "On which days that may be, like [\"mon\", \"tue\"]."),
                    StepType.Field.optional(
                            "timezone",
                            StepType.Kind.TIME_ZONE,
                            "Whose clock shows that time; UTC when not given, or when the reference leads to none.")),
            Map.of("duration", "1 hour"),
            Delay::read);

    /** {@code seconds} is the name of older days (contract/resend.md 15.1). */
    private static Step read(Config config) {
        Duration duration = config.optionalDuration("duration", "seconds");
        Object until = config.value("until") == null ? null : until(config, config.value("until"));
        SendWindow window = SendWindow.read(config);
        if (config.value("duration", "seconds", "until", "time_of_day", "weekdays", "timezone") == null) {
            config.note(Problem.missing(
                    config.at("duration"), "Expected `duration`, for example \"3 days\", found nothing."));
        } else if (config.value("duration", "seconds") != null && config.value("until") != null) {
            config.note(Problem.invalid(config.at("until"), "Expected `duration` or `until`, found both."));
        }
        return new Delay(duration, until, window);
    }

    private static Object until(Config config, Object value) {
        return Reference.isOne(value)
                ? config.reference("until", value)
                : config.read("until", value, given -> moment(given).isPresent() ? Result.of(given) : noMoment(given));
    }

    private static Result<Object> noMoment(Object given) {
        return Result.failed(Problem.invalid("", expected(given)));
    }

    private static String expected(Object found) {
        return "Expected an RFC 3339 instant with its offset, like 2026-10-01T12:00:00Z, found " + Values.kind(found)
                + (found instanceof String ? " of another form." : ".");
    }

    private static Optional<Instant> moment(Object value) {
        if (!(value instanceof String text) || text.length() > UNTIL_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeParseException notAMoment) {
            // Not an instant is an answer here, not an error.
            return Optional.empty();
        }
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        if (duration != null) {
            config.put("duration", Durations.words(duration));
        }
        if (until != null) {
            config.put("until", until);
        }
        if (window != null) {
            config.putAll(window.toMap());
        }
        return config;
    }

    @Override
    public Outcome enter(Context context) {
        Object value =
                until == null ? null : Reference.resolve(until, context.scope()).value();
        Optional<Instant> moment = moment(value);
        if (until != null && moment.isEmpty()) {
            return Outcome.stop("validation_error", expected(value) + lookedIn());
        }
        Instant earliest =
                moment.orElse(duration == null ? context.now() : context.now().plus(duration));
        if (earliest.isAfter(context.now().plus(UNTIL_MAX))) {
            return Outcome.stop(
                    "validation_error",
                    "Expected an instant at most " + UNTIL_MAX.toDays() + " days ahead, found " + value + ".");
        }
        return rest(context, later(earliest, context.now()));
    }

    private String lookedIn() {
        return Reference.isOne(until)
                ? " It was looked up in `" + Reference.read(until).value().path() + "`."
                : "";
    }

    private Outcome rest(Context context, Instant earliest) {
        ZoneId zone = window == null ? null : window.zone(context.scope());
        Instant dueAt = window == null ? earliest : window.first(earliest, zone);
        return dueAt.isAfter(context.now()) ? new Outcome.Rest(dueAt) : resume(context);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public Outcome resume(Context context) {
        return Outcome.go(Map.of("resumed_at", Dates.text(context.now())));
    }
}
