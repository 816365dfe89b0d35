package onward.flow.step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Dates;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Scope;

/**
 * Lets a run rest until an event of its contact comes, or a timeout. An event counts when it was received at or after
 * the instant at which the run came here, and before the timeout; the server being late at either changes nothing. Of
 * several events the first wins.
 *
 * @param events what it waits for, in order; more than one is an addition of ours
 * @param branches the connection type of each
 * @param isListed whether the config lists events, rather than naming one
 * @param timeout null: it waits without end
 * @param lookBack from when on events count
 */
public record WaitForEvent(
        List<AwaitedEvent> events, List<String> branches, boolean isListed, Duration timeout, LookBack lookBack)
        implements Step {

    /** How many events one wait may list. */
    public static final int EVENTS_MAX = 20;

    /** The branch, and the outcome in the output, of a wait whose event came. */
    static final String RECEIVED = "event_received";

    static final String TIMEOUT = "timeout";

    public static final StepType TYPE = new StepType(
            "wait_for_event",
            "Lets the run rest until an event of the same contact comes, or the timeout. The event's payload is then "
                    + "known to later steps as `wait_events.<event name>.…`.",
            List.of(RECEIVED, TIMEOUT),
            true,
            List.of(
                    StepType.Field.required(
                            "event_name", StepType.Kind.EVENT_NAME, "The event to wait for, spelled exactly."),
                    StepType.Field.optional(
                            "timeout", StepType.Kind.DURATION, "How long to wait at most; without it, for ever."),
                    StepType.Field.optional(
                            "filter_rule", StepType.Kind.RULE, "What must hold of the event that comes in."),
                    StepType.Field.optional(
                            "correlation",
                            StepType.Kind.CORRELATION,
                            "A field of the event that comes in, and the field of the run that it must equal."),
                    StepType.Field.optional(
                            "look_back",
                            StepType.Kind.LOOK_BACK,
                            "How long before the run came here an event may have come, or since the run began."),
                    StepType.Field.optional(
                            "events",
                            StepType.Kind.EVENTS,
                            "Several events in place of event_name, each with a branch, filter_rule and correlation "
                                    + "of its own; the first that comes wins, and the branch is its event's name "
                                    + "unless it says another.")),
            example(),
            WaitForEvent::read);

    private static Map<String, Object> example() {
        Map<String, Object> filter = new LinkedHashMap<>();
        filter.put("type", "rule");
        filter.put("field", "event.seats");
        filter.put("operator", "gte");
        filter.put("value", 1L);
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("event_name", "trial.activated");
        example.put("timeout", "3 days");
        example.put("filter_rule", filter);
        return example;
    }

    /** {@code timeout_seconds} is the name of older days (contract/resend.md 15.1). */
    private static Step read(Config config) {
        Duration timeout = config.optionalDuration("timeout", "timeout_seconds");
        LookBack lookBack = config.read("look_back", config.value("look_back"), LookBack::read);
        LookBack from = lookBack == null ? LookBack.NONE : lookBack;
        return config.value("events") == null
                ? new WaitForEvent(List.of(AwaitedEvent.read(config)), List.of(RECEIVED), false, timeout, from)
                : listed(config, timeout, from);
    }

    private static Step listed(Config config, Duration timeout, LookBack lookBack) {
        for (String name : List.of("event_name", "filter_rule", "correlation")) {
            if (config.value(name) != null) {
                config.note(Problem.invalid(
                        config.at(name), "Expected `" + name + "` inside each of `events`, found it beside them."));
            }
        }
        List<?> items = config.list("events", 1, EVENTS_MAX);
        List<AwaitedEvent> events = new ArrayList<>();
        List<String> branches = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            AwaitedEvent event = AwaitedEvent.readOne(config, "events[" + i + "]", items.get(i));
            events.add(event);
            branches.add(branch(config, "events[" + i + "]", items.get(i), event.eventName()));
        }
        if (new LinkedHashSet<>(branches).contains(TIMEOUT)) {
            config.note(Problem.invalid(config.at("events"), "Expected branches other than timeout, found it."));
        }
        return new WaitForEvent(events, branches, true, timeout, lookBack);
    }

    private static String branch(Config config, String name, Object item, String eventName) {
        Config fields = config.inside(name, item instanceof Map ? item : Map.of());
        String branch = fields.optionalText("branch");
        return branch == null ? eventName : fields.branch("branch", branch);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = isListed ? listedConfig() : events.get(0).toMap();
        if (timeout != null) {
            config.put("timeout", Durations.words(timeout));
        }
        if (!lookBack.isNone()) {
            config.put("look_back", lookBack.word());
        }
        return config;
    }

    private Map<String, Object> listedConfig() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Map<String, Object> event = events.get(i).toMap();
            if (!branches.get(i).equals(events.get(i).eventName())) {
                event.put("branch", branches.get(i));
            }
            list.add(event);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("events", list);
        return config;
    }

    @Override
    public List<String> branches() {
        return isListed
                ? Stream.concat(branches.stream(), Stream.of(TIMEOUT))
                        .distinct()
                        .toList()
                : TYPE.branches();
    }

    @Override
    public Set<Interest> interests() {
        return events.stream().map(AwaitedEvent::interest).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean needsPast() {
        return true;
    }

    /**
     * An event that came between the run's arrival and this turn, or that it looks back at, ends the wait at once. A
     * turn that takes longer than the timeout may see events that came after it; they are too late.
     */
    @Override
    public Outcome enter(Context context) {
        Scope run = context.scope();
        List<Await> awaits = new ArrayList<>();
        for (AwaitedEvent event : events) {
            if (!event.hasValue(run)) {
                return uncorrelated(event);
            }
            event.await(run, from(context)).ifPresent(awaits::add);
        }
        Instant dueAt = timeout == null ? null : context.now().plus(timeout);
        return context.facts().recent().stream()
                .filter(event -> dueAt == null || event.receivedAt().isBefore(dueAt))
                .map(event -> received(context, event))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Outcome.Rest(dueAt, awaits, List.of()));
    }

    private static Outcome uncorrelated(AwaitedEvent event) {
        return Outcome.stop(
                "validation_error",
                "Expected a text, a number or a boolean in `" + event.equals().path() + "` to tell " + event.eventName()
                        + " events apart by, found none. Send it with the event that starts the run.");
    }

    private Instant from(Context context) {
        return lookBack.from(context.since(), context.facts().event().receivedAt());
    }

    @Override
    public Outcome hear(Context context, Signal signal) {
        return signal instanceof Signal.EventReceived event
                ? received(context, event).orElseGet(Outcome::stay)
                : Outcome.stay();
    }

    /** The outcome when the event is one it waits for; one event ends one wait of a run, and starts it never. */
    private Optional<Outcome> received(Context context, Signal.EventReceived event) {
        Past past = context.facts().past();
        boolean isSpent = event.eventId().equals(context.facts().event().id())
                || past.receivedEvents().contains(event.eventId().toString());
        if (isSpent || event.receivedAt().isBefore(from(context))) {
            return Optional.empty();
        }
        for (int i = 0; i < events.size(); i++) {
            AwaitedEvent.Match match = events.get(i).match(event, context.scope(), past);
            if (match.isIt()) {
                return Optional.of(went(branches.get(i), event, match, context));
            }
        }
        return Optional.empty();
    }

    /** An event it looked back at came before the run did: nothing ended before it began. */
    private static Outcome went(String branch, Signal.EventReceived event, AwaitedEvent.Match match, Context context) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("outcome", RECEIVED);
        output.put("event_name", event.name());
        output.put("event_id", event.eventId().toString());
        output.put("received_at", Dates.text(event.receivedAt()));
        output.put("payload", event.payload());
        if (match.evaluation() != null) {
            output.put("because", match.evaluation().explanation());
        }
        Instant movedAt = event.receivedAt().isBefore(context.since()) ? context.since() : event.receivedAt();
        return new Outcome.Go(branch, output, List.of(), movedAt);
    }

    @Override
    public Outcome resume(Context context) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("outcome", TIMEOUT);
        output.put("event_name", events.stream().map(AwaitedEvent::eventName).collect(Collectors.joining(", ")));
        output.put("payload", null);
        return new Outcome.Go(TIMEOUT, output, List.of());
    }
}
