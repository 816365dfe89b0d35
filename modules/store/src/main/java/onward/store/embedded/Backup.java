package onward.store.embedded;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * The embedded database in one file, and back. A backup is taken while the server runs and holds everything that was
 * committed when it ended: files, password, the log that makes them whole, and, where that is asked for, the key that
 * seals secrets.
 *
 * @param files how many there are
 * @param bytes of all of them, unpacked; of a backup that was restored not known, and 0
 * @param schema the version of its schema
 * @param madeAt when it began
 */
public record Backup(int files, long bytes, String schema, Instant madeAt, boolean hasSecretKey) {
    private static final String MANIFEST = "onward-backup.json";
    private static final String PASSWORD = "password";
    private static final String SECRET_KEY = "secret.key";
    private static final int FORMAT = 1;
    /** What may be in a directory that is restored into: programs, settings, a lock, a log, a key that was kept apart. */
    private static final Set<String> HARMLESS = Set.of(
            "onward.properties", "onward.lock", "postgres.log", "lost+found", "bin-" + Binaries.RELEASE, SECRET_KEY);

    /**
     * Writes the backup; blocks until it is on the disk. A file that fails half way is removed.
     *
     * @param home the data directory, whose server runs
     * @param uri where that server is reached
     * @param file must not be there yet; only its owner can read it
     * @param withSecretKey whether {@code secret.key} goes into the file, where there is one
     * @param schema the version that the database has
     * @throws EmbeddedFault with words for the operator
     */
    public static Backup write(Path home, String uri, Path file, boolean withSecretKey, String schema, Instant now) {
        if (Files.exists(file)) {
            throw new EmbeddedFault("Expected " + file + " not to be there, found a file. Choose another name.");
        }
        Path key = home.resolve(SECRET_KEY);
        var backup = new Backup(0, 0, schema, now, withSecretKey && Files.exists(key));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Backup written = backup.writeParts(home, uri, part);
            flush(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException | SQLException e) {
            throw new EmbeddedFault("Expected to write a backup into " + file + ", found: " + e.getMessage(), e);
        } finally {
            removeIfThere(part);
        }
    }

    private Backup writeParts(Path home, String uri, Path part) throws IOException, SQLException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, options, owner);
                var out = new BackupWriter(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
            var cluster = new Cluster(home.toAbsolutePath());
            out.text(MANIFEST, manifest());
            out.file(PASSWORD, cluster.passwordFile());
            if (hasSecretKey) {
                out.file(SECRET_KEY, home.resolve(SECRET_KEY));
            }
            BaseBackup.write(cluster.data(), uri, out);
            out.finish();
            return new Backup(out.files(), out.bytes(), schema, madeAt, hasSecretKey);
        }
    }

    private static void flush(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private String manifest() {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("format", FORMAT);
        manifest.put("postgres", Binaries.RELEASE);
        manifest.put("schema", schema);
        manifest.put("made_at", madeAt.toString());
        manifest.put("has_secret_key", hasSecretKey);
        return JsonWriter.write(manifest);
    }

    private static void removeIfThere(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to remove " + part + ", which is half a backup", e);
        }
    }

    /**
     * Unpacks a backup into a data directory that has no database; blocks. Nothing is there until every checksum was
     * found right. The next start replays the log.
     *
     * @param home made if missing; the caller holds its lock
     * @throws EmbeddedFault when there is something already, or the file is not whole, or of another PostgreSQL
     */
    public static Backup restore(Path file, Path home) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new EmbeddedFault("Expected a backup in " + file + ", found no file.");
            }
            Files.createDirectories(home);
            refuseFull(home);
            Path draft = Files.createTempDirectory(home, "restore-");
            try {
                int files = BackupReader.unpack(file, draft);
                Backup backup = manifest(draft, files);
                refuseSecondKey(home, backup);
                settle(draft, home.toAbsolutePath(), backup);
                return backup;
            } finally {
                Trees.delete(draft);
            }
        } catch (IOException e) {
            throw new EmbeddedFault("Expected to restore " + file + " into " + home + ", found: " + e, e);
        }
    }

    private static void refuseFull(Path home) throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            List<String> found = all.map(path -> path.getFileName().toString())
                    .filter(name -> !HARMLESS.contains(name))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                throw new EmbeddedFault("Expected an empty directory to restore into, found " + String.join(", ", found)
                        + " in " + home + ". Nothing was changed; name another with --data.");
            }
        }
    }

    private static void refuseSecondKey(Path home, Backup backup) {
        if (backup.hasSecretKey() && Files.exists(home.resolve(SECRET_KEY))) {
            throw new EmbeddedFault("Expected no " + SECRET_KEY + " in " + home
                    + ", for the backup brings its own, found one. Nothing was changed; put that file aside.");
        }
    }

    private static Backup manifest(Path draft, int files) throws IOException {
        if (!Files.exists(draft.resolve(MANIFEST))) {
            throw new EmbeddedFault("Expected a backup of onward, found no " + MANIFEST + " in it.");
        }
        var manifest = (Map<?, ?>) JsonReader.read(Files.readAllBytes(draft.resolve(MANIFEST)));
        boolean isOurs = String.valueOf(manifest.get("format")).equals(Integer.toString(FORMAT))
                && major(String.valueOf(manifest.get("postgres"))).equals(major(Binaries.RELEASE));
        if (!isOurs) {
            throw new EmbeddedFault(
                    "Expected a backup of format " + FORMAT + " and PostgreSQL " + major(Binaries.RELEASE)
                            + ", found format " + manifest.get("format") + " and PostgreSQL " + manifest.get("postgres")
                            + ". Restore it with the onward that made it.");
        }
        return new Backup(
                files,
                0,
                String.valueOf(manifest.get("schema")),
                Instant.parse(String.valueOf(manifest.get("made_at"))),
                Boolean.TRUE.equals(manifest.get("has_secret_key")));
    }

    private static String major(String release) {
        return release.replaceAll("\\..*", "");
    }

    /** The database itself last: by it a directory is known to have one. */
    private static void settle(Path draft, Path home, Backup backup) throws IOException {
        var cluster = new Cluster(home);
        Path data = draft.resolve(BaseBackup.DATA);
        for (Path directory : Trees.directories(data)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        Files.move(draft.resolve(PASSWORD), cluster.passwordFile());
        if (backup.hasSecretKey()) {
            Files.move(draft.resolve(SECRET_KEY), home.resolve(SECRET_KEY));
        }
        Files.move(data, cluster.data(), StandardCopyOption.ATOMIC_MOVE);
        EmbeddedPostgres.own(home);
    }
}
