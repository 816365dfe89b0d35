package onward.web.graph;

import onward.web.graph.Drawing.Node;
import onward.web.graph.Layout.Box;
import onward.web.graph.Shape.Size;
import onward.web.ui.Markup;

/** A way out that leads nowhere yet, as the place where a step may be added. */
record OpenEnd(Node node, Box box) {

    static final Size SIZE = new Size(112, 32);

    void draw(Markup out) {
        out.open(
                "a",
                "class",
                "graph-open",
                "href",
                node.href(),
                "aria-label",
                node.title(),
                "transform",
                "translate(" + box.x() + " " + box.y() + ")");
        out.words("title", node.title());
        out.empty("rect", "width", box.width(), "height", box.height(), "rx", box.height() / 2);
        out.empty("path", "class", "graph-plus", "d", "M16 16h10M21 11v10");
        out.words("text", "Add step", "x", 34, "y", 20);
        out.close("a");
    }
}
