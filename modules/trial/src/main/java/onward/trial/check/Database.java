package onward.trial.check;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onward.trial.evidence.Rows;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.SignalRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Rows.WaitRow;

/** All SQL of the trial: it only reads, and only the views that are a promise. */
public final class Database {
    private static final String EVENTS = """
            select id, name, email, idempotency_key, (payload ->> 'n')::int as n, received_at, matched
            from chk_event""";
    private static final String RUNS = """
            select id, automation_id, event_id, status, position, due_at, created_at, completed_at
            from chk_run""";
    private static final String TRAIL = """
            select run_id, step_key, visit, position, step_type, status, output::text, started_at, completed_at
            from chk_step""";
    private static final String ENVELOPES = """
            select id, run_id, step_key, visit, message_id, sender, recipients, state, last_event, attempts, due_at,
              created_at, sent_at
            from chk_message""";
    private static final String WAITS = """
            select run_id, step_key, event_name, until
            from chk_wait""";
    private static final String SIGNALS = """
            select run_id, kind
            from chk_signal""";

    /** Runs that nothing would ever move: no due instant, no wait, no mail for them, no answer to come. */
    private static final String STUCK = """
            select id
            from chk_run as r
            where status = 'running'
              and due_at is null
              and not exists (select from chk_wait as w where w.run_id = r.id)
              and not exists (select from chk_signal as s where s.run_id = r.id)
              and not exists (
                select from chk_call as h where h.run_id = r.id and h.state in ('queued', 'sending'))""";

    private static final String UNSETTLED = """
            select 'event ' || id, null::timestamptz as due_at from chk_event where not matched
            union all
            select 'run ' || id || ' at ' || coalesce(step_key, 'its end'), due_at from chk_run
            where status = 'running'
              and (due_at is null or due_at < now() + interval '1 day')
            union all
            select 'envelope ' || id || ' ' || state || ', attempt ' || attempts, due_at
            from chk_message
            where state in ('queued', 'sending')
            union all
            select 'signal of run ' || run_id, null from chk_signal""";

    private final Connection connection;

    public Database(Connection connection) {
        this.connection = connection;
    }

    /** Something that is not finished, and when it is due. */
    public record Unsettled(String what, Instant dueAt) {}

    public List<Unsettled> unsettled() throws SQLException {
        return list(UNSETTLED, row -> new Unsettled(row.getString(1), instant(row, 2)));
    }

    public List<String> stuck() throws SQLException {
        return list(STUCK, row -> row.getString(1));
    }

    public Rows rows() throws SQLException {
        return new Rows(events(), runs(), trail(), envelopes(), waits(), signals());
    }

    private List<EventRow> events() throws SQLException {
        return list(
                EVENTS,
                row -> new EventRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, Integer.class),
                        instant(row, 6),
                        row.getBoolean(7)));
    }

    private List<RunRow> runs() throws SQLException {
        return list(
                RUNS,
                row -> new RunRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        instant(row, 6),
                        instant(row, 7),
                        instant(row, 8)));
    }

    private List<TrailRow> trail() throws SQLException {
        return list(
                TRAIL,
                row -> new TrailRow(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getString(6),
                        json(row.getString(7)),
                        instant(row, 8),
                        instant(row, 9)));
    }

    private List<EnvelopeRow> envelopes() throws SQLException {
        return list(
                ENVELOPES,
                row -> new EnvelopeRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getString(6),
                        Arrays.asList((String[]) row.getArray(7).getArray()),
                        row.getString(8),
                        row.getString(9),
                        row.getInt(10),
                        instant(row, 11),
                        instant(row, 12),
                        instant(row, 13)));
    }

    private List<WaitRow> waits() throws SQLException {
        return list(WAITS, row -> new WaitRow(row.getString(1), row.getString(2), row.getString(3), instant(row, 4)));
    }

    private List<SignalRow> signals() throws SQLException {
        return list(SIGNALS, row -> new SignalRow(row.getString(1), row.getString(2)));
    }

    /** One row into one value. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(String sql, Reading<T> reading) throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(reading.of(rows));
            }
        }
        return all;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Map<String, Object> json(String text) {
        return text == null ? Map.of() : new JsonObject(text).getMap();
    }
}
