package onward.flow.step;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onward.flow.fact.Correlation;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.rule.Evaluation;
import onward.flow.rule.Rule;

/**
 * An event that a wait, or the exit rule of an automation, listens for.
 *
 * @param filter what must hold of the event that comes in; null for every one of its name
 * @param field the field of the event that comes in that must equal the reference, without its {@code event.}; null
 *     together with the reference when there is no correlation
 */
public record AwaitedEvent(String eventName, Rule filter, String field, Reference equals) {

    /** The beginning of the names that only the server itself gives to events. */
    public static final String SYSTEM_PREFIX = "resend:";

    private static final String EVENT = "event.";
    private static final String EMAIL_PREFIX = SYSTEM_PREFIX + "email.";

    /** Reads {@code event_name}, {@code filter_rule} and {@code correlation} of an object. */
    static AwaitedEvent read(Config config) {
        String eventName = config.eventName("event_name");
        Rule filter = config.read("filter_rule", config.value("filter_rule"), value -> Rule.readFilter(value, ""));
        if (config.value("correlation") == null) {
            return new AwaitedEvent(eventName, filter, null, null);
        }
        Config correlation = config.object("correlation");
        return new AwaitedEvent(eventName, filter, field(correlation), equals(correlation));
    }

    /** Reads an event by its name alone, or the object of {@link #read}. */
    public static AwaitedEvent readOne(Config list, String name, Object value) {
        return value instanceof String
                ? read(list.inside(name, Map.of("event_name", value)))
                : read(list.inside(name, value));
    }

    private static String field(Config correlation) {
        String path = correlation.text("field", "\"event.order_id\"");
        return path == null ? null : correlation.read("field", path, AwaitedEvent::fieldOf);
    }

    private static Result<String> fieldOf(String path) {
        return path.startsWith(EVENT) && Scope.knows(path)
                ? Result.of(path.substring(EVENT.length()))
                : Result.failed(Problem.invalid(
                        "", "Expected a field of the event that comes in, event.…, found \"" + path + "\"."));
    }

    /** {@code "event.order_id"} and {@code {"var": "event.order_id"}} mean the same here. */
    private static Reference equals(Config correlation) {
        Object value = correlation.value("equals");
        if (value == null) {
            return correlation.note(Problem.missing(
                    correlation.at("equals"), "Expected `equals`, for example \"event.order_id\", found nothing."));
        }
        Object reference = value instanceof String path ? Map.of("var", path) : value;
        return correlation.read("equals", reference, Reference::read);
    }

    /** Is it asked for by the value of a field? */
    private boolean isCorrelated() {
        return equals != null;
    }

    /**
     * Does a run know the value before it listens? Only what came with the event that started it never changes.
     * Anything else is looked up when an event of the name comes.
     */
    private boolean isKnownBefore() {
        return isCorrelated() && equals.path().startsWith(EVENT);
    }

    /** What to know of before any run rests here. */
    public Interest interest() {
        return new Interest(eventName, isKnownBefore() ? field : "");
    }

    /** Whether a run with this scope has a value to correlate by, if it needs one. */
    boolean hasValue(Scope run) {
        return !isCorrelated() || key(run) != null;
    }

    /** The key of the value that an event must have for a run with this scope; null when the run has none. */
    private String key(Scope run) {
        return Correlation.key(field, equals.find(run).value());
    }

    /**
     * What a run with this scope listens for from an instant on.
     *
     * @return empty when no event can ever be the one, because the run was started without a value to correlate by
     */
    public Optional<Await> await(Scope run, Instant since) {
        String key = isKnownBefore() ? key(run) : Correlation.NONE;
        return key == null ? Optional.empty() : Optional.of(new Await(eventName, key, since));
    }

    /**
     * Whether the event is the one, and by which comparison of the filter.
     *
     * @param run what references of the filter and the correlation are looked up in
     * @param past whose mails the system's events about mails must be of, once there is one
     */
    public Match match(Signal.EventReceived event, Scope run, Past past) {
        boolean isNamed = event.name().equals(eventName) && isOfOwnMail(event, past);
        if (!isNamed || !isCorrelatedWith(event, run)) {
            return Match.NO;
        }
        Evaluation evaluation =
                filter == null ? null : filter.evaluate(run.withEvent(event.payload()), run, Rule.Missing.IS_FALSE);
        return new Match(evaluation == null || evaluation.isTrue(), evaluation);
    }

    /** A run that sent mails waits for news of these; one that sent none, for news of any mail to the contact. */
    private boolean isOfOwnMail(Signal.EventReceived event, Past past) {
        Set<String> sent = eventName.startsWith(EMAIL_PREFIX) ? past.sentEmails() : Set.of();
        return sent.isEmpty() || sent.contains(String.valueOf(event.payload().get("email_id")));
    }

    /** What has no key, null or a list, equals nothing, not even its like. */
    private boolean isCorrelatedWith(Signal.EventReceived event, Scope run) {
        if (!isCorrelated()) {
            return true;
        }
        String wanted = key(run);
        Object found = Scope.descend(event.payload(), field).value();
        return wanted != null && wanted.equals(Correlation.key(field, found));
    }

    /**
     * What became of holding an event against it.
     *
     * @param evaluation of the filter; null when there is none or it was not asked
     */
    public record Match(boolean isIt, Evaluation evaluation) {
        static final Match NO = new Match(false, null);
    }

    /** As it is written. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event_name", eventName);
        if (filter != null) {
            map.put("filter_rule", filter.toMap());
        }
        if (isCorrelated()) {
            Map<String, Object> correlation = new LinkedHashMap<>();
            correlation.put("field", EVENT + field);
            correlation.put("equals", equals.path());
            map.put("correlation", correlation);
        }
        return map;
    }
}
