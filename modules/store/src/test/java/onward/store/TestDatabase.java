package onward.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import onward.store.embedded.EmbeddedPostgres;

/**
 * A migrated, empty database for each test that asks: one server a JVM, one migrated template, and a copy
 * of the template (about 0.1 s) per call. The server stops and its data go when the JVM ends.
 */
public final class TestDatabase {
    /** The one project in every fresh database, named {@code default}. */
    public static final UUID PROJECT = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static DatabaseUri server;
    private static int made;

    private TestDatabase() {}

    /** The URI of a database nobody has used. */
    public static String fresh() {
        return made("onward_template");
    }

    /** The URI of a database without a schema. */
    public static String bare() {
        return made("template0");
    }

    private static synchronized String made(String template) {
        if (server == null) {
            server = startServer();
            makeTemplate(server.withDatabase("onward_template"));
        }
        String name = "test_" + ++made;
        execute(server, "create database " + name + " template " + template);
        return server.withDatabase(name).text();
    }

    private static DatabaseUri startServer() {
        Path target = Path.of("target").toAbsolutePath();
        Path home = target.resolve("postgres-" + ProcessHandle.current().pid());
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home, sharedPrograms(target));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(postgres, home)));
        return DatabaseUri.read(postgres.uri());
    }

    /** The unpacked server is kept in the project's own target directory, for all modules. */
    private static Path sharedPrograms(Path target) {
        for (Path at = target; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at.resolve("target");
            }
        }
        return target;
    }

    private static void makeTemplate(DatabaseUri template) {
        execute(server, "create database " + template.database());
        Migrations.run(template.text());
        execute(
                template,
                "insert into project (id, name, created_at) values ('" + PROJECT + "', 'default', '" + CREATED + "')");
    }

    private static void execute(DatabaseUri database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbc(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Expected to run: " + sql, e);
        }
    }

    /** At once: a clean stop would first flush every database, and all of them are about to go. */
    private static void remove(EmbeddedPostgres postgres, Path home) {
        postgres.stopAtOnce();
        try (var all = Files.walk(home)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("Expected to remove " + home + ", found: " + e);
        }
    }
}
