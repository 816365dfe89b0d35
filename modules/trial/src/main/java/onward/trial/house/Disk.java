package onward.trial.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A small file system of the database's own, in memory, which can be filled up and freed again. */
public final class Disk implements AutoCloseable {
    /** Room for an empty database, its log and the rows of some hundred thousand runs. */
    static final int MEGABYTES = 400;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final Path directory;
    private final Path log;

    /** Mounts it, which not every machine allows. */
    Disk(Path directory, Path log) {
        this.directory = directory;
        this.log = log;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new TrialRefused("Expected to make " + directory + ", found:", e);
        }
        String size = "size=" + MEGABYTES + "m,mode=0777";
        if (run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString()) != 0) {
            throw new TrialRefused("Expected to mount a small file system for the fault disk, this machine does not"
                    + " allow it. Run the trial as root, or leave disk out of --faults.");
        }
    }

    Path directory() {
        return directory;
    }

    /** Leaves no room at all. */
    public void fill() {
        try (var ballast = Files.newOutputStream(ballast())) {
            for (int i = 0; i < MEGABYTES * 16; i++) {
                ballast.write(BLOCK);
            }
        } catch (IOException full) {
            return;
        }
        throw new TrialRefused("Expected the disk to be full after " + MEGABYTES + " MB, it was not.");
    }

    public void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new TrialRefused("Expected to delete " + ballast() + ", found:", e);
        }
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    @Override
    public void close() {
        run("umount", "-l", directory.toString());
    }

    private int run(String... words) {
        return Shell.run(List.of(words), log, PATIENCE);
    }
}
