package onward.web.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onward.flow.graph.Blueprint;
import onward.web.graph.Layout.Box;
import onward.web.graph.Layout.Point;
import onward.web.graph.Layout.Route;
import onward.web.graph.Shape.Arrow;
import onward.web.graph.Shape.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutsTest {

    private static final Duration LAYOUT_MAX = Duration.ofSeconds(2);

    @Test
    void three_steps_stand_below_one_another() {
        Layout layout = new Layouts().of(shape(Drawing.of(Sketches.trialNudge())));

        List<Box> boxes = layout.nodes();
        assertThat(boxes).extracting(Box::x).containsOnly(boxes.get(0).x());
        assertThat(boxes).extracting(Box::y).isSorted();
        assertThat(layout.arrows().get(0).label()).isNull();
        assertThat(layout.arrows().get(1).label()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_largest_automation_is_laid_out_without_overlaps_and_in_time(int seed) {
        Shape shape = shape(Drawing.of(Sketches.largest(seed)));
        new Layouts().of(shape(Drawing.of(Sketches.trialNudge())));

        long before = processorNanos();
        Layout layout = new Layouts().of(shape);
        Duration taken = Duration.ofNanos(processorNanos() - before);

        assertThat(layout.nodes()).hasSize(Blueprint.STEPS_MAX);
        assertSound(shape, layout);
        assertThat(taken).isLessThan(LAYOUT_MAX);
    }

    /** Of this thread alone: how busy the machine is besides says nothing about the layout. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void a_shape_is_always_laid_out_the_same_way() {
        Shape shape = shape(Drawing.of(Sketches.largest(4)));

        assertThat(new Layouts().of(shape)).isEqualTo(new Layouts().of(shape));
    }

    @Test
    void branches_keep_their_order_from_left_to_right() {
        Size size = new Size(280, 62);
        Shape shape = new Shape(
                List.of(size, size, size, size),
                List.of(new Arrow(0, 1, null), new Arrow(0, 2, null), new Arrow(0, 3, null)));

        List<Box> boxes = new Layouts().of(shape).nodes();

        assertThat(boxes.subList(1, 4)).extracting(Box::x).isSorted();
    }

    @Test
    void what_hangs_together_with_nothing_has_a_place_of_its_own() {
        Size size = new Size(280, 62);
        Shape shape = new Shape(Collections.nCopies(12, size), List.of(new Arrow(0, 1, null), new Arrow(3, 4, null)));

        assertSound(shape, new Layouts().of(shape));
    }

    @Test
    void nodes_alone_and_no_nodes_at_all_are_laid_out() {
        Shape one = new Shape(List.of(new Size(280, 62)), List.of());

        assertSound(one, new Layouts().of(one));
        assertThat(new Layouts().of(new Shape(List.of(), List.of())).nodes()).isEmpty();
    }

    @Test
    void circles_and_twofold_arrows_are_drawn_as_they_are() {
        Size size = new Size(280, 62);
        Size label = new Size(60, 22);
        Shape shape = new Shape(
                List.of(size, size),
                List.of(new Arrow(0, 1, label), new Arrow(0, 1, label), new Arrow(1, 0, null), new Arrow(1, 1, null)));

        Layout layout = new Layouts().of(shape);

        assertThat(layout.arrows())
                .allSatisfy(route -> assertThat(route.points()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void a_shape_that_is_too_large_never_comes_to_be_laid_out() {
        Size size = new Size(280, 62);
        Shape many = new Shape(Collections.nCopies(Layouts.NODES_MAX + 1, size), List.of());
        Shape tangled =
                new Shape(List.of(size, size), Collections.nCopies(Layouts.ARROWS_MAX + 1, new Arrow(0, 1, null)));

        assertThatThrownBy(() -> new Layouts().of(many)).hasMessageContaining("at most 300 nodes");
        assertThatThrownBy(() -> new Layouts().of(tangled)).hasMessageContaining("750 arrows");
    }

    @Test
    void layouts_are_kept_up_to_a_limit() {
        Layouts layouts = new Layouts();
        Layout first = layouts.of(single(1));

        assertThat(layouts.of(single(1))).isSameAs(first);
        IntStream.range(2, Layouts.KEPT_MAX + 10).forEach(width -> layouts.of(single(width)));
        assertThat(layouts.size()).isEqualTo(Layouts.KEPT_MAX);
        assertThat(layouts.of(single(1))).isNotSameAs(first);
    }

    private static Shape single(int width) {
        return new Shape(List.of(new Size(width, 10)), List.of());
    }

    private static Shape shape(Drawing drawing) {
        return Graphs.shape(drawing);
    }

    private static void assertSound(Shape shape, Layout layout) {
        List<Box> things = Stream.concat(
                        layout.nodes().stream(),
                        layout.arrows().stream().map(Route::label).filter(label -> label != null))
                .toList();
        for (int i = 0; i < things.size(); i++) {
            assertThat(things.get(i).x()).isNotNegative();
            assertThat(things.get(i).right()).isLessThanOrEqualTo(layout.width());
            assertThat(things.get(i).bottom()).isLessThanOrEqualTo(layout.height());
            for (int j = 0; j < i; j++) {
                assertThat(overlap(things.get(i), things.get(j)))
                        .as("%s and %s", things.get(i), things.get(j))
                        .isFalse();
            }
        }
        for (int i = 0; i < shape.arrows().size(); i++) {
            assertReaches(shape.arrows().get(i), layout.arrows().get(i), layout.nodes());
        }
    }

    private static boolean overlap(Box one, Box other) {
        return one.x() < other.right()
                && other.x() < one.right()
                && one.y() < other.bottom()
                && other.y() < one.bottom();
    }

    /** From the lower border of one card to the upper border of the other, level and upright only. */
    private static void assertReaches(Arrow arrow, Route route, List<Box> boxes) {
        Box from = boxes.get(arrow.from());
        Box to = boxes.get(arrow.to());
        List<Point> points = route.points();
        Point start = points.get(0);
        Point end = points.get(points.size() - 1);
        assertThat(start.y()).isEqualTo(from.bottom());
        assertThat(start.x()).isBetween(from.x(), from.right());
        assertThat(end.y()).isEqualTo(to.y());
        assertThat(end.x()).isBetween(to.x(), to.right());
        for (int i = 1; i < points.size(); i++) {
            boolean isStraight = points.get(i).x() == points.get(i - 1).x()
                    || points.get(i).y() == points.get(i - 1).y();
            assertThat(isStraight).isTrue();
        }
    }
}
