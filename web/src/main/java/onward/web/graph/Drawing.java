package onward.web.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import onward.flow.graph.Automation;
import onward.flow.graph.Connection;
import onward.flow.run.TrailEntry;

/**
 * What a picture of a graph shows, before anybody knows where: cards and the arrows between them. Immutable. A page
 * begins with {@link #of} and adds what it knows: {@link #along} a run's trail, {@link #withCounts},
 * {@link #withLinks}.
 *
 * @param nodes each key once
 * @param edges between keys that there are
 */
public record Drawing(List<Node> nodes, List<Edge> edges) {

    /** Paths, queries and fragments; never another server or a scheme like javascript. */
    private static final Pattern OWN = Pattern.compile("/(?![/\\\\]).*|[?#].*", Pattern.DOTALL);

    /** The type of a node that is no step: a way out that leads nowhere yet, where one may be added. */
    static final String OPEN_END = "+";

    public Drawing {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        Set<String> keys = new HashSet<>();
        nodes.forEach(node -> require(keys.add(node.key()), "each key once, found one twice"));
        edges.forEach(edge ->
                require(keys.contains(edge.from()) && keys.contains(edge.to()), "edges between nodes that there are"));
    }

    /**
     * One card.
     *
     * @param key what trails and links name it by; shown small
     * @param type the word of its step type, which decides about the icon; any word will do
     * @param title what it is, in plain words
     * @param detail one line more; may be empty
     * @param counts what stands below, at most {@link #COUNTS_MAX} are shown
     * @param href where the card leads, on this server; null for nowhere
     */
    public record Node(
            String key, String type, String title, String detail, List<Count> counts, String href, State state) {

        /** How many counts one card has room for. */
        public static final int COUNTS_MAX = 4;

        public Node {
            counts = List.copyOf(counts.subList(0, Math.min(counts.size(), COUNTS_MAX)));
            requireOwn(href);
        }

        boolean isOpenEnd() {
            return type.equals(OPEN_END);
        }

        /** A card without counts, link and state. */
        public Node(String key, String type, String title, String detail) {
            this(key, type, title, detail, List.of(), null, State.NONE);
        }

        public Node withCounts(List<Count> counted) {
            return new Node(key, type, title, detail, counted, href, state);
        }

        public Node withHref(String link) {
            return new Node(key, type, title, detail, counts, link, state);
        }

        public Node withState(State reached) {
            return new Node(key, type, title, detail, counts, href, reached);
        }
    }

    /**
     * One arrow.
     *
     * @param branch as the connection's type says it
     * @param label the branch in plain words; empty where there is nothing to tell apart
     * @param deciding why a run went this way, like {@code total 1200 ≥ 1000}; empty for nothing
     * @param isTaken whether the run that is shown went this way
     * @param adding where its plus leads, by which a step is put between the two; null for no plus
     */
    public record Edge(
            String from, String to, String branch, String label, String deciding, boolean isTaken, String adding) {

        public Edge {
            requireOwn(adding);
        }

        /** An arrow that no run took. */
        public Edge(String from, String to, String branch, String label) {
            this(from, to, branch, label, "", false, null);
        }

        /** The same as a run went it, for a reason that may be empty. */
        public Edge taken(String because) {
            return new Edge(from, to, branch, label, because, true, adding);
        }

        /** The same with a plus. */
        public Edge withAdding(String link) {
            return new Edge(from, to, branch, label, deciding, isTaken, link);
        }
    }

    /**
     * A number of a card: {@code 1,204 entered}.
     *
     * @param href where it leads, on this server; null for nowhere
     */
    public record Count(String label, String value, String href) {

        public Count {
            requireOwn(href);
        }

        /** A number that leads nowhere. */
        public static Count of(String label, long value) {
            return of(label, value, null);
        }

        public static Count of(String label, long value, String href) {
            return new Count(label, String.format(Locale.ENGLISH, "%,d", value), href);
        }
    }

    private static void requireOwn(String href) {
        require(href == null || OWN.matcher(href).matches(), "a link on this server");
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ".");
        }
    }

    /** An automation in words, ids shown as they are. */
    public static Drawing of(Automation automation) {
        return of(automation, Map.of());
    }

    /**
     * An automation in words.
     *
     * @param names what templates and segments are called, by what steps refer to them with
     */
    public static Drawing of(Automation automation, Map<String, String> names) {
        return new Drawing(
                automation.steps().stream().map(node -> node(node, names)).toList(), edges(automation));
    }

    private static Node node(onward.flow.graph.Node node, Map<String, String> names) {
        return new Node(node.key(), node.type(), Look.title(node.type()), StepWords.detail(node.step(), names));
    }

    /** Those of a step in the order of its branches, so that the first one is drawn at the left. */
    private static List<Edge> edges(Automation automation) {
        List<Edge> edges = new ArrayList<>();
        for (onward.flow.graph.Node node : automation.steps()) {
            List<String> branches = node.step().branches();
            automation.connections().stream()
                    .filter(arrow -> arrow.from().equals(node.key()))
                    .sorted(Comparator.comparingInt(arrow -> branches.indexOf(arrow.type())))
                    .map(arrow -> edge(node, arrow))
                    .forEach(edges::add);
        }
        return edges;
    }

    private static Edge edge(onward.flow.graph.Node node, Connection arrow) {
        return new Edge(arrow.from(), arrow.to(), arrow.type(), StepWords.branch(node.step(), arrow.type()));
    }

    /**
     * The same with the way of one run lit.
     *
     * @param trail the run's, in whatever order; entries of steps that are not in the drawing are ignored
     */
    public Drawing along(List<TrailEntry> trail) {
        return new Footsteps(trail).on(this);
    }

    /** The same with numbers; a node whose key is not in the map keeps its own. */
    public Drawing withCounts(Map<String, List<Count>> byKey) {
        return new Drawing(
                nodes.stream()
                        .map(node -> node.withCounts(byKey.getOrDefault(node.key(), node.counts())))
                        .toList(),
                edges);
    }

    /**
     * The same with every card a link.
     *
     * @param href makes a link of a key; escape the key for the URL there
     */
    public Drawing withLinks(UnaryOperator<String> href) {
        return new Drawing(
                nodes.stream()
                        .map(node -> node.withHref(href.apply(node.key())))
                        .toList(),
                edges);
    }
}
