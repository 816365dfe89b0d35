package onward.flow.step;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Event;
import onward.flow.fact.Scope;
import onward.flow.rule.Rule;

/**
 * Where every run of an automation begins: done as soon as it is entered.
 *
 * @param filter what must hold of the event for a run to begin; null for every one of its name
 */
public record Trigger(String eventName, Rule filter) implements Step {

    public static final StepType TYPE = new StepType(
            "trigger",
            "Where every run begins. Each event of that name starts a run, unless a filter_rule says otherwise; names "
                    + "that begin with `resend:` are the system's own.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.required(
                            "event_name", StepType.Kind.EVENT_NAME, "The event that starts a run, spelled exactly."),
                    StepType.Field.optional(
                            "filter_rule",
                            StepType.Kind.RULE,
                            "What must hold of the event for a run to begin; a field that is not there does not.")),
            Map.of("event_name", "order.completed"),
            Trigger::read);

    /** How long the name of an event may be. */
    public static final int EVENT_NAME_LENGTH_MAX = 255;

    private static Step read(Config config) {
        return new Trigger(
                config.eventName("event_name"),
                config.read("filter_rule", config.value("filter_rule"), value -> Rule.readFilter(value, "")));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("event_name", eventName);
        if (filter != null) {
            config.put("filter_rule", filter.toMap());
        }
        return config;
    }

    /** Whether an event of its name starts a run. */
    public boolean takes(Event event, Instant now) {
        if (filter == null) {
            return true;
        }
        Scope scope = new Scope(event.payload(), null, Map.of(), now);
        return filter.evaluate(scope, scope, Rule.Missing.IS_FALSE).isTrue();
    }

    @Override
    public Outcome enter(Context context) {
        return Outcome.go();
    }
}
