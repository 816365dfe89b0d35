package onward.flow.step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;

/**
 * When a project lets messages to people leave: not in quiet hours, within a window, and not more than so many to one
 * person in a time. A step that may not send now rests until it may, and asks again then.
 *
 * @param windows by the word that says what held a message back, {@code quiet_hours} and {@code send_window}: when one
 *     may leave
 */
public record SendPolicy(Map<String, SendWindow> windows, List<Cap> caps) {

    /** Everything may leave at any time. */
    public static final SendPolicy NONE = new SendPolicy(Map.of(), List.of());

    /** How many caps a policy may have. */
    public static final int CAPS_MAX = 5;

    /** How many messages a cap may allow. */
    public static final int MESSAGES_MAX = 1_000;

    /** The rules that a policy may have, by their names. */
    public static final List<String> NAMES = List.of("quiet_hours", "send_window", "frequency_caps");

    private static final String QUIET_HOURS = "quiet_hours";
    private static final String SEND_WINDOW = "send_window";
    private static final String FREQUENCY_CAP = "frequency_cap";

    /** How often what one rule says is held against the others before the latest of all is taken. */
    private static final int ROUNDS_MAX = 10;

    public SendPolicy {
        windows = new LinkedHashMap<>(windows);
        caps = List.copyOf(caps);
    }

    /** At most so many messages to one person within any span of that length. */
    public record Cap(int max, Duration period) {
        private Instant earliest(Instant now, List<Instant> sent) {
            List<Instant> within = sent.stream()
                    .filter(at -> at.isAfter(now.minus(period)))
                    .sorted()
                    .toList();
            return within.size() < max ? now : within.get(within.size() - max).plus(period);
        }
    }

    /**
     * What the policy says of one message.
     *
     * @param blockedBy the rule that keeps it back; null when it may leave
     * @param eligibleAt when it may leave; now when it may
     */
    public record Verdict(String blockedBy, Instant eligibleAt) {
        public boolean isBlocked() {
            return blockedBy != null;
        }

        /** As the step tells it. */
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("blocked_by", blockedBy);
            map.put("eligible_at", eligibleAt.toString());
            return map;
        }
    }

    /** Reads {@code {quiet_hours: {from, to, timezone}, send_window: {time_of_day, weekdays, timezone}, frequency_caps: [{max, period}]}}. */
    public static Result<SendPolicy> read(Map<String, Object> policy) {
        return Config.readWhole(policy, "", SendPolicy::read);
    }

    private static SendPolicy read(Config config) {
        Map<String, SendWindow> windows = new LinkedHashMap<>();
        if (config.value(QUIET_HOURS) != null) {
            put(windows, QUIET_HOURS, quietHours(config.object(QUIET_HOURS)));
        }
        if (config.value(SEND_WINDOW) != null) {
            Config window = config.object(SEND_WINDOW);
            if (window.value("time_of_day") == null) {
                window.note(Problem.missing(
                        window.at("time_of_day"),
                        "Expected `time_of_day`, for example \"09:00-17:00\", found nothing."));
            }
            put(windows, SEND_WINDOW, span(window, SendWindow.read(window)));
        }
        return new SendPolicy(windows, caps(config));
    }

    private static void put(Map<String, SendWindow> windows, String name, SendWindow window) {
        if (window != null) {
            windows.put(name, window);
        }
    }

    /** What is quiet from then to then is open from the other to the one. */
    private static SendWindow quietHours(Config hours) {
        String from = hours.text("from", "\"21:00\"");
        String to = hours.text("to", "\"08:00\"");
        if (from == null || to == null) {
            return null;
        }
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("time_of_day", to.strip() + "-" + from.strip());
        open.put("timezone", hours.value("timezone"));
        return span(hours, SendWindow.read(hours.inside("", open)));
    }

    private static SendWindow span(Config config, SendWindow window) {
        return window == null || window.to() != null
                ? window
                : config.note(Problem.invalid(
                        config.at("time_of_day"),
                        "Expected a span of times like \"09:00-17:00\", found a single time."));
    }

    private static List<Cap> caps(Config config) {
        List<Cap> caps = new ArrayList<>();
        if (config.value("frequency_caps") == null) {
            return caps;
        }
        List<?> items = config.list("frequency_caps", 0, CAPS_MAX);
        for (int i = 0; items != null && i < items.size(); i++) {
            Config cap = config.inside("frequency_caps[" + i + "]", items.get(i));
            Integer max = cap.required("max", "3", SendPolicy::count);
            Duration period = cap.required("period", "\"7 days\"", Durations::read);
            if (max != null && period != null) {
                caps.add(new Cap(max, period));
            }
        }
        return caps;
    }

    private static Result<Integer> count(Object value) {
        return value instanceof Long number && number >= 1 && number <= MESSAGES_MAX
                ? Result.of(number.intValue())
                : Result.failed(Problem.invalid(
                        "", "Expected a whole number from 1 to " + MESSAGES_MAX + ", found something else."));
    }

    /** How far back {@link #verdict} has to know of messages; none when it asks for none. */
    public Duration memory() {
        return caps.stream().map(Cap::period).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * Whether a message to the person of the scope may leave now.
     *
     * @param sent when messages to the person left, within {@link #memory}
     */
    public Verdict verdict(Scope scope, Instant now, List<Instant> sent) {
        String blockedBy = null;
        Instant eligible = now;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Instant before = eligible;
            for (Map.Entry<String, SendWindow> window : windows.entrySet()) {
                Instant open =
                        window.getValue().first(eligible, window.getValue().zone(scope));
                blockedBy = blockedBy == null && open.isAfter(eligible) ? window.getKey() : blockedBy;
                eligible = open;
            }
            for (Cap cap : caps) {
                Instant free = cap.earliest(eligible, sent);
                blockedBy = blockedBy == null && free.isAfter(eligible) ? FREQUENCY_CAP : blockedBy;
                eligible = free;
            }
            if (eligible.equals(before)) {
                break;
            }
        }
        return new Verdict(blockedBy, eligible);
    }

    /** As it is written. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        windows.forEach((name, window) -> map.put(name, name.equals(QUIET_HOURS) ? quiet(window) : window.toMap()));
        if (!caps.isEmpty()) {
            map.put("frequency_caps", caps.stream().map(SendPolicy::toMap).toList());
        }
        return map;
    }

    private static Map<String, Object> quiet(SendWindow window) {
        Map<String, Object> open = window.toMap();
        String[] times = String.valueOf(open.get("time_of_day")).split("-");
        Map<String, Object> quiet = new LinkedHashMap<>();
        quiet.put("from", times[1]);
        quiet.put("to", times[0]);
        quiet.put("timezone", open.get("timezone"));
        return quiet;
    }

    private static Map<String, Object> toMap(Cap cap) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("max", (long) cap.max());
        map.put("period", Durations.words(cap.period()));
        return map;
    }
}
