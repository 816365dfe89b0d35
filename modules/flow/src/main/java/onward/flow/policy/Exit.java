package onward.flow.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.rule.Evaluation;
import onward.flow.rule.Rule;
import onward.flow.step.Await;
import onward.flow.step.AwaitedEvent;
import onward.flow.step.Config;
import onward.flow.step.Interest;
import onward.flow.step.Past;
import onward.flow.step.Signal;

/**
 * What ends a run wherever it is (an addition of ours): an event of its contact, or a rule that holds when the run is
 * about to enter a step. Such a run is cancelled, with the reason on it.
 *
 * @param events may be empty
 * @param rule null for none; where it needs a field that is not there, it does not hold
 */
public record Exit(List<AwaitedEvent> events, Rule rule) {

    /** Nothing ends a run before its end. */
    public static final Exit NEVER = new Exit(List.of(), null);

    /** How many events one exit rule may list. */
    public static final int EVENTS_MAX = 20;

    /** Reads {@code {events: [name or {event_name, filter_rule, correlation}], rule}}. */
    public static Result<Exit> read(Object value) {
        return Config.readWhole(value, "exit", Exit::read);
    }

    private static Exit read(Config config) {
        List<AwaitedEvent> events = new ArrayList<>();
        List<?> items = config.value("events") == null ? List.of() : config.list("events", 1, EVENTS_MAX);
        for (int i = 0; i < items.size(); i++) {
            events.add(AwaitedEvent.readOne(config, "events[" + i + "]", items.get(i)));
        }
        Rule rule = config.read("rule", config.value("rule"), given -> Rule.read(given, ""));
        if (config.value("events") == null && config.value("rule") == null) {
            config.note(Problem.invalid(config.at("events"), "Expected `events` or `rule`, found neither."));
        }
        return new Exit(events, rule);
    }

    public boolean isNever() {
        return events.isEmpty() && rule == null;
    }

    /** What it listens for. */
    public Set<Interest> interests() {
        return events.stream().map(AwaitedEvent::interest).collect(Collectors.toUnmodifiableSet());
    }

    /** What a run with this scope listens for as long as it lives; an event it has no value to correlate with, never. */
    public List<Await> awaits(Scope run, Instant since) {
        return events.stream()
                .flatMap(event -> event.await(run, since).stream())
                .toList();
    }

    /** Whether an event ends the run; not the one that started it. */
    public Optional<Map<String, Object>> reason(Signal.EventReceived event, Scope run, Past past) {
        return events.stream()
                .filter(one -> one.match(event, run, past).isIt())
                .findFirst()
                .map(one -> reason(event));
    }

    private static Map<String, Object> reason(Signal.EventReceived event) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("name", "exit_event");
        reason.put("message", "The event " + event.name() + " ended the run, by the exit rule of the automation.");
        reason.put("event_id", event.eventId().toString());
        return reason;
    }

    /** Whether the rule ends the run here. */
    public Optional<Map<String, Object>> reason(Scope run) {
        Evaluation evaluation = rule == null ? null : rule.evaluate(run, run, Rule.Missing.IS_FALSE);
        if (evaluation == null || !evaluation.isTrue()) {
            return Optional.empty();
        }
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("name", "exit_rule");
        reason.put("message", "The exit rule of the automation holds.");
        reason.put("because", evaluation.explanation());
        return Optional.of(reason);
    }

    /** As it is written. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (!events.isEmpty()) {
            map.put("events", events.stream().map(AwaitedEvent::toMap).toList());
        }
        if (rule != null) {
            map.put("rule", rule.toMap());
        }
        return map;
    }
}
