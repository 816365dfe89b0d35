package onward.flow.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Dates;
import onward.flow.fact.Durations;

/**
 * Lets a run rest for a span of time, counted from the instant it arrives; absolute, so no time zone matters. The
 * output tells when it went on.
 */
public record Delay(Duration duration) implements Step {

    public static final StepType TYPE = new StepType(
            "delay",
            List.of(Outcome.DEFAULT),
            List.of(new StepType.Field(
                    "duration", StepType.Kind.DURATION, true, "How long to rest, at most 30 days, like 3 days.")),
            Delay::read);

    /** {@code seconds} is the name of older days (contract/resend.md 15.1). */
    private static Step read(Config config) {
        return new Delay(config.duration("duration", "seconds"));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        return Map.of("duration", Durations.words(duration));
    }

    @Override
    public Outcome enter(Context context) {
        Instant dueAt = context.now().plus(duration);
        return new Outcome.Rest(dueAt);
    }

    @Override
    public Outcome resume(Context context) {
        return Outcome.go(Map.of("resumed_at", Dates.text(context.now())));
    }
}
