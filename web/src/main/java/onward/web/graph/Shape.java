package onward.web.graph;

import java.util.List;

/** What a layout depends on and nothing else: how large things are and what leads where. Two that are equal are laid
 * out alike, whatever is written on their cards. */
record Shape(List<Size> nodes, List<Arrow> arrows) {

    Shape {
        nodes = List.copyOf(nodes);
        arrows = List.copyOf(arrows);
    }

    /** In pixels. */
    record Size(int width, int height) {}

    /**
     * From one node to another, by their places in the list.
     *
     * @param label null for none
     */
    record Arrow(int from, int to, Size label) {}
}
