package onward.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** An upgrade from before the queues had tables of their own, with work in flight. */
class HotPathMigrationTest {
    private static final String EVENTS = """
            insert into event (project_id, id, name, email, person_key, occurred_at, received_at, matched, quarantined_at)
            select '01900000-0000-7000-8000-000000000001'::uuid, lpad(n::text, 32, '0')::uuid, 'joined', 'ada@example.com',
              'ada@example.com', at, at, matched, quarantined_at
            from (values (1, true, null), (2, false, null), (3, false, timestamptz '2026-01-02 00:00Z'))
              as e (n, matched, quarantined_at),
              (select timestamptz '2026-01-01 00:00Z' as at) as t""";

    private static final String MAILS = """
            insert into envelope (project_id, id, channel, message_id, sender, recipients, recipient_keys, subject, state,
              last_event, attempts, due_at, lease_fence, reached, created_at, sent_at, scheduled_at)
            select '01900000-0000-7000-8000-000000000001'::uuid, lpad(n::text, 32, '0')::uuid, 'email', '<' || n || '@a>',
              'shop@example.com', '{ada@example.com}', '{ada@example.com}', 'Welcome', state, last_event, attempts,
              case when state in ('queued', 'sending') then at + n * interval '1 hour' end, fence, reached, at,
              case when state = 'sent' then at end, case when last_event = 'scheduled' then at + n * interval '1 hour' end
            from (values
              (1, 'queued', 'queued', 0, 0, '{}'::text[]),
              (2, 'queued', 'delivery_delayed', 2, 3, '{bob@example.com}'),
              (3, 'sending', 'queued', 1, 1, '{}'),
              (4, 'queued', 'scheduled', 0, 0, '{}'),
              (5, 'sent', 'delivered', 1, 1, '{}'),
              (6, 'uncertain', 'delivery_delayed', 4, 5, '{}'),
              (7, 'canceled', 'canceled', 0, 0, '{}')) as m (n, state, last_event, attempts, fence, reached),
              (select timestamptz '2026-01-01 00:00Z' as at) as t""";

    private final DatabaseUri database = DatabaseUri.read(TestDatabase.bare());

    @Test
    void what_was_in_flight_is_in_flight_and_a_check_from_outside_sees_what_it_saw() throws SQLException {
        migrateTo("8");
        run(EVENTS);
        run(MAILS);
        var events = column("select row_to_json(e)::text from chk_event as e order by id");
        var mails = column("select row_to_json(m)::text from chk_message as m order by id");

        Migrations.run(database.text());

        assertThat(column("select row_to_json(e)::text from chk_event as e order by id"))
                .isEqualTo(events);
        assertThat(column("select row_to_json(m)::text from chk_message as m order by id"))
                .isEqualTo(mails);
        assertThat(column("select right(event_id::text, 1) from unmatched_event"))
                .containsExactly("2");
        assertThat(column("select right(envelope_id::text, 1) || case when leased then ' leased' else '' end"
                        + " from outbox order by due_at"))
                .containsExactly("1", "2", "3 leased", "4");
        assertThat(column("select reached::text from envelope where id = lpad('2', 32, '0')::uuid"))
                .containsExactly("{bob@example.com}");
    }

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(database.jdbc(), database.user(), database.password())
                .locations("classpath:schema")
                .target(version)
                .load()
                .migrate();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbc(), database.user(), database.password());
    }
}
