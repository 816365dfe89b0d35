package onward.web.graph;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;
import onward.web.graph.Layout.Box;
import onward.web.graph.Layout.Route;
import onward.web.graph.Shape.Arrow;
import onward.web.ui.Markup;

/** Draws graphs as SVG to be put into a page. One is enough for a process; it remembers layouts. */
public final class Graphs {

    /** A line of one pixel is crisp when it runs through the middle of pixels. */
    private static final String CRISP = "translate(.5 .5)";

    private final Layouts layouts = new Layouts();

    /**
     * Takes its time, so call it on a worker.
     *
     * @param label what the picture is of, for those who hear it
     * @return an {@code svg} element; everything in it is escaped
     * @throws IllegalArgumentException for a drawing of more nodes or edges than an automation can have
     */
    public String svg(String label, Drawing drawing) {
        Layout layout = layouts.of(shape(drawing));
        Markup out = new Markup();
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                style(drawing),
                "role",
                "group",
                "aria-label",
                label,
                "width",
                layout.width(),
                "height",
                layout.height(),
                "viewBox",
                "0 0 " + layout.width() + " " + layout.height());
        out.open("g", "transform", CRISP);
        List<Line> lines = lines(drawing, layout.arrows());
        drawLines(out, lines);
        drawPieces(out, drawing, layout.nodes(), lines);
        return out.close("g").close("svg").toString();
    }

    static Shape shape(Drawing drawing) {
        Map<String, Integer> places = new HashMap<>();
        drawing.nodes().forEach(node -> places.put(node.key(), places.size()));
        return new Shape(
                drawing.nodes().stream()
                        .map(node -> node.isOpenEnd() ? OpenEnd.SIZE : Card.size(node))
                        .toList(),
                drawing.edges().stream()
                        .map(edge -> new Arrow(places.get(edge.from()), places.get(edge.to()), Line.labelSize(edge)))
                        .toList());
    }

    private static String style(Drawing drawing) {
        boolean isOfRun = drawing.nodes().stream().anyMatch(node -> node.state().isOfRun());
        return isOfRun ? "graph is-run" : "graph";
    }

    private static List<Line> lines(Drawing drawing, List<Route> routes) {
        return IntStream.range(0, routes.size())
                .mapToObj(i -> new Line(drawing.edges().get(i), routes.get(i)))
                .toList();
    }

    /** Those taken come last, because arrows of one card begin on one line. Cards tell in words where they lead. */
    private static void drawLines(Markup out, List<Line> lines) {
        List<Line> sorted = lines.stream()
                .sorted(Comparator.comparing(line -> line.edge().isTaken()))
                .toList();
        out.open("g", "aria-hidden", "true");
        sorted.forEach(line -> line.drawLine(out));
        sorted.stream().filter(line -> line.hasPill() && !line.isLink()).forEach(line -> line.drawPill(out));
        out.close("g");
    }

    /** Something that can be focused. */
    private record Piece(Box box, Consumer<Markup> drawing) {}

    /** In reading order, which is the order of the tab key too. */
    private static void drawPieces(Markup out, Drawing drawing, List<Box> boxes, List<Line> lines) {
        Map<String, String> leads = leads(drawing);
        Stream<Piece> nodes = IntStream.range(0, boxes.size())
                .mapToObj(i -> piece(drawing.nodes().get(i), boxes.get(i), leads));
        Stream<Piece> pills = lines.stream()
                .filter(line -> line.hasPill() && line.isLink())
                .map(line -> new Piece(line.pill(), line::drawPill));
        Stream.concat(nodes, pills)
                .sorted(Comparator.comparingInt((Piece piece) -> piece.box().y())
                        .thenComparingInt(piece -> piece.box().x()))
                .forEach(piece -> piece.drawing().accept(out));
    }

    private static Piece piece(Node node, Box box, Map<String, String> leads) {
        return node.isOpenEnd()
                ? new Piece(box, new OpenEnd(node, box)::draw)
                : new Piece(box, card(node, box, leads)::draw);
    }

    private static Card card(Node node, Box box, Map<String, String> leads) {
        return new Card(node, box, leads.getOrDefault(node.key(), ""));
    }

    private static Map<String, String> leads(Drawing drawing) {
        Set<String> steps = drawing.nodes().stream()
                .filter(node -> !node.isOpenEnd())
                .map(Node::key)
                .collect(Collectors.toSet());
        return drawing.edges().stream()
                .filter(edge -> steps.contains(edge.to()))
                .collect(Collectors.groupingBy(
                        Edge::from, Collectors.mapping(Graphs::told, Collectors.joining(", ", "Leads to ", ""))));
    }

    private static String told(Edge edge) {
        String branch = edge.label().isBlank() ? edge.to() : edge.to() + " (" + edge.label() + ")";
        return edge.isTaken() ? branch + ", taken" : branch;
    }
}
