package onward.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PostgreSQL's {@code postmaster.pid}. It may name a server that runs, one that is gone, or a zombie: dead,
 * but not yet reaped by its parent, which {@code pg_ctl} takes for running and cannot stop.
 */
final class PidFile {
    private final Path file;

    PidFile(Path data) {
        this.file = data.resolve("postmaster.pid");
    }

    /** Is there a server of an earlier life? A zombie is none, and its file is removed. */
    boolean namesAServer() {
        if (!Files.exists(file)) {
            return false;
        }
        if (isZombie()) {
            remove();
            return false;
        }
        return true;
    }

    /** The process id in the file, or -1 when there is none. */
    long pid() {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.isEmpty() ? -1 : Long.parseLong(lines.get(0).strip());
        } catch (IOException | NumberFormatException e) {
            return -1; // half written: PostgreSQL itself treats it as stale
        }
    }

    private boolean isZombie() {
        Path stat = Path.of("/proc", Long.toString(pid()), "stat");
        try {
            return Files.exists(stat) && isZombie(Files.readString(stat));
        } catch (IOException e) {
            return false; // it went away while we looked; pg_ctl sees the same
        }
    }

    /** The state follows the program's name, which is in parentheses and may hold any character. */
    static boolean isZombie(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to remove the pid file of a dead server, " + file, e);
        }
    }
}
