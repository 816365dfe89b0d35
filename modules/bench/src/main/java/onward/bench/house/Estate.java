package onward.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * What the bench brings into the world and takes along when it goes: processes, newest first, and the directory of
 * their data. It goes when it is closed, and when somebody ends this process by a signal.
 */
public final class Estate implements AutoCloseable {
    private static final Duration DELETE_AGAIN = Duration.ofMillis(200);
    private static final Duration DELETE_PATIENCE = Duration.ofSeconds(5);

    private final Path directory;
    private final boolean stays;
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final Thread hook = new Thread(this::cut, "bench-stop");
    private volatile boolean isCut;
    private boolean isClosed;

    /**
     * @param directory for data and logs, there already
     * @param stays whether it is left as it is
     */
    public Estate(Path directory, boolean stays) {
        this.directory = directory;
        this.stays = stays;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Path directory() {
        return directory;
    }

    /** Whether a signal ended the bench: what fails from then on fails because of that. */
    public boolean isCut() {
        return isCut;
    }

    /** Says how something ends that was begun. Who is too late to be ended later is ended at once. */
    public synchronized void ends(Runnable ending) {
        if (isClosed) {
            ending.run();
            throw new BenchCut("The bench was interrupted.");
        }
        endings.push(ending);
    }

    /** Ends it before the rest. */
    public synchronized void end(Runnable ending) {
        if (endings.remove(ending)) {
            ending.run();
        }
    }

    /** Said here, for this process ends as soon as this is done, whatever its other threads still want to say. */
    private void cut() {
        isCut = true;
        System.err.println("Interrupted: nothing was measured to the end. What was started is being stopped"
                + (stays ? "; its data stay in " + directory + "." : " and its data deleted."));
        close();
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        endings.forEach(Estate::endSafely);
        if (!stays) {
            delete();
        }
        if (!isCut) {
            forgetHook();
        }
    }

    /** What cannot be ended keeps nothing else from its end. */
    private static void endSafely(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException e) {
            System.err.println("Expected to end all that was started, found: " + e);
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // A signal came this very moment; the hook will find nothing left to do.
        }
    }

    /** Processes that were killed may write for a moment longer. */
    private void delete() {
        if (!Pause.until(this::isDeleted, DELETE_AGAIN, DELETE_PATIENCE)) {
            System.err.println("Expected to delete " + directory + ", some of it is left. Delete it by hand.");
        }
    }

    private boolean isDeleted() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException | UncheckedIOException notYet) {
            return !Files.exists(directory);
        }
    }
}
