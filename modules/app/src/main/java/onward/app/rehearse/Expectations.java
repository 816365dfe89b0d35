package onward.app.rehearse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.app.config.BadConfig;
import onward.flow.fact.Values;
import onward.flow.graph.Automation;
import onward.flow.run.RehearsalReport;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;

/**
 * Counts of a report that have to come out. A field of the report is written as it is there; {@code expect} is a word
 * for {@code steps}. A count is a whole number or a range, {@code {"min": 1, "max": 9}}.
 */
final class Expectations {

    /** Nothing is expected. */
    static final Expectations NONE = new Expectations(List.of(), Set.of());

    private static final Set<String> COUNTS = Set.of("runs", "mails", "people", "people_mailed");
    private static final Set<String> GROUPS = Set.of("run_status", "refused", "joined");
    private static final Set<String> OF_STEPS = Set.of("steps", "branches");
    private static final String WORST = "worst";
    private static final Set<String> RUN_STATUS =
            Stream.of(RunStatus.values()).map(RunStatus::word).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> STEP_STATUS =
            Stream.of(StepStatus.values()).map(StepStatus::word).collect(Collectors.toCollection(TreeSet::new));

    /** A count at a place of the report, from {@code min} to {@code max}. */
    private record Expectation(List<String> place, long min, long max) {

        String words() {
            if (min == max) {
                return Long.toString(min);
            }
            return max == Long.MAX_VALUE
                    ? "at least " + min
                    : min == Long.MIN_VALUE ? "at most " + max : min + " to " + max;
        }
    }

    private final List<Expectation> expectations;
    private final Set<String> stepKeys;

    private Expectations(List<Expectation> expectations, Set<String> stepKeys) {
        this.expectations = expectations;
        this.stepKeys = stepKeys;
    }

    /** Reads a file of expectations, or refuses the command with everything in it that is none. */
    static Expectations read(Path file, Automation automation) {
        var reader = new Reader(file);
        Definition.object(file).forEach(reader::field);
        if (reader.problems.isEmpty() && reader.read.isEmpty()) {
            reader.problem("expected at least one count, found none.");
        }
        if (!reader.problems.isEmpty()) {
            throw new BadConfig(reader.problems);
        }
        Set<String> stepKeys =
                automation.steps().stream().map(node -> node.key()).collect(Collectors.toSet());
        return new Expectations(List.copyOf(reader.read), stepKeys);
    }

    int size() {
        return expectations.size();
    }

    /** One line for each count that is not as expected. */
    List<String> mismatches(RehearsalReport report) {
        Map<String, Object> found = report.toMap();
        List<String> lines = new ArrayList<>();
        for (Expectation one : expectations) {
            String place = String.join(".", one.place());
            if (OF_STEPS.contains(one.place().get(0))
                    && !stepKeys.contains(one.place().get(1))) {
                lines.add(place + ": expected " + one.words() + ", found no step "
                        + one.place().get(1) + ".");
            } else {
                long count = count(found, one.place());
                if (count < one.min() || count > one.max()) {
                    lines.add(place + ": expected " + one.words() + ", found " + count + ".");
                }
            }
        }
        return lines;
    }

    /** What is not listed counts nothing. */
    private static long count(Object found, List<String> place) {
        Object here = found;
        for (String name : place) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here instanceof Long count ? count : 0;
    }

    private static final class Reader {
        private final Path file;
        private final List<Expectation> read = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Reader(Path file) {
            this.file = file;
        }

        void field(String name, Object value) {
            if (COUNTS.contains(name)) {
                count(List.of(name), value);
            } else if (GROUPS.contains(name)) {
                each(List.of(name), value, name.equals("run_status") ? RUN_STATUS : Set.of(), this::count);
            } else if (name.equals("expect") || name.equals("steps")) {
                each(List.of("steps"), value, Set.of(), (place, step) -> each(place, step, STEP_STATUS, this::count));
            } else if (name.equals("branches")) {
                each(List.of(name), value, Set.of(), (place, step) -> each(place, step, Set.of(), this::count));
            } else if (name.equals(WORST)) {
                each(List.of(name), value, Set.of("mails"), this::count);
            } else {
                problem("expected expect, branches, run_status, runs, mails, people, people_mailed, worst, refused or"
                        + " joined, found " + name + ".");
            }
        }

        private interface Rest {
            void read(List<String> place, Object value);
        }

        /** @param words those that a name may be; empty for any */
        private void each(List<String> place, Object value, Set<String> words, Rest rest) {
            if (!(value instanceof Map<?, ?> map)) {
                problem(String.join(".", place) + ": expected an object of counts, found " + Values.kind(value) + ".");
                return;
            }
            map.forEach((key, item) -> {
                String name = (String) key;
                if (!words.isEmpty() && !words.contains(name)) {
                    problem(String.join(".", place) + ": expected one of " + String.join(", ", words) + ", found "
                            + name + ".");
                } else {
                    List<String> below = new ArrayList<>(place);
                    below.add(name);
                    rest.read(List.copyOf(below), item);
                }
            });
        }

        private void count(List<String> place, Object value) {
            boolean isRange = value instanceof Map<?, ?> map
                    && !map.isEmpty()
                    && Set.of("min", "max").containsAll(map.keySet());
            Map<?, ?> range = isRange ? (Map<?, ?>) value : Map.of("min", whole(value), "max", whole(value));
            Object min = range.containsKey("min") ? whole(range.get("min")) : Long.valueOf(Long.MIN_VALUE);
            Object max = range.containsKey("max") ? whole(range.get("max")) : Long.valueOf(Long.MAX_VALUE);
            if (min instanceof Long least && max instanceof Long most) {
                read.add(new Expectation(place, least, most));
            } else {
                problem(String.join(".", place) + ": expected a whole number, or {\"min\": 1, \"max\": 9}, found "
                        + Values.kind(value) + ".");
            }
        }

        /** A number as it is; for anything else something that is no number. */
        private static Object whole(Object value) {
            return value instanceof Long ? value : "";
        }

        private void problem(String message) {
            problems.add(file + ": " + message);
        }
    }
}
