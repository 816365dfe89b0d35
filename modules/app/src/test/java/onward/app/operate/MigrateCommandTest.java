package onward.app.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.store.DatabaseUnusable;
import onward.store.Migrations;
import onward.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
    @TempDir
    Path data;

    @Test
    void a_bare_database_gets_the_schema_and_a_second_time_changes_nothing() {
        String database = TestDatabase.bare();

        Said first = migrate(database);
        Said second = migrate(database);

        String known = Migrations.standing(database).known();
        assertThat(first.code()).isZero();
        assertThat(first.out()).isEqualTo("The schema was made, at version " + known + ".\n");
        assertThat(second.code()).isZero();
        assertThat(second.out()).contains("at version " + known + " already");
    }

    @Test
    void a_schema_that_a_newer_program_made_is_left_alone() {
        String database = TestDatabase.fresh();
        Sql.run(database, """
                insert into flyway_schema_history
                select installed_rank + 1, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, 'onward',
                  installed_on, 1, true
                from flyway_schema_history
                order by installed_rank desc
                limit 1
                """);

        assertThatThrownBy(() -> migrate(database))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("found version 999, which a newer onward made")
                .hasMessageContaining("Nothing was changed");
    }

    private Said migrate(String database) {
        return Said.by((out, err) ->
                MigrateCommand.run(List.of("--database-url", database), Map.of("ONWARD_DATA", data.toString()), out));
    }
}
