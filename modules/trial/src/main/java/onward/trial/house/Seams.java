package onward.trial.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the nemesis tells a server that was started with seams: a file for each order, in a directory of the node's. A
 * server without seams never looks.
 */
public final class Seams {
    /** The system property that names the directory. */
    private static final String PROPERTY = "onward.seams";

    private static final String AGENT = "clock.jar";

    private final Path directory;
    private final Programs programs;

    Seams(Path directory, Programs programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /** For Java, before everything else. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (programs.overlay() != null) {
            words.add("-D" + PROPERTY + "=" + directory);
            Path agent = programs.overlay().resolveSibling(AGENT);
            if (Files.exists(agent)) {
                words.add("-javaagent:" + agent);
            }
        }
        return words;
    }

    /** Gives an order, in place of one of the same name. */
    public void order(String name, String text) {
        try {
            Files.createDirectories(directory);
            Path draft = Files.writeString(directory.resolve(name + ".draft"), text);
            Files.move(draft, directory.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TrialRefused("Expected to write an order to " + directory + ", found:", e);
        }
    }

    public void revoke(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new TrialRefused("Expected to revoke an order in " + directory + ", found:", e);
        }
    }

    /** What a server left there, or what was ordered and is not carried out yet; a file that is just being written is not there. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(directory.resolve(name))).filter(text -> !text.isBlank());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
