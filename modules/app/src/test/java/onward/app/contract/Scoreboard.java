package onward.app.contract;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Counts what released clients found kept, by client and resource, and prints the table when all tests are done. */
final class Scoreboard implements BeforeAllCallback {
    private static final Map<String, int[]> SCORES = new TreeMap<>();

    /** Reads what a script about something printed: {@code # resource} before the lines of its checks, {@code ok - …} for one kept. */
    static synchronized void note(String client, String about, String printed) {
        String resource = about;
        for (String line : printed.lines().toList()) {
            if (line.startsWith("# ")) {
                resource = line.substring(2);
            } else {
                int[] score = SCORES.computeIfAbsent(String.format("%-24s %-20s", client, resource), row -> new int[2]);
                score[line.startsWith("ok - ") ? 0 : 1]++;
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Scoreboard.class))
                .computeIfAbsent("table", key -> (AutoCloseable) Scoreboard::print, AutoCloseable.class);
    }

    private static synchronized void print() {
        StringBuilder table =
                new StringBuilder(String.format("%-24s %-20s %6s %6s%n", "client", "resource", "passed", "failed"));
        SCORES.forEach((row, score) -> table.append(String.format("%s %6d %6d%n", row, score[0], score[1])));
        System.out.println(table);
    }
}
