package onward.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own files are, for tests that hold them against the program. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /** The directory that holds the launcher. */
    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("onward"))) {
            at = at.getParent();
        }
        return at;
    }
}
