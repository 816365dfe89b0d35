package onward.store.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked once from the class path. They are unpacked into a directory of their
 * own and renamed in one step, so a directory of the final name is always whole.
 */
final class Binaries {
    /** PostgreSQL's release, as the directory is named. */
    static final String RELEASE = "18.6";

    private Binaries() {}

    /** The directory that holds {@code bin/postgres}, unpacked if it was not there. */
    static Path unpackedInto(Path parent) {
        Path home = parent.resolve("bin-" + RELEASE);
        if (!Files.isDirectory(home)) {
            unpack(parent, home);
        }
        return home;
    }

    private static void unpack(Path parent, Path home) {
        try {
            Files.createDirectories(parent);
            Path draft = Files.createTempDirectory(
                    parent,
                    "unpack-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try (var archive = open()) {
                for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                    write(archive, entry, draft);
                }
            }
            publish(draft, home);
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to unpack PostgreSQL into " + home + ", found: " + e, e);
        }
    }

    private static TarArchiveInputStream open() throws IOException {
        String resource = "/postgres-" + platform() + ".txz";
        InputStream in = Binaries.class.getResourceAsStream(resource);
        if (in == null) {
            throw new EmbeddedFault("There is no embedded PostgreSQL for this machine (" + System.getProperty("os.name")
                    + ", " + System.getProperty("os.arch")
                    + "). Set ONWARD_DATABASE_URL to a PostgreSQL 16 or newer of your own.");
        }
        return new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)));
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        boolean arm = System.getProperty("os.arch").matches("aarch64|arm64");
        return (os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : "none")
                + (arm ? "-arm_64" : "-x86_64");
    }

    private static void write(TarArchiveInputStream archive, TarArchiveEntry entry, Path draft) throws IOException {
        Path target = draft.resolve(entry.getName()).normalize();
        if (!target.startsWith(draft)) {
            throw new EmbeddedFault("Expected an archive entry inside " + draft + ", found " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(archive, target, StandardCopyOption.REPLACE_EXISTING);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void publish(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Trees.delete(draft); // another process was first; its copy is as good
        }
    }
}
