package onward.app.operate;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import onward.app.config.BadConfig;
import onward.app.config.Config;
import onward.app.home.Asking;
import onward.app.home.DataLock;
import onward.app.home.OpenDatabase;
import onward.app.home.SecretKey;
import onward.app.home.StartRefused;
import onward.store.Migrations;
import onward.store.Store;
import onward.store.embedded.Backup;

/** {@code onward backup} and {@code onward restore}: the embedded database in one file, and back. */
public final class BackupCommand {
    public static final String HELP = """
            onward backup FILE [--with-secret-key] [flags]
            onward restore FILE [flags]

            backup writes the embedded database of --data into FILE, which must not be there yet: everything that was
            committed when it ends. A server may run and go on writing meanwhile. The file can be read by its owner alone
            and holds what the database holds: addresses, mails, the database's own password.

            restore unpacks such a file into the directory of --data, which must have no database. Nothing is there until
            every checksum was found right. The next start takes up where the backup ended: runs that were under way go on,
            and mails that were not out go out. Stop the server that the backup is of first: two of them send twice.

            The key that seals secrets (secret.key) is not in the file, so that a copy that is lost opens no secret, unless
            --with-secret-key puts it there. Keep it apart otherwise; it never changes.

            A PostgreSQL of your own is backed up by its own means: pg_dump, pg_basebackup.

            Exit code: 0 done, 1 it cannot be done, 2 the command was not understood.
            """;

    private static final String WITH_KEY = "--with-secret-key";

    private BackupCommand() {}

    /** Runs backup to the end; the exit code. */
    public static int backup(List<String> args, Map<String, String> env, PrintStream out) {
        Arguments arguments = Arguments.read(args, Set.of(), Set.of(WITH_KEY));
        Path file = file(arguments, "backup");
        Config config = embedded(arguments, env);
        boolean withKey = arguments.has(WITH_KEY);
        if (withKey && config.secretKey() == null && !Files.exists(config.data().resolve(SecretKey.FILE))) {
            throw new StartRefused("Expected a " + SecretKey.FILE + " in " + config.data() + " for " + WITH_KEY
                    + ", found none: no server has started there yet.");
        }
        try (OpenDatabase database = OpenDatabase.existing(config)) {
            String schema = Migrations.standing(database.uri()).found();
            Instant now = Asking.of(database.uri(), Store::now);
            Backup made = Backup.write(config.data(), database.uri(), file, withKey, schema, now);
            out.println(String.format(
                    Locale.ROOT,
                    "Backed up %,d files, %,d MiB, of schema %s, as they were committed from %s on, into %s.",
                    made.files(),
                    made.bytes() >> 20,
                    made.schema(),
                    made.madeAt(),
                    file));
            out.println(keyWords(made, config));
        }
        return 0;
    }

    private static String keyWords(Backup made, Config config) {
        if (made.hasSecretKey()) {
            return "The key that seals secrets is in it: whoever has the file can open them.";
        }
        return config.secretKey() != null
                ? "The key that seals secrets is not in it: keep the value of ONWARD_SECRET_KEY apart."
                : "The key that seals secrets is not in it: keep "
                        + config.data().resolve(SecretKey.FILE)
                        + " apart. Without it the secrets of webhooks and the keys of domains cannot be opened.";
    }

    /** Runs restore to the end; the exit code. */
    public static int restore(List<String> args, Map<String, String> env, PrintStream out) {
        Arguments arguments = Arguments.read(args, Set.of(), Set.of());
        Path file = file(arguments, "restore");
        Config config = embedded(arguments, env);
        DataLock lock = DataLock.take(config.data());
        try {
            Backup restored = Backup.restore(file, config.data());
            out.println(String.format(
                    Locale.ROOT,
                    "Restored %,d files, of schema %s and %s, into %s; every checksum was right.",
                    restored.files(),
                    restored.schema(),
                    restored.madeAt(),
                    config.data()));
            out.println(keyWordsAfter(restored, config));
        } finally {
            lock.close();
        }
        return 0;
    }

    private static String keyWordsAfter(Backup restored, Config config) {
        boolean isThere =
                config.secretKey() != null || Files.exists(config.data().resolve(SecretKey.FILE));
        if (restored.hasSecretKey()) {
            return "The key that seals secrets came with it.";
        }
        return isThere
                ? "The key that seals secrets is the one that was there; onward doctor says whether it opens them."
                : "The key that seals secrets was not in it. Before you start, put the " + SecretKey.FILE
                        + " of the old data directory into " + config.data()
                        + ", or set ONWARD_SECRET_KEY; start would make a new one, which opens nothing that was sealed.";
    }

    private static Path file(Arguments arguments, String command) {
        if (arguments.words().size() != 1) {
            throw new BadConfig(List.of("Expected onward " + command + " FILE, found "
                    + (arguments.words().isEmpty() ? "no file" : "several") + ". See onward " + command + " --help."));
        }
        return Path.of(arguments.words().get(0)).toAbsolutePath();
    }

    private static Config embedded(Arguments arguments, Map<String, String> env) {
        Config config = Config.read(arguments.settings(), env);
        if (config.databaseUrl() != null) {
            throw new StartRefused("Expected the embedded database, found a PostgreSQL of your own"
                    + " (ONWARD_DATABASE_URL). Back it up and restore it by its own means: pg_dump, pg_basebackup.");
        }
        return config;
    }
}
