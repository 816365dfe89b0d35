package onward.web.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import onward.web.graph.Layout.Box;
import onward.web.graph.Layout.Point;
import onward.web.graph.Layout.Route;
import onward.web.graph.Shape.Arrow;
import onward.web.graph.Shape.Size;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CenterEdgeLabelPlacementStrategy;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Lays a shape out from top to bottom with Eclipse ELK. The same shape is always laid out the same way. */
final class LayeredLayout {

    private static final int MARGIN = 24;
    private static final int BETWEEN_CARDS = 36;
    private static final int BETWEEN_LAYERS = 44;
    private static final int BESIDE_ARROWS = 20;
    private static final int AROUND_LABELS = 18;

    /** ELK passes over labels without a text; which text it is makes no difference. */
    private static final String LABEL = "label";

    static {
        // ELK can copy the defaults of its own settings only after its service has introduced their types to it.
        LayoutMetaDataService.getInstance();
    }

    private LayeredLayout() {}

    static Layout of(Shape shape) {
        ElkNode graph = ElkGraphUtil.createGraph();
        settings(graph);
        List<ElkNode> nodes =
                shape.nodes().stream().map(size -> node(graph, size)).toList();
        List<ElkEdge> edges =
                shape.arrows().stream().map(arrow -> edge(nodes, arrow)).toList();
        new LayeredLayoutProvider().layout(graph, new NullElkProgressMonitor());
        return new Layout(
                pixels(graph.getWidth()),
                pixels(graph.getHeight()),
                nodes.stream().map(LayeredLayout::box).toList(),
                edges.stream().map(LayeredLayout::route).toList());
    }

    /** Arrows of one card leave it at one point and enter it at one point; branches keep the order they are given in. */
    private static void settings(ElkNode graph) {
        graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.MERGE_EDGES, true);
        graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
        graph.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
        graph.setProperty(
                LayeredOptions.EDGE_LABELS_CENTER_LABEL_PLACEMENT_STRATEGY,
                CenterEdgeLabelPlacementStrategy.TAIL_LAYER);
        graph.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
        spacings(graph);
    }

    private static void spacings(ElkNode graph) {
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, (double) BETWEEN_CARDS);
        graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, (double) BETWEEN_CARDS);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, (double) BESIDE_ARROWS);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, (double) BESIDE_ARROWS);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, (double) BETWEEN_LAYERS);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, (double) AROUND_LABELS);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, (double) AROUND_LABELS);
    }

    private static ElkNode node(ElkNode graph, Size size) {
        ElkNode node = ElkGraphUtil.createNode(graph);
        node.setDimensions(size.width(), size.height());
        return node;
    }

    private static ElkEdge edge(List<ElkNode> nodes, Arrow arrow) {
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to()));
        if (arrow.label() != null) {
            ElkLabel label = ElkGraphUtil.createLabel(LABEL, edge);
            label.setDimensions(arrow.label().width(), arrow.label().height());
            label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            label.setProperty(LayeredOptions.EDGE_LABELS_INLINE, true);
        }
        return edge;
    }

    private static Box box(ElkNode node) {
        return new Box(pixels(node.getX()), pixels(node.getY()), pixels(node.getWidth()), pixels(node.getHeight()));
    }

    private static Route route(ElkEdge edge) {
        List<Point> points = new ArrayList<>();
        edge.getSections().forEach(section -> corners(section).forEach(points::add));
        return new Route(
                points,
                edge.getLabels().stream().map(LayeredLayout::box).findFirst().orElse(null));
    }

    private static Stream<Point> corners(ElkEdgeSection section) {
        Stream<Point> bends = section.getBendPoints().stream().map(bend -> point(bend.getX(), bend.getY()));
        return Stream.of(
                        Stream.of(point(section.getStartX(), section.getStartY())),
                        bends,
                        Stream.of(point(section.getEndX(), section.getEndY())))
                .flatMap(part -> part);
    }

    private static Box box(ElkLabel label) {
        return new Box(pixels(label.getX()), pixels(label.getY()), pixels(label.getWidth()), pixels(label.getHeight()));
    }

    private static Point point(double x, double y) {
        return new Point(pixels(x), pixels(y));
    }

    private static int pixels(double length) {
        return (int) Math.round(length);
    }
}
