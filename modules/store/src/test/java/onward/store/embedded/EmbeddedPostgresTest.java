package onward.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import onward.store.DatabaseUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private final Path target = Path.of("target").toAbsolutePath();
    private final Path home =
            target.resolve("embedded-" + ProcessHandle.current().pid());
    private EmbeddedPostgres server;

    @BeforeEach
    void start() {
        server = EmbeddedPostgres.start(home, target);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        Trees.delete(home);
    }

    @Test
    void rows_and_address_outlive_a_restart() throws Exception {
        run("create table note (text text)");
        run("insert into note values ('kept')");
        String before = server.uri();

        server.stop();
        server = EmbeddedPostgres.start(home, target);

        assertThat(server.uri()).isEqualTo(before);
        assertThat(ask("select text from note")).isEqualTo("kept");
    }

    @Test
    void the_server_of_a_killed_program_is_taken_over_with_its_rows() throws Exception {
        run("create table note (text text)");
        run("insert into note values ('kept')");
        long orphan = new PidFile(home.resolve("data-18")).pid();

        server = EmbeddedPostgres.start(home, target); // nobody stopped the first one, as after kill -9

        assertThat(new PidFile(home.resolve("data-18")).pid()).isPositive().isNotEqualTo(orphan);
        assertThat(ask("select text from note")).isEqualTo("kept");
    }

    @Test
    void a_killed_server_recovers_what_was_committed() throws Exception {
        run("create table note (text text)");
        run("insert into note values ('kept')");
        var postmaster =
                ProcessHandle.of(new PidFile(home.resolve("data-18")).pid()).orElseThrow();

        postmaster.destroyForcibly();
        server = EmbeddedPostgres.start(home, target);

        assertThat(ask("select text from note")).isEqualTo("kept");
    }

    @Test
    void a_wrong_password_is_refused() {
        DatabaseUri uri = DatabaseUri.read(server.uri());

        assertThatThrownBy(() -> DriverManager.getConnection(uri.jdbc(), uri.user(), "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void the_password_is_for_its_owner_alone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
                .isEqualTo("rw-------");
    }

    private void run(String sql) throws SQLException {
        ask(sql);
    }

    private String ask(String sql) throws SQLException {
        DatabaseUri uri = DatabaseUri.read(server.uri());
        try (var connection = DriverManager.getConnection(uri.jdbc(), uri.user(), uri.password());
                var statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            if (!hasRows) {
                return null;
            }
            statement.getResultSet().next();
            return statement.getResultSet().getString(1);
        }
    }
}
