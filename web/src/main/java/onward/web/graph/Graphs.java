package onward.web.graph;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        drawLines(out, drawing, layout.arrows());
        drawCards(out, drawing, layout.nodes());
        return out.close("g").close("svg").toString();
    }

    static Shape shape(Drawing drawing) {
        Map<String, Integer> places = new HashMap<>();
        drawing.nodes().forEach(node -> places.put(node.key(), places.size()));
        return new Shape(
                drawing.nodes().stream().map(Card::size).toList(),
                drawing.edges().stream()
                        .map(edge -> new Arrow(places.get(edge.from()), places.get(edge.to()), Line.labelSize(edge)))
                        .toList());
    }

    private static String style(Drawing drawing) {
        boolean isOfRun = drawing.nodes().stream().anyMatch(node -> node.state().isOfRun());
        return isOfRun ? "graph is-run" : "graph";
    }

    /** Those taken come last, because arrows of one card begin on one line. Cards tell in words where they lead. */
    private static void drawLines(Markup out, Drawing drawing, List<Route> routes) {
        List<Line> lines = IntStream.range(0, routes.size())
                .mapToObj(i -> new Line(drawing.edges().get(i), routes.get(i)))
                .sorted(Comparator.comparing(line -> line.edge().isTaken()))
                .toList();
        out.open("g", "aria-hidden", "true");
        lines.forEach(line -> line.drawLine(out));
        lines.forEach(line -> line.drawPill(out));
        out.close("g");
    }

    /** In reading order, which is the order of the tab key too. */
    private static void drawCards(Markup out, Drawing drawing, List<Box> boxes) {
        Map<String, String> leads = leads(drawing);
        IntStream.range(0, boxes.size())
                .mapToObj(i -> card(drawing.nodes().get(i), boxes.get(i), leads))
                .sorted(Comparator.comparingInt((Card card) -> card.box().y())
                        .thenComparingInt(card -> card.box().x()))
                .forEach(card -> card.draw(out));
    }

    private static Card card(Node node, Box box, Map<String, String> leads) {
        return new Card(node, box, leads.getOrDefault(node.key(), ""));
    }

    private static Map<String, String> leads(Drawing drawing) {
        return drawing.edges().stream()
                .collect(Collectors.groupingBy(
                        Edge::from, Collectors.mapping(Graphs::told, Collectors.joining(", ", "Leads to ", ""))));
    }

    private static String told(Edge edge) {
        String branch = edge.label().isBlank() ? edge.to() : edge.to() + " (" + edge.label() + ")";
        return edge.isTaken() ? branch + ", taken" : branch;
    }
}
