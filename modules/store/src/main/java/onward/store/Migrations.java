package onward.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the newest schema: the scripts under {@code resources/schema}, forward only, each in
 * its own transaction, checksums kept. Several nodes may call this at once; PostgreSQL's advisory lock
 * lets one work and the others wait.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Blocks until the schema is current.
     *
     * @param uri as {@link DatabaseUri} reads it
     * @return the version the schema has now, for example {@code "1"}
     * @throws DatabaseUnusable when it cannot be reached, or was migrated by scripts other than ours
     */
    public static String run(String uri) {
        DatabaseUri database = DatabaseUri.read(uri);
        try {
            Flyway flyway = flyway(database);
            flyway.migrate();
            return flyway.info().current().getVersion().getVersion();
        } catch (FlywayException e) {
            throw new DatabaseUnusable(
                    "Expected to bring the schema of " + database + " up to date, found: " + e.getMessage(), e);
        }
    }

    private static Flyway flyway(DatabaseUri database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database.jdbc(), database.user(), database.password())
                .locations("classpath:schema")
                .validateMigrationNaming(true)
                .load();
    }
}
