package onward.app.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.app.config.BadConfig;
import onward.app.home.StartRefused;
import onward.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir
    Path data;

    private final String database = TestDatabase.fresh();

    @Test
    void a_key_is_made_listed_and_revoked() {
        Said made = keys("create", "--name", "night shift", "--permission=sending_access");
        String token = made.out().lines().findFirst().orElseThrow();
        String id = Sql.one(database, "select id from api_key where name = 'night shift'");

        assertThat(token).matches("re_[0-9A-Za-z]{43}");
        assertThat(made.out()).contains("Key " + id + ", sending_access. It is shown this once");
        assertThat(keys("list").out())
                .contains(id + "  sending_access  made ")
                .contains("never used")
                .contains("night shift")
                .contains("1 key.")
                .doesNotContain(token);
        assertThat(keys("revoke", id).out()).isEqualTo("Key " + id + " is revoked.\n");
        assertThat(keys("list").out()).isEqualTo("0 keys.\n");
    }

    @Test
    void a_key_that_is_not_there_cannot_be_revoked() {
        Said said = keys("revoke", "01900000-0000-7000-8000-000000000099");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("found none");
    }

    @Test
    void more_keys_than_a_page_are_listed() {
        Sql.run(database, """
                insert into api_key (project_id, id, name, permission, token_hint, token_hash, created_at)
                select '01900000-0000-7000-8000-000000000001', gen_random_uuid(), 'key ' || n, 'full_access', '',
                  sha256(n::text::bytea), '2026-01-01'::timestamptz + n * interval '1 second'
                from generate_series(1, 250) n
                """);

        assertThat(keys("list").out()).contains("key 1\n").contains("key 250\n").contains("250 keys.");
    }

    @Test
    void what_is_not_understood_is_told() {
        assertThatThrownBy(() -> keys())
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("Expected list, create or revoke, found nothing");
        assertThatThrownBy(() -> keys("revoke", "ada")).hasMessageContaining("found ada");
        assertThatThrownBy(() -> keys("list", "all")).hasMessageContaining("found all");
        assertThatThrownBy(() -> keys("create", "--permission", "everything", "--name", "n".repeat(51)))
                .hasMessageContaining("--name: String must contain at most 50")
                .hasMessageContaining("--permission: Expected one of");
        assertThatThrownBy(() -> keys("list", "--prot", "1")).hasMessageContaining("found --prot");
    }

    @Test
    void no_database_is_made_by_a_wrong_directory() {
        assertThatThrownBy(() -> Said.by(
                        (out, err) -> KeysCommand.run(List.of("list", "--data", data.toString()), Map.of(), out, err)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Expected a database in " + data + ", found none");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void the_schema_must_be_there_first() {
        String bare = TestDatabase.bare();

        assertThatThrownBy(() -> Said.by((out, err) -> KeysCommand.run(
                        List.of("list", "--database-url", bare), Map.of("ONWARD_DATA", data.toString()), out, err)))
                .hasMessageContaining("found none. Run onward migrate first.");
    }

    @Test
    void the_embedded_database_is_opened_for_the_command_alone() {
        var env = Map.of("ONWARD_DATA", data.toString());

        Said schema = Said.by((out, err) -> MigrateCommand.run(List.of(), env, out));
        Said made = Said.by((out, err) -> KeysCommand.run(List.of("create"), env, out, err));
        Said listed = Said.by((out, err) -> KeysCommand.run(List.of("list"), env, out, err));

        assertThat(schema.out()).startsWith("The schema was made");
        assertThat(made.out()).startsWith("re_");
        assertThat(listed.out()).contains("command line").contains("1 key.");
        assertThat(data.resolve("data-18/postmaster.pid")).doesNotExist();
    }

    private Said keys(String... words) {
        var args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--database-url", database));
        return Said.by((out, err) -> KeysCommand.run(args, Map.of("ONWARD_DATA", data.toString()), out, err));
    }
}
