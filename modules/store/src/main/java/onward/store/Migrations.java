package onward.store;

import org.flywaydb.core.Flyway;

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
     * @throws org.flywaydb.core.api.FlywayException when the database cannot be reached, or holds a script
     *     whose text changed
     */
    public static String run(String uri) {
        DatabaseUri database = DatabaseUri.read(uri);
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database.jdbc(), database.user(), database.password())
                .locations("classpath:schema")
                .validateMigrationNaming(true)
                .load();
        flyway.migrate();
        return flyway.info().current().getVersion().getVersion();
    }
}
