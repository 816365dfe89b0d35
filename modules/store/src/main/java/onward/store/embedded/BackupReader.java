package onward.store.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks what {@link BackupWriter} wrote, and holds every file against its SHA-256. */
final class BackupReader {
    private static final long SMALL_BYTES_MAX = 32L * 1024 * 1024;

    private final Path target;
    private final Map<String, String> digests = new HashMap<>();
    private String expected;

    private BackupReader(Path target) {
        this.target = target;
    }

    /**
     * Unpacks all of it.
     *
     * @return how many files there were
     * @throws EmbeddedFault when the file is cut or was altered; what was unpacked so far is the caller's to remove
     */
    static int unpack(Path file, Path target) {
        var reader = new BackupReader(target);
        try (var tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))),
                StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                reader.take(tar, entry);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new EmbeddedFault(
                    "Expected a whole backup in " + file + ", found one that was cut or altered (" + e.getMessage()
                            + "). Nothing was restored; use another copy.",
                    e);
        }
        reader.check(file);
        return reader.digests.size();
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target) || entry.isLink() || entry.isSymbolicLink()) {
            throw new IOException("an entry " + entry.getName() + " that leads elsewhere");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.getName().equals(BackupWriter.CHECKSUMS)) {
            expected = new String(small(tar, entry), StandardCharsets.UTF_8);
        } else {
            write(tar, entry.getName(), path);
        }
    }

    private static byte[] small(InputStream in, TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > SMALL_BYTES_MAX) {
            throw new IOException("an entry " + entry.getName() + " of " + entry.getSize() + " bytes");
        }
        return in.readAllBytes();
    }

    private void write(InputStream in, String name, Path path) throws IOException {
        Files.createDirectories(path.getParent());
        MessageDigest digest = Digests.sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            in.transferTo(out);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        digests.put(name, HexFormat.of().formatHex(digest.digest()));
    }

    private void check(Path file) {
        if (!BackupWriter.lines(digests).equals(expected)) {
            throw new EmbeddedFault("Expected every file of " + file + " to be as it was written, found "
                    + (expected == null ? "the end missing" : "another checksum")
                    + ". Nothing was restored; use another copy.");
        }
    }
}
