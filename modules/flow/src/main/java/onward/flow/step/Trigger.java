package onward.flow.step;

import java.util.List;
import java.util.Map;

/** Where every run of an automation begins: done as soon as it is entered. */
public record Trigger(String eventName) implements Step {

    public static final StepType TYPE = new StepType(
            "trigger",
            "Where every run begins. Each event of that name starts a run; names that begin with `resend:` are the "
                    + "system's own.",
            List.of(Outcome.DEFAULT),
            List.of(StepType.Field.required(
                    "event_name", StepType.Kind.EVENT_NAME, "The event that starts a run, spelled exactly.")),
            Map.of("event_name", "order.completed"),
            Trigger::read);

    /** How long the name of an event may be. */
    public static final int EVENT_NAME_LENGTH_MAX = 255;

    private static Step read(Config config) {
        return new Trigger(config.eventName("event_name"));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        return Map.of("event_name", eventName);
    }

    @Override
    public Outcome enter(Context context) {
        return Outcome.go();
    }
}
