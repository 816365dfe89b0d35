package onward.bench.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Is there room where the rows go? */
public final class Disk {
    private static final long GIBIBYTE = 1L << 30;
    private static final long FULL_BYTES = 64L << 20;

    private Disk() {}

    /** Refuses to begin what would not fit. */
    public static void mustFit(Path directory, long bytes) {
        long free = free(directory);
        if (free < bytes) {
            throw new BenchRefused("Expected about " + (bytes / GIBIBYTE + 1) + " GiB of room at " + directory
                    + ", found " + free / GIBIBYTE + " GiB. Ask for fewer rows, make room, or name another place with "
                    + "--keep DIR.");
        }
    }

    static void mustHaveRoom(Path directory) {
        if (free(directory) < FULL_BYTES) {
            throw new BenchCut("Expected room on the disk of " + directory + ", found it full. Nothing was measured to "
                    + "the end. Make room, ask for less, or name another place with --keep DIR.");
        }
    }

    private static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new BenchCut("Expected to learn how much room there is at " + directory + ", found:", e);
        }
    }
}
