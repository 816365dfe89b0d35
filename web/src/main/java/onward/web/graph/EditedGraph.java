package onward.web.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onward.flow.graph.Blueprint;
import onward.flow.step.Outcome;
import onward.flow.step.Step;
import onward.flow.step.StepType;
import onward.flow.step.StepTypes;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;

/**
 * What can be drawn of a definition while somebody still writes it: it may lack fields, keys and whole steps. Steps,
 * arrows and the ends where a step may be added are links into the page, which says by their fragment what was chosen:
 * {@code #step-<n>}, {@code #arrow-<n>} and {@code #open-<n>-<m>}, the m-th branch of the n-th step.
 *
 * @param branches of each step, in order
 */
public record EditedGraph(Drawing drawing, List<List<String>> branches) {

    /**
     * @param definition in plain values, of whatever form; what is beyond the bounds of an automation is left out
     * @param unready the steps, by their place, that need work
     */
    public static EditedGraph of(Map<String, Object> definition, Set<Integer> unready) {
        return new Reading(definition, unready).read();
    }

    /** A step as far as it can be told; type and step may be null. */
    private record Piece(int place, String key, String word, StepType type, Step step, List<String> branches) {

        String label(String branch) {
            return type == null ? branch : StepWords.branch(type, branches, branch);
        }

        String openKey(int branch) {
            return "\nopen-" + place + "-" + branch;
        }
    }

    private record Reading(Map<String, Object> definition, Set<Integer> unready) {

        EditedGraph read() {
            List<Piece> pieces = pieces();
            List<Node> nodes = new ArrayList<>();
            List<Edge> edges = new ArrayList<>();
            pieces.forEach(piece -> nodes.add(node(piece)));
            Map<String, Piece> byKey = new HashMap<>();
            pieces.forEach(piece -> byKey.put(piece.key(), piece));
            List<Map<?, ?>> arrows = objects("connections", Blueprint.CONNECTIONS_MAX);
            pieces.forEach(piece -> leave(piece, arrows, byKey, nodes, edges));
            return new EditedGraph(
                    new Drawing(nodes, edges),
                    pieces.stream().map(Piece::branches).toList());
        }

        /** Whatever is no object keeps its place as an empty one, for links and problems count places. */
        private List<Map<?, ?>> objects(String name, int max) {
            List<?> given = definition.get(name) instanceof List<?> list ? list : List.of();
            return given.stream()
                    .limit(max)
                    .<Map<?, ?>>map(item -> item instanceof Map<?, ?> fields ? fields : Map.of())
                    .toList();
        }

        private List<Piece> pieces() {
            List<Piece> pieces = new ArrayList<>();
            List<Map<?, ?>> steps = objects("steps", Blueprint.STEPS_MAX);
            for (int i = 0; i < steps.size(); i++) {
                Object key = steps.get(i).get("key");
                boolean isFree = key instanceof String text
                        && !text.isBlank()
                        && text.indexOf('\n') < 0
                        && pieces.stream().noneMatch(other -> other.key().equals(text));
                pieces.add(piece(i, isFree ? (String) key : "\nstep " + (i + 1), steps.get(i)));
            }
            return pieces;
        }

        private static Piece piece(int place, String key, Map<?, ?> fields) {
            String word = fields.get("type") instanceof String text ? text : "";
            StepType type = StepTypes.of(word).orElse(null);
            Object config = fields.get("config");
            return type == null
                    ? new Piece(place, key, word, null, null, List.of(Outcome.DEFAULT))
                    : new Piece(place, key, word, type, type.read(config, "").value(), type.branchesOf(config));
        }

        private Node node(Piece piece) {
            String title = piece.word().isBlank() ? "A step" : Look.title(piece.word());
            String detail = piece.step() == null ? "" : StepWords.detail(piece.step(), Map.of());
            return new Node(piece.key(), piece.word(), title, detail)
                    .withHref("#step-" + piece.place())
                    .withState(unready.contains(piece.place()) ? State.UNREADY : State.NONE);
        }

        /** The arrows of a step and its open ends, in the order of its branches. */
        private static void leave(
                Piece from, List<Map<?, ?>> arrows, Map<String, Piece> byKey, List<Node> nodes, List<Edge> edges) {
            Map<Integer, String> branchOf = new HashMap<>();
            for (int i = 0; i < arrows.size(); i++) {
                Map<?, ?> arrow = arrows.get(i);
                if (from.key().equals(arrow.get("from")) && byKey.containsKey(arrow.get("to"))) {
                    branchOf.put(i, arrow.get("type") instanceof String type ? type : Outcome.DEFAULT);
                }
            }
            Stream<Way> drawn = branchOf.entrySet().stream()
                    .map(entry -> new Way(from.branches().indexOf(entry.getValue()), entry.getKey()));
            Stream<Way> open = Stream.iterate(0, i -> i < from.branches().size(), i -> i + 1)
                    .filter(i -> !branchOf.containsValue(from.branches().get(i)))
                    .map(i -> new Way(i, Way.OPEN));
            Stream.concat(drawn, open)
                    .sorted(Comparator.comparingInt(Way::branch).thenComparingInt(Way::arrow))
                    .forEach(way -> {
                        if (way.arrow() == Way.OPEN) {
                            open(from, way.branch(), nodes, edges);
                        } else {
                            String branch = branchOf.get(way.arrow());
                            String to = (String) arrows.get(way.arrow()).get("to");
                            edges.add(new Edge(from.key(), to, branch, from.label(branch))
                                    .withAdding("#arrow-" + way.arrow()));
                        }
                    });
        }

        private static void open(Piece from, int branch, List<Node> nodes, List<Edge> edges) {
            if (nodes.size() >= Layouts.NODES_MAX) {
                return;
            }
            String name = from.branches().get(branch);
            String label = from.label(name);
            String after = from.key() + (label.isBlank() ? "" : " (" + label + ")");
            nodes.add(new Node(from.openKey(branch), Drawing.OPEN_END, "Add a step after " + after.strip(), "")
                    .withHref("#open-" + from.place() + "-" + branch));
            edges.add(new Edge(from.key(), from.openKey(branch), name, label));
        }
    }

    /** @param arrow its place among the connections, or {@link #OPEN} */
    private record Way(int branch, int arrow) {
        static final int OPEN = -1;
    }
}
