package onward.web.graph;

import java.util.List;
import java.util.stream.Collectors;
import onward.web.graph.Drawing.Count;
import onward.web.graph.Drawing.Node;
import onward.web.graph.Layout.Box;
import onward.web.graph.Shape.Size;
import onward.web.ui.Markup;

/**
 * A node as a card: icon, title, key, detail; numbers below, where it is in a run above.
 *
 * <pre>
 *                              ( ✓ Done )
 *   +------------------------------------+
 *   | [icon]  Send email           nudge |
 *   |         trial-nudge                |
 *   |------------------------------------|
 *   | 1,204     12       3               |
 *   | entered   in now   failed          |
 *   +------------------------------------+
 * </pre>
 *
 * @param leadsTo what its arrows say, for those who do not see them; may be empty
 */
record Card(Node node, Box box, String leadsTo) {

    private static final int WIDTH = 280;
    private static final int HEAD_HEIGHT = 62;
    private static final int COUNTS_HEIGHT = 48;
    private static final int ROUNDING = 11;
    private static final int INSET = 14;
    private static final int TILE = 34;
    private static final int TEXT_X = INSET + TILE + 12;
    private static final int TEXT_WIDTH = WIDTH - TEXT_X - INSET;
    private static final int KEY_GAP = 12;
    private static final int KEY_WIDTH_MIN = 30;
    private static final int TITLE_WIDTH_MAX = 150;
    private static final int STATE_HEIGHT = 20;

    static Size size(Node node) {
        return new Size(WIDTH, HEAD_HEIGHT + (node.counts().isEmpty() ? 0 : COUNTS_HEIGHT));
    }

    void draw(Markup out) {
        out.open("g", "class", ("graph-node " + node.state().style()).strip(), "transform", at(box.x(), box.y()));
        halo(out);
        drawHead(out);
        drawCounts(out);
        drawState(out);
        out.close("g");
    }

    private static String at(int x, int y) {
        return "translate(" + x + " " + y + ")";
    }

    /** Breathes around the card at which the run is. */
    private void halo(Markup out) {
        if (node.state() == State.RESTING) {
            out.empty(
                    "rect",
                    "class",
                    "graph-halo",
                    "x",
                    -4,
                    "y",
                    -4,
                    "width",
                    box.width() + 8,
                    "height",
                    box.height() + 8,
                    "rx",
                    ROUNDING + 4);
        }
    }

    /** A link where it leads somewhere; else something that can be focused and heard as a whole. */
    private void drawHead(Markup out) {
        boolean isLink = node.href() != null;
        String tag = isLink ? "a" : "g";
        out.open(
                tag,
                "class",
                "graph-card",
                "href",
                isLink ? node.href() : "",
                "role",
                isLink ? "" : "img",
                "tabindex",
                isLink ? "" : "0",
                "aria-label",
                heard());
        out.words("title", told());
        out.empty("rect", "class", "graph-shade", "y", 1, "width", box.width(), "height", box.height(), "rx", ROUNDING);
        out.empty("rect", "class", "graph-sheet", "width", box.width(), "height", box.height(), "rx", ROUNDING);
        drawIcon(out);
        drawWords(out);
        out.close(tag);
    }

    /** All of it, for those who hear it. */
    private String heard() {
        String numbers = node.counts().stream()
                .map(count -> count.value() + " " + count.label())
                .collect(Collectors.joining(", "));
        return List.of(named(), node.detail(), numbers, node.state().word(), leadsTo).stream()
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(". "));
    }

    private String named() {
        return node.title() + ", " + node.key();
    }

    /** Whatever may be cut on the card. */
    private String told() {
        return named() + (node.detail().isBlank() ? "" : ": " + node.detail());
    }

    private void drawIcon(Markup out) {
        Look look = Look.of(node.type());
        out.open("g", "class", "graph-icon " + look.style(), "transform", at(INSET, (HEAD_HEIGHT - TILE) / 2));
        out.empty("rect", "width", TILE, "height", TILE, "rx", 9);
        out.empty("path", "transform", at((TILE - 16) / 2, (TILE - 16) / 2), "d", look.icon());
        out.close("g");
    }

    private void drawWords(Markup out) {
        String title = Lettering.TITLE.cut(node.title(), TITLE_WIDTH_MAX);
        int keyWidthMax = TEXT_WIDTH - Lettering.TITLE.width(title) - KEY_GAP;
        int middle = node.detail().isBlank() ? 10 : 0;
        out.words("text", title, "class", "graph-title", "x", TEXT_X, "y", 27 + middle);
        if (keyWidthMax >= KEY_WIDTH_MIN) {
            out.words(
                    "text",
                    Lettering.KEY.cut(node.key(), keyWidthMax),
                    "class",
                    "graph-key",
                    "x",
                    box.width() - INSET,
                    "y",
                    27 + middle);
        }
        if (!node.detail().isBlank()) {
            out.words(
                    "text",
                    Lettering.DETAIL.cut(node.detail(), TEXT_WIDTH),
                    "class",
                    "graph-detail",
                    "x",
                    TEXT_X,
                    "y",
                    46);
        }
    }

    /** In columns of equal width, so that cards in one column can be compared. */
    private void drawCounts(Markup out) {
        if (node.counts().isEmpty()) {
            return;
        }
        out.empty("path", "class", "graph-rule", "d", "M0 " + HEAD_HEIGHT + "H" + box.width());
        int column = (box.width() - 2 * INSET) / Node.COUNTS_MAX;
        for (int i = 0; i < node.counts().size(); i++) {
            drawCount(out, node.counts().get(i), INSET + i * column, column - 6);
        }
    }

    private static void drawCount(Markup out, Count count, int x, int widthMax) {
        boolean isLink = count.href() != null;
        String tag = isLink ? "a" : "g";
        String words = count.value() + " " + count.label();
        out.open(
                tag,
                "class",
                "graph-count",
                "href",
                isLink ? count.href() : "",
                "aria-label",
                isLink ? words : "",
                "aria-hidden",
                isLink ? "" : "true",
                "transform",
                at(x, HEAD_HEIGHT));
        out.words("title", words);
        out.empty("rect", "x", -4, "y", 5, "width", widthMax + 4, "height", COUNTS_HEIGHT - 10, "rx", 6);
        out.words("text", Lettering.VALUE.cut(count.value(), widthMax), "class", "graph-value", "y", 21);
        out.words("text", Lettering.LABEL.cut(count.label(), widthMax), "class", "graph-label", "y", 37);
        out.close(tag);
    }

    /** On the upper border at the right, where no arrow comes in. */
    private void drawState(Markup out) {
        if (node.state().mark().isEmpty()) {
            return;
        }
        int width = 10 + 10 + 5 + Lettering.STATE.width(node.state().word()) + 9;
        out.open(
                "g",
                "class",
                "graph-state",
                "transform",
                at(box.width() - width - 10, -STATE_HEIGHT / 2),
                "aria-hidden",
                "true");
        out.empty("rect", "width", width, "height", STATE_HEIGHT, "rx", STATE_HEIGHT / 2);
        out.empty("path", "transform", at(8, 5), "d", node.state().mark());
        out.words("text", node.state().word(), "x", 23, "y", 14);
        out.close("g");
    }
}
