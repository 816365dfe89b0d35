package onward.web.graph;

import java.util.List;

/**
 * Where everything is, in whole pixels so that lines are crisp; the lists are in the order of the {@link Shape}.
 *
 * @param width of the whole, and so its height
 */
record Layout(int width, int height, List<Box> nodes, List<Route> arrows) {

    Layout {
        nodes = List.copyOf(nodes);
        arrows = List.copyOf(arrows);
    }

    record Point(int x, int y) {}

    /** From its upper left corner. */
    record Box(int x, int y, int width, int height) {

        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }
    }

    /**
     * The way of an arrow, corner by corner, from border to border.
     *
     * @param label null for none
     */
    record Route(List<Point> points, Box label) {

        Route {
            points = List.copyOf(points);
        }
    }
}
