package onward.flow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a scenario that fails smaller for as long as it still fails, so that a person can read it. */
public final class Shrinking {

    private final Predicate<Scenario> fails;

    public Shrinking(Predicate<Scenario> fails) {
        this.fails = fails;
    }

    /** The smallest that is found by leaving out one thing after the other. */
    public Scenario smallest(Scenario scenario) {
        return smaller(scenario).filter(fails).findFirst().map(this::smallest).orElse(scenario);
    }

    private static Stream<Scenario> smaller(Scenario scenario) {
        return Stream.of(
                        withoutOne(scenario.drawings()).map(scenario::withDrawings),
                        withoutOne(scenario.happenings()).map(scenario::withHappenings),
                        withoutOne(scenario.lateActs()).map(scenario::withLateActs),
                        simplerDrawings(scenario.drawings()).map(scenario::withDrawings))
                .flatMap(candidates -> candidates);
    }

    private static <T> Stream<List<T>> withoutOne(List<T> things) {
        return Stream.iterate(things.size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> things.size() > 1)
                .map(i -> {
                    List<T> fewer = new ArrayList<>(things);
                    fewer.remove((int) i);
                    return fewer;
                });
    }

    private static Stream<List<Drawing>> simplerDrawings(List<Drawing> drawings) {
        return Stream.iterate(0, i -> i < drawings.size(), i -> i + 1)
                .flatMap(i -> simpler(drawings.get(i)).map(drawing -> {
                    List<Drawing> all = new ArrayList<>(drawings);
                    all.set(i, drawing);
                    return all;
                }));
    }

    private static Stream<Drawing> simpler(Drawing drawing) {
        Map<String, Object> definition = drawing.definition();
        List<Map<String, Object>> arrows = Chart.objects(definition, "connections");
        Stream<Map<String, Object>> cut = Stream.iterate(0, i -> i < arrows.size(), i -> i + 1)
                .map(i -> {
                    List<Map<String, Object>> fewer = new ArrayList<>(arrows);
                    fewer.remove((int) i);
                    return reachable(definition, fewer);
                });
        Stream<Map<String, Object>> spared = Stream.of("exit")
                .filter(definition::containsKey)
                .map(name -> {
                    Map<String, Object> less = new LinkedHashMap<>(definition);
                    less.remove(name);
                    return less;
                });
        return Stream.concat(spared, cut).map(simpler -> new Drawing(drawing.id(), simpler));
    }

    /** The definition with only these connections, and only the steps that they still lead to. */
    private static Map<String, Object> reachable(Map<String, Object> definition, List<Map<String, Object>> arrows) {
        List<Map<String, Object>> steps = Chart.objects(definition, "steps");
        Set<Object> reached = new HashSet<>(Set.of(steps.get(0).get("key")));
        // Connections lead to later steps only, so one look in the order of the steps is enough.
        steps.forEach(step -> arrows.stream()
                .filter(arrow ->
                        reached.contains(step.get("key")) && arrow.get("from").equals(step.get("key")))
                .forEach(arrow -> reached.add(arrow.get("to"))));
        Map<String, Object> less = new LinkedHashMap<>(definition);
        less.put(
                "steps",
                steps.stream().filter(step -> reached.contains(step.get("key"))).toList());
        less.put(
                "connections",
                arrows.stream()
                        .filter(arrow -> reached.contains(arrow.get("from")))
                        .toList());
        return less;
    }
}
