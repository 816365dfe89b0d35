package onward.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import onward.app.home.SecretKey;
import onward.store.DatabaseUri;
import onward.store.SecretBox;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import onward.store.page.Vitals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor looks at real databases, each broken on purpose in one way. */
class DoctorCommandTest {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final AtomicInteger ROLES = new AtomicInteger();

    @TempDir
    Path data;

    private final String admin = TestDatabase.fresh();
    private String database;

    /** As it should be: a role that owns nothing but what it needs. */
    @BeforeEach
    void a_role_without_special_powers() {
        String role = "keeper_" + ProcessHandle.current().pid() + "_" + ROLES.incrementAndGet();
        sql("create role " + role + " login password 'keeper'");
        sql("grant pg_read_all_data, pg_write_all_data to " + role);
        DatabaseUri uri = DatabaseUri.read(admin);
        database = new DatabaseUri(uri.host(), uri.port(), uri.database(), role, "keeper", null).text();
    }

    @Test
    void nothing_is_wrong_where_nothing_is() {
        Said said = doctor();

        assertThat(said.out())
                .doesNotContain("WRONG")
                .contains("ok      fsync: on")
                .contains("ok      clocks: together");
        assertThat(said.code()).isZero();
    }

    @Test
    void durability_that_was_traded_for_speed_is_wrong() throws Exception {
        sql("alter database " + DatabaseUri.read(admin).database() + " set synchronous_commit = off");
        try {
            system("fsync", "off");
            system("full_page_writes", "off");
            system("autovacuum", "off");

            Said said = doctor();

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.out())
                    .contains("WRONG   fsync: expected on, found off. Set fsync = on")
                    .contains("WRONG   full_page_writes: expected on, found off")
                    .contains("WRONG   synchronous_commit: expected on, found off")
                    .contains("WRONG   autovacuum: expected on, found off");
        } finally {
            system("fsync", null);
            system("full_page_writes", null);
            system("autovacuum", null);
        }
    }

    @Test
    void a_superuser_is_more_than_it_needs() {
        Said said = doctor("--database-url", admin);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("WRONG   role: ").contains("found onward, which has superuser");
    }

    @Test
    void a_clock_that_is_off_is_told_with_its_direction() {
        Instant now = Instant.now();

        assertThat(doctor(InstantSource.offset(InstantSource.system(), Duration.ofMinutes(5)))
                        .out())
                .contains("WRONG   clocks: ")
                .contains("behind this machine");
        assertThat(DatabaseFindings.clock(now, now.minusSeconds(90), now.minusSeconds(60))
                        .line())
                .contains("found the database 60 s ahead of this machine");
        assertThat(DatabaseFindings.clock(now, now.minusSeconds(90), now.plusSeconds(1))
                        .isWell())
                .isTrue();
    }

    @Test
    void a_schema_too_new_and_one_too_old_are_wrong() {
        sql("""
                insert into flyway_schema_history
                select installed_rank + 1, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, 'onward',
                  installed_on, 1, true
                from flyway_schema_history
                order by installed_rank desc
                limit 1
                """);

        assertThat(doctor().out()).contains("WRONG   schema: ").contains("found version 999. A newer onward made it");

        sql(
                "delete from flyway_schema_history where installed_rank >= (select max(installed_rank) - 1 from flyway_schema_history)");
        assertThat(doctor().out())
                .contains("WRONG   schema: ")
                .contains("Run onward migrate with a role that may make tables; this one may not.");
    }

    @Test
    void what_is_sealed_and_cannot_be_opened_is_told() throws Exception {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        byte[] sealed = SecretBox.of(key).seal("VAPID key", new byte[] {1, 2, 3});
        sql("insert into vapid_key (project_id, public_key, private_key, created_at) values ('" + TestDatabase.PROJECT
                + "', decode('" + "04".repeat(65) + "', 'hex'), decode('"
                + HexFormat.of().formatHex(sealed) + "', 'hex'), now())");

        assertThat(doctor().out()).contains("WRONG   secret key: ").contains("found no key for: VAPID key");
        assertThat(doctor("--secret-key", "1".repeat(64)).out())
                .contains("found another key than the one that sealed: VAPID key");
        assertThat(doctor("--secret-key", "0".repeat(64)).out())
                .contains("ok      secret key: it opens what is sealed");
        assertThat(data.resolve(SecretKey.FILE)).doesNotExist();
    }

    @Test
    void a_key_that_others_can_read_is_wrong() throws Exception {
        Path key = Files.writeString(data.resolve(SecretKey.FILE), "0".repeat(64));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(doctor().out()).contains("WRONG   key file: ").contains("chmod 600 " + key);
    }

    @Test
    void a_port_that_somebody_has_is_told() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Said said = doctor("--port", port, "--admin-port", port);

            assertThat(said.out())
                    .contains("WRONG   port: expected to listen on 127.0.0.1:" + port)
                    .contains("WRONG   admin port: ");
            assertThat(said.code()).isEqualTo(1);
        }
    }

    @Test
    void mails_for_real_need_a_mail_server_and_links_that_lead_here() throws Exception {
        int closed;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = once.getLocalPort();
        }

        Said said = doctor("--smtp-url", "smtp://127.0.0.1:" + closed);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("WRONG   mail server: expected smtp://127.0.0.1:" + closed)
                .contains("WRONG   public URL: ");
    }

    @Test
    void a_mail_server_is_asked_for_its_login_too() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            mail.setUser("ada@example.com", "ada", "hush");
            String at = "@127.0.0.1:" + mail.getSmtp().getPort() + "?tls=none";

            Said right = doctor("--smtp-url", "smtp://ada:hush" + at, "--public-url", "https://onward.example.com");
            Said wrong = doctor("--smtp-url", "smtp://ada:guess" + at, "--public-url", "https://onward.example.com");

            assertThat(right.out()).contains("greets and takes the login").doesNotContain("WRONG");
            assertThat(wrong.out()).contains("WRONG   mail server: ").doesNotContain("guess");
            assertThat(mail.getReceivedMessages()).isEmpty();
        } finally {
            mail.stop();
        }
    }

    @Test
    void a_database_that_does_not_answer_is_wrong_and_the_rest_is_told_all_the_same() {
        DatabaseUri uri = DatabaseUri.read(admin);
        String wrong = new DatabaseUri(uri.host(), uri.port(), uri.database(), "nobody_here", "guess", null).text();

        Said said = doctor("--database-url", wrong);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("WRONG   database: ")
                .contains("ok      port: ")
                .doesNotContain("guess");
    }

    @Test
    void a_server_of_another_age_without_room_that_takes_no_writes() {
        var vitals = new Vitals(
                150004, "15.4", "LATIN1", "on", "on", "on", "on", 3, 0, true, true, "onward", List.of(), Instant.now());

        assertThat(DatabaseFindings.of(vitals, false).stream()
                        .filter(finding -> !finding.isWell())
                        .map(Finding::subject))
                .containsExactly("server version", "encoding", "writing", "connections");
        assertThat(MachineFindings.disk(10_000_000).line())
                .contains("WRONG   disk: ")
                .contains("found 9 MiB");
    }

    @Test
    void an_embedded_database_that_is_not_there_yet_is_no_fault_and_is_not_made() {
        Said said = said(List.of("--port=0", "--data", data.toString()), Map.of(), InstantSource.system());

        assertThat(said.out()).contains("ok      database: none yet");
        assertThat(said.code()).isZero();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void json_says_the_same_to_a_program() {
        Said said = doctor("--json", "--database-url", admin);

        var json = (Map<?, ?>) JsonReader.read(said.out().strip());
        assertThat(json.get("well")).isEqualTo(false);
        assertThat(json.get("findings").toString()).contains("{subject=role, well=false, found=onward, which has");
    }

    private record Said(int code, String out) {}

    private Said doctor(String... args) {
        return doctor(InstantSource.system(), args);
    }

    private Said doctor(InstantSource clock, String... args) {
        var flags = new ArrayList<>(List.of("--port=0", "--database-url", database));
        flags.addAll(Arrays.asList(args));
        return said(flags, new HashMap<>(Map.of("ONWARD_DATA", data.toString())), clock);
    }

    private static Said said(List<String> args, Map<String, String> env, InstantSource clock) {
        var out = new ByteArrayOutputStream();
        int code = DoctorCommand.run(args, env, new PrintStream(out, true, StandardCharsets.UTF_8), clock);
        return new Said(code, out.toString(StandardCharsets.UTF_8));
    }

    private void sql(String statement) {
        ask(statement, false);
    }

    private String ask(String statement, boolean answers) {
        DatabaseUri uri = DatabaseUri.read(admin);
        try (var connection = DriverManager.getConnection(uri.jdbc(), uri.user(), uri.password());
                var work = connection.createStatement()) {
            work.execute(statement);
            if (!answers) {
                return null;
            }
            work.getResultSet().next();
            return work.getResultSet().getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Expected to run: " + statement, e);
        }
    }

    /** Sets it for the whole server, or back, and waits until new connections have it. */
    private void system(String setting, String value) {
        sql(value == null ? "alter system reset " + setting : "alter system set " + setting + " = " + value);
        ask("select pg_reload_conf()", true);
        String expected = value == null ? "on" : value;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!ask("show " + setting, true).equals(expected)) {
            assertThat(System.nanoTime()).as(setting + " is " + expected).isLessThan(deadline);
        }
    }
}
