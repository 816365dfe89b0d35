package onward.web.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.graph.Blueprint;

/**
 * The layouts that were asked for lately, by shape. Safe for many threads; two that ask for the same new shape at once
 * both lay it out, which is cheaper than one waiting behind all others.
 */
final class Layouts {

    /** How many ends where a step may be added are laid out with them at most. */
    static final int OPEN_ENDS_MAX = Blueprint.STEPS_MAX;

    /** How many nodes are laid out at most: every step of the largest automation, and its open ends. */
    static final int NODES_MAX = Blueprint.STEPS_MAX + OPEN_ENDS_MAX;

    /** How many arrows are laid out at most. */
    static final int ARROWS_MAX = Blueprint.CONNECTIONS_MAX + OPEN_ENDS_MAX;

    /** How many layouts are kept; one of 150 steps is about 50 KB. */
    static final int KEPT_MAX = 200;

    private final Map<Shape, Layout> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Layout> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /**
     * Takes its time, so call it on a worker.
     *
     * @throws IllegalArgumentException for a shape that is too large
     */
    Layout of(Shape shape) {
        Layout known = known(shape);
        return known == null ? keep(shape, laidOut(shape)) : known;
    }

    private synchronized Layout known(Shape shape) {
        return kept.get(shape);
    }

    private synchronized Layout keep(Shape shape, Layout layout) {
        kept.put(shape, layout);
        return layout;
    }

    private static Layout laidOut(Shape shape) {
        if (shape.nodes().size() > NODES_MAX || shape.arrows().size() > ARROWS_MAX) {
            throw new IllegalArgumentException("Expected at most " + NODES_MAX + " nodes and " + ARROWS_MAX
                    + " arrows to lay out, found " + shape.nodes().size() + " and "
                    + shape.arrows().size());
        }
        return LayeredLayout.of(shape);
    }

    synchronized int size() {
        return kept.size();
    }
}
