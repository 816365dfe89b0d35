package onward.app.send;

import java.util.ArrayList;
import java.util.List;

/** What happened to the lines so far. Each line ends in exactly one count. */
final class Tally {
    private static final int REFUSALS_SHOWN_MAX = 5;

    private long accepted;
    private long duplicates;
    private long refused;
    private long failed;
    private long retries;
    private final List<String> firstProblems = new ArrayList<>();

    synchronized void accepted(boolean duplicate) {
        if (duplicate) {
            duplicates++;
        } else {
            accepted++;
        }
    }

    /** The server, or this program, said no; trying again does not help. */
    synchronized void refused(String why) {
        refused++;
        remember(why);
    }

    /** Every try failed; whether the server has the line is not known. */
    synchronized void failed(String why) {
        failed++;
        remember(why);
    }

    synchronized void retried() {
        retries++;
    }

    synchronized long done() {
        return accepted + duplicates + refused + failed;
    }

    synchronized boolean allAccepted() {
        return refused + failed == 0;
    }

    synchronized String inShort() {
        return "%,d sent, %,d duplicates, %,d refused, %,d failed".formatted(accepted, duplicates, refused, failed);
    }

    synchronized String summary(double seconds) {
        var text = new StringBuilder();
        firstProblems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        text.append(
                "%,d lines: %,d accepted, %,d duplicates, %,d refused, %,d failed; %,d retries; %.1f s, %,.0f events/s"
                        .formatted(done(), accepted, duplicates, refused, failed, retries, seconds, done() / seconds));
        return text.toString();
    }

    private void remember(String why) {
        if (firstProblems.size() < REFUSALS_SHOWN_MAX) {
            firstProblems.add(why);
        }
    }
}
