package onward.store;

import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Brings a database to the newest schema: the scripts under {@code resources/schema}, forward only, each in
 * its own transaction, checksums kept. Several nodes may call this at once; PostgreSQL's advisory lock
 * lets one work and the others wait.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Where a schema stands beside this program.
     *
     * @param found the version that the database has; null for a database without one
     * @param known the newest version that this program knows
     */
    public record Standing(String found, String known) {
        /** Was it migrated by a newer program, whose tables this one does not know? */
        public boolean isNewer() {
            return found != null && version(found).compareTo(version(known)) > 0;
        }

        /** Are there scripts left to run? */
        public boolean isOlder() {
            return found == null || version(found).compareTo(version(known)) < 0;
        }

        private static MigrationVersion version(String text) {
            return MigrationVersion.fromVersion(text);
        }
    }

    /**
     * Blocks until the schema is current.
     *
     * @param uri as {@link DatabaseUri} reads it
     * @return the version the schema has now, for example {@code "1"}
     * @throws DatabaseUnusable when it cannot be reached, was migrated by scripts other than ours, or by newer ones
     */
    public static String run(String uri) {
        DatabaseUri database = DatabaseUri.read(uri);
        try {
            Flyway flyway = flyway(database);
            refuseNewer(database, standing(flyway));
            flyway.migrate();
            return standing(flyway).found();
        } catch (FlywayException e) {
            throw new DatabaseUnusable(
                    "Expected to bring the schema of " + database + " up to date, found: " + e.getMessage(), e);
        }
    }

    /**
     * Looks and changes nothing.
     *
     * @throws DatabaseUnusable when the database cannot be reached
     */
    public static Standing standing(String uri) {
        DatabaseUri database = DatabaseUri.read(uri);
        try {
            return standing(flyway(database));
        } catch (FlywayException e) {
            throw new DatabaseUnusable(
                    "Expected to read the version of the schema of " + database + ", found: " + e.getMessage(), e);
        }
    }

    private static Standing standing(Flyway flyway) {
        var info = flyway.info();
        MigrationVersion known = Arrays.stream(info.all())
                .filter(script -> script.getState().isResolved() && script.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Standing(
                info.current() == null ? null : info.current().getVersion().getVersion(), known.getVersion());
    }

    /** Flyway lets an older program pass, which then meets columns it does not fill. */
    private static void refuseNewer(DatabaseUri database, Standing standing) {
        if (standing.isNewer()) {
            throw new DatabaseUnusable(
                    "Expected a schema of at most version " + standing.known() + " in " + database
                            + ", found version " + standing.found()
                            + ", which a newer onward made. Nothing was changed; run that one, or bring back a backup of before.");
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
