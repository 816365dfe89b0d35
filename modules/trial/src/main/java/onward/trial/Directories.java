package onward.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import onward.trial.house.TrialRefused;

/** Makes and clears directories of evidence, and no others. */
final class Directories {
    private static final String REPORT = "report.json";

    private Directories() {}

    /** A directory of an earlier trial is emptied; anything else in it is somebody's, and a refusal. */
    static void makeEmpty(Path directory) throws IOException {
        if (Files.isDirectory(directory) && !isEmpty(directory)) {
            if (!Files.exists(directory.resolve(REPORT)) && !Files.exists(directory.resolve("journal.ndjson"))) {
                throw new TrialRefused("Expected " + directory + " to be empty or of an earlier trial, found neither.");
            }
            emptyBut(directory, "");
        }
        Files.createDirectories(directory);
    }

    static void emptyBut(Path directory, String kept) throws IOException {
        for (Path child : children(directory)) {
            if (!child.getFileName().toString().equals(kept)) {
                delete(child);
            }
        }
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        return children(directory).isEmpty();
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }
}
