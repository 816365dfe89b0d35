package onward.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as it is; root runs it in a user namespace
 * where it is nobody, or, where namespaces are forbidden (many containers), as the user nobody.
 */
enum Privilege {
    /** An ordinary user. */
    SELF(List.of()),
    /** Root, inside a new user namespace; on disk the files stay root's. */
    NAMESPACE(List.of("unshare", "-U")),
    /** Root, dropped to nobody; what the server touches must be nobody's. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);

    private final List<String> prefix;

    Privilege(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The first way that works here. */
    static Privilege find(Command command) {
        if (!isRoot()) {
            return SELF;
        }
        for (Privilege way : List.of(NAMESPACE, NOBODY)) {
            if (way.works(command)) {
                return way;
            }
        }
        throw new EmbeddedFault("PostgreSQL does not run as root, and neither unshare nor setpriv can drop root here."
                + " Run onward as an ordinary user, or set ONWARD_DATABASE_URL to a database of your own.");
    }

    /** The same program, run with this privilege. */
    List<String> of(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /** Hands the files over to whom the server runs as. */
    void own(Path... paths) {
        if (this == NOBODY) {
            for (Path path : paths) {
                chown(path);
            }
        }
    }

    private boolean works(Command command) {
        try {
            return command.run(of(List.of("sh", "-c", "test \"$(id -u)\" -ne 0")), PROBE_PATIENCE) == 0;
        } catch (EmbeddedFault missing) {
            return false; // the program is not installed; the next way is tried
        }
    }

    private static void chown(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 65534);
            Files.setAttribute(path, "unix:gid", 65534);
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to give " + path + " to the user nobody, found: " + e.getMessage(), e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
