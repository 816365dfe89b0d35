package onward.app.send;

import java.io.PrintStream;
import java.util.function.DoubleSupplier;

/** A bar that redraws itself on a terminal; elsewhere a plain line now and then. */
final class Progress {
    private static final int WIDTH = 30;
    private static final long TERMINAL_MILLIS = 200;
    private static final long ELSEWHERE_MILLIS = 5_000;

    private final PrintStream out;
    private final boolean terminal;
    private final DoubleSupplier fraction;
    private final Tally tally;
    private final long started = System.nanoTime();

    Progress(PrintStream out, boolean terminal, DoubleSupplier fraction, Tally tally) {
        this.out = out;
        this.terminal = terminal;
        this.fraction = fraction;
        this.tally = tally;
    }

    /** How often to call {@link #show}. */
    long everyMillis() {
        return terminal ? TERMINAL_MILLIS : ELSEWHERE_MILLIS;
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    void show() {
        String line = "[%s] %3.0f %%  %s  %,.0f/s"
                .formatted(bar(), 100 * fraction.getAsDouble(), tally.inShort(), tally.done() / seconds());
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** The last picture, and a line of its own for what follows. */
    void finish() {
        show();
        if (terminal) {
            out.println();
        }
    }

    private String bar() {
        int full = (int) Math.round(WIDTH * Math.min(1, fraction.getAsDouble()));
        return "#".repeat(full) + "-".repeat(WIDTH - full);
    }
}
