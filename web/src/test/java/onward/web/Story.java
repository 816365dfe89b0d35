package onward.web;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import onward.store.TestDatabase;

/** Rows of one person's story, all of one id: an event ten minutes ago, a mail, a run that waits for trial.paid. */
final class Story {
    static final UUID ID = UUID.fromString("01900000-0000-7000-8000-00000000000a");

    private final SqlClient client;
    private final Instant now;
    private Future<Void> told = Future.succeededFuture();

    private Story(SqlClient client, Instant now) {
        this.client = client;
        this.now = now;
    }

    static Future<Void> tell(SqlClient client, Instant now, String person, String automation, String subject) {
        var story = new Story(client, now);
        story.tell(person, automation, subject);
        return story.told;
    }

    private void insert(String into, Object... values) {
        told = told.compose(done -> client.preparedQuery("insert into " + into)
                .execute(Tuple.from(List.of(values)))
                .mapEmpty());
    }

    private OffsetDateTime ago(long seconds) {
        return now.minusSeconds(seconds).atOffset(ZoneOffset.UTC);
    }

    private void tell(String person, String automation, String subject) {
        insert(
                "contact (project_id, id, email, email_key, first_name, properties, created_at, updated_at)"
                        + " values ($1, $2, $3, 'ada@example.com', 'Ada', '{\"plan\": \"pro\"}', $4, $4)",
                TestDatabase.PROJECT,
                ID,
                person,
                ago(700));
        insert(
                "event (project_id, id, name, contact_id, person_key, payload, occurred_at, received_at)"
                        + " values ($1, $2, 'user.created', $2, $3, '{\"seats\": 3}', $4, $4)",
                TestDatabase.PROJECT,
                ID,
                ID.toString(),
                ago(600));
        insert(
                "automation (project_id, id, name, status, version_id, created_at, updated_at)"
                        + " values ($1, $2, $3, 'enabled', $2, $4, $4)",
                TestDatabase.PROJECT,
                ID,
                automation,
                ago(800));
        insert(
                "automation_version (project_id, id, automation_id, number, trigger_event, definition, created_at)"
                        + " values ($1, $2, $2, 2, 'user.created', '{\"steps\": ["
                        + "{\"key\": \"start\", \"type\": \"trigger\", \"config\": {\"event_name\": \"user.created\"}},"
                        + "{\"key\": \"hello\", \"type\": \"send_email\", \"config\": {\"template\": {\"id\": \"hello\"}}},"
                        + "{\"key\": \"wait\", \"type\": \"wait_for_event\", \"config\": {\"event_name\": \"trial.paid\"}}],"
                        + " \"connections\": [{\"from\": \"start\", \"to\": \"hello\"}, {\"from\": \"hello\", \"to\": \"wait\"}]}', $3)",
                TestDatabase.PROJECT,
                ID,
                ago(800));
        insert(
                "automation_version (project_id, id, automation_id, number, trigger_event, definition, created_at)"
                        + " values ($1, $2, $3, 1, 'user.created', '{\"steps\": ["
                        + "{\"key\": \"start\", \"type\": \"trigger\", \"config\": {\"event_name\": \"user.created\"}}],"
                        + " \"connections\": []}', $4)",
                TestDatabase.PROJECT,
                new UUID(1, 1),
                ID,
                ago(900));
        insert(
                "enablement (project_id, id, automation_id, version_id, trigger_event, enabled_at)"
                        + " values ($1, $2, $2, $2, 'user.created', $3)",
                TestDatabase.PROJECT,
                ID,
                ago(800));
        insert(
                "run (project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at,"
                        + " since, created_at, started_at)"
                        + " values ($1, $2, $2, $2, $2, $2, 'running', 'wait', true, $3, $4, $4, $4)",
                TestDatabase.PROJECT,
                ID,
                ago(-720),
                ago(600));
        for (String step :
                List.of("0 start trigger completed", "1 hello send_email completed", "2 wait wait_for_event waiting")) {
            String[] words = step.split(" ");
            insert(
                    "trail (project_id, run_id, step_key, visit, position, step_type, status, output, created_at, started_at,"
                            + " completed_at) values ($1, $2, $3, 1, $4, $5, $6,"
                            + " '{\"because\": {\"field\": \"event.seats\", \"operator\": \"gte\", \"expected\": 5, \"found\": 3}}',"
                            + " $7, $7, case when $6 = 'completed' then $7::timestamptz end)",
                    TestDatabase.PROJECT,
                    ID,
                    words[1],
                    Integer.parseInt(words[0]),
                    words[2],
                    words[3],
                    ago(600 - 100L * Integer.parseInt(words[0])));
        }
        insert(
                "open_wait (project_id, run_id, step_key, visit, contact_id, event_name, since, until)"
                        + " values ($1, $2, 'wait', 1, $2, 'trial.paid', $3, $4)",
                TestDatabase.PROJECT,
                ID,
                ago(400),
                ago(-720));
        insert(
                "envelope (project_id, id, run_id, step_key, visit, contact_id, channel, message_id, sender, recipients,"
                        + " recipient_keys, subject, html, text, state, last_event, attempts, last_reply, created_at, sent_at)"
                        + " values ($1, $2, $2, 'hello', 1, $2, 'email', '<a@b>', 'Shop <shop@example.com>', array[$3::text],"
                        + " array[$3::text], $4, '<p>Hello <script>alert(1)</script></p>', 'Hello', 'sent', 'delivered', 2,"
                        + " '250 ok', $5, $5)",
                TestDatabase.PROJECT,
                ID,
                person,
                subject,
                ago(500));
        for (int hours = 0; hours < 24; hours++) {
            count(hours, "", "started", 40 + 11L * (hours * 7 % 5), 0);
            count(hours, "", "completed", 30 + 9L * (hours * 5 % 6), 0);
            count(hours, "", "failed", hours % 4 == 1 ? 3 : 0, 0);
            count(hours, "", "cancelled", hours % 9 == 2 ? 6 : 0, 0);
            count(hours, "start", "entered", 40 + 11L * (hours * 7 % 5), 0);
            count(hours, "hello", "entered", 40 + 8L * (hours * 7 % 5), 0);
            count(hours, "hello", "email.queued", 40 + 8L * (hours * 7 % 5), 0);
            count(hours, "hello", "email.delivered", 35 + 8L * (hours * 7 % 5), 0);
            count(hours, "hello", "email.opened", 20, 0);
            count(hours, "wait", "entered", 30, 0);
            count(hours, "wait", "completed", 25, 25 * 4_000.0);
        }
    }

    private void count(int hoursAgo, String step, String metric, long count, double seconds) {
        insert(
                "metric_delta (project_id, automation_id, hour, step_key, metric, count, seconds)"
                        + " values ($1, $2, date_trunc('hour', $3::timestamptz), $4, $5, $6, $7)",
                TestDatabase.PROJECT,
                ID,
                ago(3_600L * hoursAgo),
                step,
                metric,
                count,
                seconds);
    }
}
