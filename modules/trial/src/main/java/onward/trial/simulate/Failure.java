package onward.trial.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A seed that failed, as it is kept: everything that its world was made of, so that it goes the same way again.
 *
 * @param fingerprint of the way it went; another one means that the simulator or the core was changed since
 */
record Failure(long seed, int nodes, Mutant mutant, long fingerprint) {

    static Failure of(Simulator simulator, Outcome outcome) {
        return new Failure(outcome.seed(), simulator.nodes(), simulator.mutant(), outcome.fingerprint());
    }

    Simulator simulator() {
        return new Simulator(nodes, mutant);
    }

    /** Writes it, with what was broken behind it for people, and says where. */
    Path write(Path directory, Outcome outcome) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("seed=" + seed);
        lines.add("nodes=" + nodes);
        lines.add("mutant=" + (mutant == null ? "" : mutant.name()));
        lines.add("fingerprint=" + fingerprint);
        outcome.violations().forEach(one -> lines.add("# " + one.invariant() + " " + one.id() + ": " + one.text()));
        Path file = directory.resolve("simulated-" + seed + (mutant == null ? "" : "-" + mutant) + ".txt");
        Files.createDirectories(directory);
        return Files.write(file, lines);
    }

    /** @throws IOException also when the file is not one of these */
    static Failure read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        try {
            return new Failure(
                    Long.parseLong(value(lines, "seed")),
                    Integer.parseInt(value(lines, "nodes")),
                    Mutant.of(value(lines, "mutant")).orElse(null),
                    Long.parseLong(value(lines, "fingerprint")));
        } catch (NumberFormatException e) {
            throw new IOException("Expected a seed that the simulator kept, found another file: " + file, e);
        }
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }
}
