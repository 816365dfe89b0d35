package onward.web.graph;

import java.util.List;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Layout.Box;
import onward.web.graph.Layout.Point;
import onward.web.graph.Layout.Route;
import onward.web.graph.Shape.Size;
import onward.web.ui.Markup;

/** An edge as a line with soft corners, an arrow head, and a pill with its branch on it, or a plus, or both. */
record Line(Edge edge, Route route) {

    private static final int SOFTNESS = 10;
    private static final int HEAD = 7;
    private static final int PILL_PADDING = 10;
    private static final int PILL_HEIGHT = 22;
    private static final int DECIDING_HEIGHT = 15;
    private static final int PILL_TEXT_WIDTH_MAX = 230;
    private static final int PLUS_WIDTH = 8;
    private static final int PLUS_GAP = 6;

    /** How much room its pill takes; null without one. */
    static Size labelSize(Edge edge) {
        if (edge.label().isBlank() && edge.deciding().isBlank()) {
            return edge.adding() == null ? null : new Size(even(PLUS_WIDTH + 2 * PILL_PADDING), PILL_HEIGHT);
        }
        int width = Math.max(Lettering.PILL.width(shownLabel(edge)), Lettering.DECIDING.width(shownDeciding(edge)));
        int lines = PILL_HEIGHT + (isTwoLines(edge) ? DECIDING_HEIGHT : 0);
        return new Size(even(width + plusWidth(edge) + 2 * PILL_PADDING), lines);
    }

    private static int plusWidth(Edge edge) {
        return edge.adding() == null ? 0 : PLUS_GAP + PLUS_WIDTH;
    }

    private static boolean isTwoLines(Edge edge) {
        return !edge.label().isBlank() && !edge.deciding().isBlank();
    }

    /** The line goes through the middle of the pill, which has to be a whole pixel. */
    private static int even(int width) {
        return width + width % 2;
    }

    private static String shownLabel(Edge edge) {
        return edge.label().isBlank() ? "" : Lettering.PILL.cut(edge.label(), PILL_TEXT_WIDTH_MAX);
    }

    private static String shownDeciding(Edge edge) {
        return edge.deciding().isBlank() ? "" : Lettering.DECIDING.cut(edge.deciding(), PILL_TEXT_WIDTH_MAX);
    }

    private String style(String word) {
        return edge.isTaken() ? word + " is-taken" : word;
    }

    void drawLine(Markup out) {
        List<Point> points = route.points();
        out.open("g", "class", style("graph-edge"));
        out.empty("path", "class", "graph-way", "d", way(points));
        out.empty(
                "path", "class", "graph-head", "d", head(points.get(points.size() - 2), points.get(points.size() - 1)));
        out.close("g");
    }

    private static String way(List<Point> points) {
        StringBuilder way = new StringBuilder("M" + words(points.get(0)));
        for (int i = 1; i < points.size() - 1; i++) {
            way.append(corner(points.get(i - 1), points.get(i), points.get(i + 1)));
        }
        Point last = points.get(points.size() - 1);
        return way.append('L')
                .append(words(towards(last, points.get(points.size() - 2), HEAD - 1)))
                .toString();
    }

    private static String corner(Point before, Point corner, Point after) {
        int softness = Math.min(SOFTNESS, Math.min(distance(before, corner), distance(corner, after)) / 2);
        return "L" + words(towards(corner, before, softness)) + "Q" + words(corner) + " "
                + words(towards(corner, after, softness));
    }

    private static String words(Point point) {
        return point.x() + " " + point.y();
    }

    /** All lines are level or upright, so one of the two differences is none. */
    private static int distance(Point one, Point other) {
        return Math.abs(one.x() - other.x()) + Math.abs(one.y() - other.y());
    }

    private static Point towards(Point from, Point to, int pixels) {
        int x = Integer.signum(to.x() - from.x());
        int y = Integer.signum(to.y() - from.y());
        return new Point(from.x() + x * pixels, from.y() + y * pixels);
    }

    /** A triangle whose tip touches the card. */
    private static String head(Point before, Point tip) {
        int x = Integer.signum(tip.x() - before.x()) * HEAD;
        int y = Integer.signum(tip.y() - before.y()) * HEAD;
        Point left = new Point(tip.x() - x - y * 5 / HEAD, tip.y() - y + x * 5 / HEAD);
        Point right = new Point(tip.x() - x + y * 5 / HEAD, tip.y() - y - x * 5 / HEAD);
        return "M" + words(tip) + "L" + words(left) + "L" + words(right) + "Z";
    }

    boolean hasPill() {
        return route.label() != null;
    }

    /** A link where a step may be added. */
    boolean isLink() {
        return edge.adding() != null;
    }

    /** Where its pill is. */
    Box pill() {
        return route.label();
    }

    void drawPill(Markup out) {
        Box box = route.label();
        int middle = (box.width() - (isBare() ? 0 : plusWidth(edge))) / 2;
        String tag = isLink() ? "a" : "g";
        out.open(
                tag,
                "class",
                style(isLink() ? "graph-pill graph-adding" : "graph-pill"),
                "href",
                isLink() ? edge.adding() : "",
                "aria-label",
                isLink() ? offered() : "",
                "transform",
                "translate(" + box.x() + " " + box.y() + ")");
        out.words("title", isLink() ? offered() : told());
        out.empty("rect", "width", box.width(), "height", box.height(), "rx", PILL_HEIGHT / 2);
        if (!edge.label().isBlank()) {
            out.words("text", shownLabel(edge), "class", "graph-branch", "x", middle, "y", 15);
        }
        if (!edge.deciding().isBlank()) {
            out.words(
                    "text",
                    shownDeciding(edge),
                    "class",
                    "graph-deciding",
                    "x",
                    middle,
                    "y",
                    isTwoLines(edge) ? 30 : 15);
        }
        if (isLink()) {
            out.empty("path", "class", "graph-plus", "d", plus(box));
        }
        out.close(tag);
    }

    private boolean isBare() {
        return edge.label().isBlank() && edge.deciding().isBlank();
    }

    private static String plus(Box box) {
        int x = box.width() - PILL_PADDING - PLUS_WIDTH;
        int y = PILL_HEIGHT / 2;
        return "M" + x + " " + y + "h" + PLUS_WIDTH + "M" + (x + PLUS_WIDTH / 2) + " " + (y - PLUS_WIDTH / 2) + "v"
                + PLUS_WIDTH;
    }

    private String offered() {
        String way = edge.label().isBlank() ? "" : " (" + edge.label() + ")";
        return "Add a step between " + edge.from() + way + " and " + edge.to();
    }

    private String told() {
        String branch = edge.branch().isBlank() ? edge.label() : edge.branch();
        return edge.deciding().isBlank() ? branch : branch + ": " + edge.deciding();
    }
}
