package onward.app.rehearse;

import java.io.PrintStream;

/** Says now and then how far the work is, once it has taken long enough for somebody to wonder. */
final class Progress {
    private static final double SECONDS_BETWEEN = 2;

    private final PrintStream err;
    private final long started = System.nanoTime();
    private double told;

    Progress(PrintStream err) {
        this.err = err;
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** So much of the file, from 0 to 1, was read. */
    void read(double fraction, long lines) {
        if (seconds() - told >= SECONDS_BETWEEN) {
            told = seconds();
            err.println("reading: %.0f %%, %,d lines".formatted(100 * fraction, lines));
        }
    }

    /** All was read; what is left cannot be told in parts. */
    void rehearse(long events) {
        if (told > 0) {
            err.println("rehearsing %,d events".formatted(events));
        }
    }
}
