package onward.app.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.store.Migrations;
import onward.store.Store;
import onward.store.page.Vitals;

/** What is to be said of a database that answered. */
final class DatabaseFindings {
    /** PostgreSQL's releases from this one on have what the statements use. */
    static final int VERSION_MIN = 16;
    /** How far the clocks of machine and database may be apart. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(2);

    private static final int VERSION_FACTOR = 10_000;
    private static final String RELOAD = " Then reload its configuration.";

    private DatabaseFindings() {}

    /**
     * Of what it says of itself.
     *
     * @param isEmbedded the one that comes with the program, whose only role is a superuser by nature
     */
    static List<Finding> of(Vitals vitals, boolean isEmbedded) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(
                vitals.versionNumber() >= VERSION_MIN * VERSION_FACTOR,
                "server version",
                "PostgreSQL " + VERSION_MIN + " or newer",
                vitals.version(),
                "Upgrade PostgreSQL before you start onward on it."));
        findings.add(Finding.of(
                vitals.encoding().equals("UTF8"),
                "encoding",
                "UTF8",
                vitals.encoding(),
                "Make a database with encoding 'UTF8' and move into it: names and texts may hold any character."));
        findings.add(isOn(
                "fsync",
                vitals.fsync(),
                "Set fsync = on: without it a power cut may ruin the whole database." + RELOAD));
        findings.add(isOn(
                "full_page_writes",
                vitals.fullPageWrites(),
                "Set full_page_writes = on: without it a power cut may leave pages half written." + RELOAD));
        findings.add(
                Finding.of(
                        !vitals.synchronousCommit().equals("off"),
                        "synchronous_commit",
                        "on",
                        vitals.synchronousCommit(),
                        "Set it on, for the database and its role: off, an event that was answered 202 may be lost by a crash."));
        findings.add(isOn(
                "autovacuum",
                vitals.autovacuum(),
                "Set autovacuum = on: queues are written and deleted all day, and slow down without it." + RELOAD));
        findings.add(Finding.of(
                !vitals.isReadOnly(),
                "writing",
                "a primary that takes writes",
                vitals.isReadOnly() ? "a replica, or default_transaction_read_only" : "it takes writes",
                "Name the primary in ONWARD_DATABASE_URL."));
        findings.add(connections(vitals));
        if (!isEmbedded) {
            findings.add(role(vitals));
        }
        return findings;
    }

    private static Finding isOn(String setting, String found, String remedy) {
        return Finding.of(found.equals("on"), setting, "on", found, remedy);
    }

    /** A server that runs has its connections already. */
    private static Finding connections(Vitals vitals) {
        boolean fits = vitals.onwardSessions() > 0 || vitals.connectionsFree() >= Store.CONNECTIONS_DEFAULT;
        return Finding.of(
                fits,
                "connections",
                "room for " + Store.CONNECTIONS_DEFAULT + " more, which is what a node opens",
                "room for " + vitals.connectionsFree(),
                "Raise max_connections, or close what others keep open.");
    }

    private static Finding role(Vitals vitals) {
        return Finding.of(
                vitals.powers().isEmpty(),
                "role",
                "a role that owns its database and may do nothing beyond it",
                vitals.powers().isEmpty()
                        ? vitals.role() + ", without special powers"
                        : vitals.role() + ", which has " + String.join(", ", vitals.powers()),
                "Make one: create role onward login password '...'; create database onward owner onward; then move into"
                        + " it. What a flaw of the server could reach then ends at its own tables.");
    }

    /** @param before and {@code after}: this machine's clock around the moment when the database looked at its own */
    static Finding clock(Instant database, Instant before, Instant after) {
        Duration ahead = Duration.between(after, database);
        Duration behind = Duration.between(database, before);
        Duration off = ahead.compareTo(behind) > 0 ? ahead : behind;
        boolean isWell = off.compareTo(CLOCK_SKEW_MAX) <= 0;
        return Finding.of(
                isWell,
                "clocks",
                "this machine and the database at most " + CLOCK_SKEW_MAX.toSeconds() + " s apart",
                isWell
                        ? "together"
                        : "the database " + off.toSeconds() + " s "
                                + (ahead.compareTo(behind) > 0 ? "ahead of" : "behind") + " this machine",
                "Let both set their clocks by NTP (timedatectl set-ntp true). Runs are due by the database's clock, and a"
                        + " wrong one fires them early or late.");
    }

    static Finding schema(Migrations.Standing standing, boolean mayCreate) {
        String found = standing.found() == null ? "none" : "version " + standing.found();
        return Finding.of(
                !standing.isNewer() && !standing.isOlder(),
                "schema",
                "version " + standing.known(),
                found,
                standing.isNewer()
                        ? "A newer onward made it: run that one, or bring back a backup of before."
                        : mayCreate
                                ? "start brings it forward, as does onward migrate."
                                : "Run onward migrate with a role that may make tables; this one may not.");
    }

    /** @param closed the kinds of sealed rows that the key does not open */
    static Finding sealed(List<String> closed, boolean hasKey) {
        return Finding.of(
                closed.isEmpty(),
                "secret key",
                "a key that opens what is sealed in the database",
                closed.isEmpty()
                        ? (hasKey ? "it opens what is sealed" : "none yet, and nothing is sealed")
                        : (hasKey ? "another key than the one that sealed: " : "no key for: ")
                                + String.join(", ", closed),
                "Bring back the secret.key of the data directory that was used before, or set ONWARD_SECRET_KEY to it."
                        + " Without it webhooks cannot be signed, nor mails of verified domains.");
    }
}
