package onward.web.metrics;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onward.store.page.MetricSeries;
import onward.store.page.MetricSeries.Interval;
import onward.web.ui.Figures;
import onward.web.ui.Markup;

/**
 * Runs by interval as bars, drawn on the server: how they ended, one upon the other, and over them a line of how many
 * started. What it shows is said in words too, for those who do not see it.
 */
public final class Chart {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 150;
    private static final double LEFT = 44;
    private static final double TOP = 10;
    private static final double FOOT = 22;
    private static final double GAP_SHARE = 0.2;
    private static final int STEPS_UP = 10;

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** From the bottom of a bar up, with the class that gives each its colour. */
    private static final Map<String, String> ENDS =
            Map.of("completed", "bar bar-good", "failed", "bar bar-bad", "cancelled", "bar bar-quiet");

    private static final List<String> ORDER = List.of("completed", "failed", "cancelled");

    private record Bar(Instant at, Map<String, Long> runs) {
        long of(String metric) {
            return runs.getOrDefault(metric, 0L);
        }

        long ended() {
            return ORDER.stream().mapToLong(this::of).sum();
        }
    }

    private final List<Bar> bars = new ArrayList<>();
    private final Interval interval;
    private final long top;
    private final Markup out = new Markup();

    private Chart(MetricSeries series) {
        this.interval = series.range().interval();
        series.runsByInterval().forEach((at, runs) -> bars.add(new Bar(at, runs)));
        this.top = roundUp(bars.stream()
                .mapToLong(bar -> Math.max(bar.ended(), bar.of("started")))
                .max()
                .orElse(0));
    }

    /** Inline SVG. */
    public static String of(MetricSeries series) {
        return new Chart(series).draw();
    }

    /** The next of 1, 2, 5, 10, 20, 50, … that is not less. */
    static long roundUp(long number) {
        long unit = 1;
        while (unit * STEPS_UP < number) {
            unit *= STEPS_UP;
        }
        for (long step : List.of(1L, 2L, 5L)) {
            if (step * unit >= number) {
                return step * unit;
            }
        }
        return unit * STEPS_UP;
    }

    private String draw() {
        out.open("svg", "class", "chart", "viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT), "role", "img");
        out.words("title", sentence());
        line(y(top), Figures.of(top));
        line(y(0), "0");
        for (int i = 0; i < bars.size(); i++) {
            draw(bars.get(i), i);
        }
        started();
        labels();
        return out.close("svg").toString();
    }

    private String sentence() {
        String unit = interval == Interval.HOUR ? "hours" : "days";
        return "Runs of " + bars.size() + " " + unit + ": " + Figures.of(sum("started")) + " started, "
                + Figures.of(sum("completed")) + " completed, " + Figures.of(sum("failed")) + " failed, "
                + Figures.of(sum("cancelled")) + " cancelled";
    }

    private long sum(String metric) {
        return bars.stream().mapToLong(bar -> bar.of(metric)).sum();
    }

    private void line(double y, String label) {
        out.empty("line", "class", "rule", "x1", number(LEFT), "x2", number(WIDTH), "y1", number(y), "y2", number(y));
        out.words("text", label, "class", "scale", "x", number(LEFT - 6), "y", number(y + 4), "text-anchor", "end");
    }

    private void draw(Bar bar, int at) {
        out.open("g");
        out.words("title", words(bar));
        // The whole column answers to the pointer, also where nothing happened.
        out.empty(
                "rect",
                "class",
                "column",
                "x",
                number(x(at)),
                "y",
                number(TOP),
                "width",
                number(step()),
                "height",
                number(y(0) - TOP));
        double floor = y(0);
        for (String end : ORDER) {
            double height = y(0) - y(bar.of(end));
            if (height > 0) {
                floor -= height;
                out.empty(
                        "rect",
                        "class",
                        ENDS.get(end),
                        "x",
                        number(x(at) + step() * GAP_SHARE / 2),
                        "y",
                        number(floor),
                        "width",
                        number(step() * (1 - GAP_SHARE)),
                        "height",
                        number(height));
            }
        }
        out.close("g");
    }

    private String words(Bar bar) {
        return time(bar.at()) + ": " + Figures.of(bar.of("started")) + " started, " + Figures.of(bar.of("completed"))
                + " completed, " + Figures.of(bar.of("failed")) + " failed, " + Figures.of(bar.of("cancelled"))
                + " cancelled";
    }

    private void started() {
        var points = new StringBuilder();
        for (int i = 0; i < bars.size(); i++) {
            points.append(number(x(i) + step() / 2))
                    .append(',')
                    .append(number(y(bars.get(i).of("started"))))
                    .append(' ');
        }
        out.empty("polyline", "class", "started", "points", points.toString().strip());
    }

    private void labels() {
        label(0, "start");
        label(bars.size() / 2, "middle");
        label(bars.size() - 1, "end");
    }

    private void label(int at, String anchor) {
        double x = anchor.equals("start") ? x(at) : anchor.equals("end") ? x(at) + step() : x(at) + step() / 2;
        out.words(
                "text",
                time(bars.get(at).at()),
                "class",
                "scale",
                "x",
                number(x),
                "y",
                number(HEIGHT - 6),
                "text-anchor",
                anchor);
    }

    private String time(Instant at) {
        return (interval == Interval.HOUR ? HOUR : DAY).format(at);
    }

    private double step() {
        return (WIDTH - LEFT) / bars.size();
    }

    private double x(int at) {
        return LEFT + at * step();
    }

    private double y(long value) {
        double span = HEIGHT - TOP - FOOT;
        return TOP + span - span * value / top;
    }

    private static String number(double value) {
        return String.format(Locale.ENGLISH, "%.1f", value);
    }
}
