package onward.flow.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Correlation;
import onward.flow.fact.Durations;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.step.Config;

/**
 * Which events may start a run for somebody who had one before (an addition of ours; without it every event does).
 *
 * @param window for {@link Mode#ONCE_PER_WINDOW}; null otherwise
 * @param key what is told apart: null for contacts, or a reference whose value is
 */
public record Entry(Mode mode, Duration window, Reference key) {

    /** Every event starts a run, as with Resend. */
    public static final Entry EVERY = new Entry(Mode.EVERY, null, null);

    /** The longest window. */
    public static final Duration WINDOW_MAX = Duration.ofDays(3_650);

    /** What happens to an event whose contact or key had a run of the automation before. */
    public enum Mode {
        EVERY("Every event starts a run."),
        ONCE("The first event starts a run, no other ever does."),
        ONCE_PER_WINDOW("An event starts a run unless another one started within the window before it."),
        SKIP_IF_RUNNING("An event starts a run unless an earlier one still runs."),
        REPLACE_RUNNING("An event starts a run, and an earlier one that still runs is cancelled.");

        private final String explanation;

        Mode(String explanation) {
            this.explanation = explanation;
        }

        /** The word for it, for example {@code once_per_window}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What it does, in one sentence. */
        public String explanation() {
            return explanation;
        }

        static Optional<Mode> of(Object word) {
            return Stream.of(values()).filter(mode -> mode.word().equals(word)).findFirst();
        }
    }

    /** Reads {@code {mode, window, key}}, or the mode's word alone. */
    public static Result<Entry> read(Object value) {
        return Config.readWhole(value instanceof String ? Map.of("mode", value) : value, "entry", Entry::read);
    }

    private static Entry read(Config config) {
        Optional<Mode> mode = Mode.of(config.value("mode"));
        if (mode.isEmpty()) {
            String words = Stream.of(Mode.values()).map(Mode::word).collect(Collectors.joining(", "));
            return config.note(Problem.invalid(
                    config.at("mode"), "Expected `mode` to be one of " + words + ", found another value."));
        }
        boolean isWindowed = mode.get() == Mode.ONCE_PER_WINDOW;
        return new Entry(mode.get(), isWindowed ? window(config) : null, key(config));
    }

    private static Duration window(Config config) {
        return config.required("window", "\"7 days\"", value -> Durations.read(value, WINDOW_MAX));
    }

    /** {@code "event.order_id"} and {@code {"var": "event.order_id"}} mean the same here. */
    private static Reference key(Config config) {
        Object value = config.value("key");
        boolean isContact = value == null || "contact".equals(value);
        Object reference = value instanceof String path ? Map.of("var", path) : value;
        return isContact ? null : config.read("key", reference, Reference::read);
    }

    public boolean isEvery() {
        return mode == Mode.EVERY;
    }

    /**
     * What tells this run apart from others of its automation.
     *
     * @return empty when the key leads to no text, number or boolean: nothing to tell it by
     */
    public Optional<String> keyOf(Scope scope) {
        if (key == null) {
            return Optional.of("contact=" + scope.contact().id());
        }
        return Optional.ofNullable(Correlation.key(key.path(), key.find(scope).value()));
    }

    /** As it is written. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mode", mode.word());
        if (window != null) {
            map.put("window", Durations.words(window));
        }
        if (key != null) {
            map.put("key", key.path());
        }
        return map;
    }
}
