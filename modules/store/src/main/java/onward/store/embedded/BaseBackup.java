package onward.store.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onward.store.DatabaseUri;

/**
 * A base backup of a server that runs, by PostgreSQL's low-level interface (manual, "Making a Base Backup Using the Low
 * Level API"): it is told that a copy begins, its files are read while it goes on writing them, it is told that the copy
 * is over, and the log in between is added. A server that starts on the copy replays that log, and is where this one was
 * when the copy ended.
 */
final class BaseBackup {
    /** Where the files go in the backup. */
    static final String DATA = "data";

    private static final String CONTROL = "global/pg_control";
    private static final String WAL = "pg_wal";
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    /** Directories whose content a server makes anew, as pg_basebackup leaves them out. */
    private static final Set<String> EMPTIED = Set.of(
            WAL, "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map");

    private final Path data;
    private final BackupWriter out;

    private BaseBackup(Path data, BackupWriter out) {
        this.data = data;
        this.out = out;
    }

    /** Writes the files of the server, which must read them from this very directory. */
    static void write(Path data, String uri, BackupWriter out) throws IOException, SQLException {
        DatabaseUri database = DatabaseUri.read(uri);
        try (Connection connection =
                DriverManager.getConnection(database.jdbc(), database.user(), database.password())) {
            new BaseBackup(data, out).write(connection);
        }
    }

    /** The slot, which goes with the connection, keeps the log from being recycled meanwhile. */
    private void write(Connection connection) throws IOException, SQLException {
        ask(
                connection,
                "select pg_create_physical_replication_slot('onward_backup_' || pg_backend_pid(), true, true)",
                1);
        String first = ask(connection, "select pg_walfile_name(pg_backup_start('onward backup', true))", 1)
                .get(0);
        copyFiles();
        List<String> end = ask(
                connection,
                "select pg_walfile_name(lsn), labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)",
                3);
        out.text(DATA + "/backup_label", end.get(1));
        copyLog(first, end.get(0));
    }

    private static List<String> ask(Connection connection, String question, int columns) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            String[] answer = new String[columns];
            for (int i = 0; i < columns; i++) {
                answer[i] = String.valueOf(rows.getString(i + 1));
            }
            return List.of(answer);
        }
    }

    private void copyFiles() throws IOException {
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(data)) {
                    out.directory(name(directory));
                }
                return isEmptied(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    throw new EmbeddedFault(
                            "Expected the files of the embedded database inside its directory, found the" + " link "
                                    + file + ". Back this database up with pg_basebackup.");
                }
                if (isKept(file)) {
                    out.file(name(file), file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** Tables are dropped and made while we look; the log knows. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw fault;
            }
        });
        // The control file last, as pg_basebackup does it.
        out.file(DATA + "/" + CONTROL, data.resolve(CONTROL));
    }

    private boolean isEmptied(Path directory) {
        return EMPTIED.contains(data.relativize(directory).toString());
    }

    private boolean isKept(Path file) {
        String name = file.getFileName().toString();
        return !LEFT_OUT.contains(name)
                && !name.startsWith("pgsql_tmp")
                && !name.startsWith("pg_internal.init")
                && !file.equals(data.resolve(CONTROL));
    }

    private String name(Path path) {
        return DATA + "/" + data.relativize(path).toString().replace('\\', '/');
    }

    /** The names of segments sort as the log goes on; what tells of earlier timelines goes with them. */
    private void copyLog(String first, String last) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve(WAL))) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean isWanted = SEGMENT.matcher(name).matches()
                        ? name.compareTo(first) >= 0 && name.compareTo(last) <= 0
                        : name.endsWith(".history");
                if (isWanted) {
                    out.file(name(file), file);
                }
            }
        }
        out.directory(DATA + "/" + WAL + "/archive_status");
    }
}
