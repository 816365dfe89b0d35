package onward.flow.step;

import java.util.List;
import java.util.Map;

/** Where every run of an automation begins: done as soon as it is entered. */
public record Trigger(String eventName) implements Step {

    public static final StepType TYPE = new StepType("trigger", List.of(Outcome.DEFAULT), List.of(), config -> null);

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
