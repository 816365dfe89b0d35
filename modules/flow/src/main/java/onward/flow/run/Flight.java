package onward.flow.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;

/**
 * What somebody wants of the runs that live on older versions of an automation, by the step they rest at. A step that is
 * not named means: stay.
 *
 * @param wishes by the key of a step of those versions
 */
public record Flight(Map<String, Wish> wishes) {
    /** Every run stays on the version it began with. */
    public static final Flight STAYING = new Flight(Map.of());

    private static final String FIELD = "flight";

    public Flight {
        wishes = Map.copyOf(wishes);
    }

    /** What a run may do. */
    public enum Way {
        STAY,
        MOVE,
        CANCEL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Way> of(Object word) {
            return Arrays.stream(values())
                    .filter(way -> way.word().equals(word))
                    .findFirst();
        }
    }

    /** @param to where those go that move: the key of a step of the newest version */
    public record Wish(Way way, String to) {}

    /**
     * Reads {@code {"wait": {"do": "move", "to": "wait_longer"}, …}}. Without {@code to} a run moves to the step of the same
     * key.
     *
     * @param plain null for one in which all stay
     */
    public static Result<Flight> read(Object plain) {
        if (plain == null) {
            return Result.of(STAYING);
        }
        if (!(plain instanceof Map<?, ?> map)) {
            return Result.failed(Problem.invalid(
                    FIELD, "Expected `flight` to be an object with the keys of steps, found another value."));
        }
        Map<String, Wish> wishes = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        if (map.size() > Blueprint.STEPS_MAX) {
            problems.add(Problem.invalid(
                    FIELD,
                    "Expected at most " + Blueprint.STEPS_MAX + " steps in `flight`, found " + map.size() + "."));
        }
        map.forEach((key, wish) -> read(String.valueOf(key), wish, wishes, problems));
        return problems.isEmpty() ? Result.of(new Flight(wishes)) : Result.failed(problems);
    }

    private static void read(String key, Object plain, Map<String, Wish> wishes, List<Problem> problems) {
        Map<?, ?> map = plain instanceof Map<?, ?> found ? found : Map.of();
        Optional<Way> way = Way.of(map.get("do"));
        Object to = map.get("to");
        if (way.isEmpty()) {
            problems.add(Problem.invalid(
                    FIELD + "." + key + ".do",
                    "Expected one of "
                            + Arrays.stream(Way.values()).map(Way::word).collect(Collectors.joining(", "))
                            + " for the step `" + key + "`, found another or none."));
        } else if (to != null && !(to instanceof String)) {
            problems.add(
                    Problem.invalid(FIELD + "." + key + ".to", "Expected the key of a step, found another value."));
        } else {
            wishes.put(key, new Wish(way.get(), to == null ? key : (String) to));
        }
    }

    /** What keeps runs from going where they are to go by that version. */
    public List<Problem> problems(Automation newest) {
        return wishes.entrySet().stream()
                .filter(wish -> wish.getValue().way() == Way.MOVE)
                .flatMap(wish ->
                        Move.problem(
                                FIELD + "." + wish.getKey() + ".to",
                                newest,
                                wish.getValue().to())
                                .stream())
                .toList();
    }

    /** What becomes of runs at that step. */
    public Wish of(String stepKey) {
        return wishes.getOrDefault(stepKey, new Wish(Way.STAY, stepKey));
    }

    /** The steps whose runs do not stay. */
    public List<String> leaving() {
        return wishes.entrySet().stream()
                .filter(wish -> wish.getValue().way() != Way.STAY)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
