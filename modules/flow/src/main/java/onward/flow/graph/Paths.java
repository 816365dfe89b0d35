package onward.flow.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where connections lead. Looks at every step and connection a fixed number of times and never at paths, of which
 * a graph with joins has exponentially many.
 */
final class Paths {

    private final Map<String, List<String>> after = new LinkedHashMap<>();
    private final Map<String, List<String>> before = new LinkedHashMap<>();
    private int visits;

    /** All ends of the connections must be among the keys. */
    Paths(Collection<String> keys, List<Connection> connections) {
        keys.forEach(key -> {
            after.put(key, new ArrayList<>());
            before.put(key, new ArrayList<>());
        });
        connections.forEach(arrow -> {
            after.get(arrow.from()).add(arrow.to());
            before.get(arrow.to()).add(arrow.from());
        });
    }

    /** How often a step was looked at so far, along whichever connection. */
    int visits() {
        return visits;
    }

    Set<String> reachableFrom(String start) {
        Set<String> reached = new HashSet<>(Set.of(start));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (String next : after.get(open.remove())) {
                visits++;
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    /** Cycles, each as its keys in the direction of the connections, the first repeated at the end; at least one of
     * every knot of cycles, none twice. */
    List<List<String>> cycles() {
        Set<String> tangled = tangled();
        Set<String> seen = new HashSet<>();
        List<List<String>> cycles = new ArrayList<>();
        for (String key : tangled) {
            List<String> cycle = walkBack(key, tangled, seen);
            if (!cycle.isEmpty()) {
                cycles.add(cycle);
            }
        }
        return cycles;
    }

    /** What is left when steps without incoming connections are taken away again and again: cycles and what follows. */
    private Set<String> tangled() {
        Map<String, Integer> incoming = new HashMap<>();
        before.forEach((key, sources) -> incoming.put(key, sources.size()));
        Set<String> left = new LinkedHashSet<>(before.keySet());
        Deque<String> open = new ArrayDeque<>();
        incoming.forEach((key, count) -> {
            if (count == 0) {
                open.add(key);
            }
        });
        while (!open.isEmpty()) {
            String key = open.remove();
            left.remove(key);
            for (String next : after.get(key)) {
                visits++;
                if (incoming.merge(next, -1, Integer::sum) == 0) {
                    open.add(next);
                }
            }
        }
        return left;
    }

    /** Every tangled step has a tangled one before it, so walking back ends in a cycle or where it was before. */
    private List<String> walkBack(String start, Set<String> tangled, Set<String> seen) {
        List<String> walk = new ArrayList<>();
        String here = start;
        while (seen.add(here)) {
            walk.add(here);
            here = firstTangled(before.get(here), tangled);
        }
        int entry = walk.indexOf(here);
        return entry < 0 ? List.of() : forward(walk.subList(entry, walk.size()));
    }

    private String firstTangled(List<String> sources, Set<String> tangled) {
        for (String source : sources) {
            visits++;
            if (tangled.contains(source)) {
                return source;
            }
        }
        throw new IllegalStateException("Expected a tangled step before a tangled step, found none");
    }

    private static List<String> forward(List<String> backward) {
        List<String> cycle = new ArrayList<>(backward);
        cycle.add(backward.get(0));
        Collections.reverse(cycle);
        return cycle;
    }
}
