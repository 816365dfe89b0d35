package onward.app.doctor;

import io.vertx.core.Future;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onward.app.config.Config;
import onward.app.home.Asking;
import onward.app.home.OpenDatabase;
import onward.app.home.SecretKey;
import onward.app.home.StartRefused;
import onward.store.DatabaseUnusable;
import onward.store.Migrations;
import onward.store.SecretBox;
import onward.store.Store;
import onward.store.embedded.EmbeddedFault;
import onward.store.embedded.EmbeddedPostgres;
import onward.store.json.JsonWriter;
import onward.store.page.Vitals;
import onward.store.table.SealedRows;

/** {@code onward doctor}: one line a finding; exit code 0 when nothing is wrong. */
public final class DoctorCommand {
    public static final String HELP = """
            onward doctor [flags]

            Looks at this machine, the settings and the database, and says what is wrong and how to mend it: a database
            that trades durability for speed, clocks that differ, little disk, a role with more power than it needs, a
            schema that does not fit, a key that does not open what is sealed, links that lead nowhere, a port that is
            taken, a mail server that does not answer. Changes nothing; a server may run meanwhile.

              --json   the same as JSON
              Every flag of start is understood (onward help lists them): give it those that start gets.

            What is right and what has failed inside a database that works is asked by onward check.

            Exit code: 0 nothing is wrong, 1 something is, 2 the command or a setting was not understood.
            """;

    private static final String JSON = "--json";

    private DoctorCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out, InstantSource clock) {
        var settings = new ArrayList<>(args);
        boolean asJson = settings.removeIf(JSON::equals);
        List<Finding> findings = new Visit(Config.read(settings, env), clock).findings();
        boolean isWell = findings.stream().allMatch(Finding::isWell);
        if (asJson) {
            out.println(json(findings, isWell));
        } else {
            findings.forEach(finding -> out.println(finding.line()));
        }
        return isWell ? 0 : 1;
    }

    private static String json(List<Finding> findings, boolean isWell) {
        var json = new LinkedHashMap<String, Object>();
        json.put("well", isWell);
        json.put("findings", findings.stream().map(Finding::json).toList());
        return JsonWriter.write(json);
    }

    /** One look at everything. */
    private record Visit(Config config, InstantSource clock) {

        List<Finding> findings() {
            boolean isEmbedded = config.databaseUrl() == null;
            if (isEmbedded && !EmbeddedPostgres.isIn(config.data())) {
                return with(
                        false,
                        List.of(Finding.well(
                                "database", "none yet in " + config.data() + "; the first start makes one there")));
            }
            try (OpenDatabase database = OpenDatabase.existing(config)) {
                Heard heard = Asking.of(database.uri(), this::hear);
                boolean isServed = database.isServed() || heard.vitals().onwardSessions() > 0;
                return with(isServed, database(database.uri(), heard, isEmbedded));
            } catch (StartRefused | DatabaseUnusable | EmbeddedFault e) {
                return with(
                        false,
                        List.of(Finding.wrong(
                                "database",
                                "it to answer",
                                firstLine(e),
                                "Is it up, and are its address, role and password those of ONWARD_DATABASE_URL?")));
            }
        }

        /** As the middle of a sentence. */
        private static String firstLine(RuntimeException e) {
            return e.getMessage().lines().findFirst().orElse("nothing").replaceAll("\\.$", "");
        }

        private List<Finding> with(boolean isServed, List<Finding> ofDatabase) {
            List<Finding> all = new ArrayList<>(new MachineFindings(config, isServed).all());
            all.addAll(ofDatabase);
            return all;
        }

        /** @param before and {@code after}: this machine's clock around the question */
        private record Heard(Vitals vitals, Instant before, Instant after) {}

        private Future<Heard> hear(Store store) {
            // The first question also waits for the connection, which is no one's clock being wrong.
            return store.now().compose(connected -> {
                Instant before = clock.instant();
                return Vitals.of(store.client()).map(vitals -> new Heard(vitals, before, clock.instant()));
            });
        }

        private List<Finding> database(String uri, Heard heard, boolean isEmbedded) {
            List<Finding> findings = new ArrayList<>(DatabaseFindings.of(heard.vitals(), isEmbedded));
            findings.add(DatabaseFindings.clock(heard.vitals().at(), heard.before(), heard.after()));
            Migrations.Standing standing = Migrations.standing(uri);
            Finding schema = DatabaseFindings.schema(standing, heard.vitals().mayCreate());
            findings.add(schema);
            if (schema.isWell()) {
                findings.add(sealed(uri));
            }
            return findings;
        }

        private Finding sealed(String uri) {
            Optional<SecretBox> box = SecretKey.existing(config);
            List<String> closed = Asking.of(uri, store -> SealedRows.closedTo(store.client(), box.orElse(null)));
            return DatabaseFindings.sealed(closed, box.isPresent());
        }
    }
}
