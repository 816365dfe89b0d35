package onward.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
        configure(automation);
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

    /** What somebody set up, all of one id and named by the same text. */
    private void configure(String name) {
        insert(
                "template (project_id, id, alias, name, draft_version_id, published_version_id, published_at, created_at,"
                        + " updated_at) values ($1, $2, 'hello', $3, $2, $2, $4, $4, $4)",
                TestDatabase.PROJECT,
                ID,
                name,
                ago(900));
        insert(
                "template_version (project_id, id, template_id, sender, subject, reply_to, html, text, variables, created_at)"
                        + " values ($1, $2, $2, $3, $3, '{}', $4, $3, $5, $6)",
                TestDatabase.PROJECT,
                ID,
                name,
                "<h1>Hello {{{NAME}}}</h1><!-- " + name + " </textarea><script>alert(1)</script> -->",
                new JsonArray()
                        .add(new JsonObject()
                                .put("id", ID.toString())
                                .put("key", "NAME")
                                .put("type", "string")
                                .put("fallback_value", name)),
                ago(900));
        insert(
                "api_key (project_id, id, name, permission, token_hint, token_hash, sending_domain, created_at)"
                        + " values ($1, $2, $3, 'sending_access', 're_abcd…wxyz', $4, $3, $5)",
                TestDatabase.PROJECT,
                ID,
                name,
                Buffer.buffer(ID.toString()),
                ago(900));
        insert(
                "webhook (project_id, id, endpoint, events, status, secret, created_at, updated_at)"
                        + " values ($1, $2, $3, array['email.sent', 'email.bounced', $3], 'enabled', $4, $5, $5)",
                TestDatabase.PROJECT,
                ID,
                "https://example.com/hooks?for=" + name,
                Buffer.buffer("sealed"),
                ago(900));
        insert(
                "hook_event (project_id, id, type, data, occurred_at, payload) values ($1, $2, $3, '{}', $4, $5)",
                TestDatabase.PROJECT,
                ID,
                "email.sent",
                ago(480),
                new JsonObject().put("type", "email.sent").put("subject", name).encode());
        insert(
                "webhook_delivery (project_id, webhook_id, event_id, state, attempts, due_at, created_at)"
                        + " values ($1, $2, $2, 'pending', 2, $3, $4)",
                TestDatabase.PROJECT,
                ID,
                ago(-290),
                ago(480));
        insert(
                "webhook_attempt (project_id, id, webhook_id, event_id, http_status_code, response, sent_at)"
                        + " values ($1, $2, $2, $2, 503, $3, $4)",
                TestDatabase.PROJECT,
                ID,
                "upstream is away: " + name,
                ago(10));
        insert(
                "event_type (project_id, id, name, schema, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)",
                TestDatabase.PROJECT,
                ID,
                name.equals("Welcome") ? "order.completed" : name,
                new JsonObject().put(name, "string"),
                ago(900));
        insert(
                "domain (project_id, id, name, region, status, tls, open_tracking, click_tracking, sending, receiving,"
                        + " return_path, dkim_selector, dkim_public, dkim_private, records, created_at, updated_at)"
                        + " values ($1, $2, 'shop.example.com', 'us-east-1', 'not_started', 'opportunistic', false, true,"
                        + " true, false, 'send', 'onward', $3, $4, '{}', $5, $5)",
                TestDatabase.PROJECT,
                ID,
                name,
                Buffer.buffer("sealed"),
                ago(900));
        insert(
                "segment (project_id, id, name, created_at) values ($1, $2, $3, $4)",
                TestDatabase.PROJECT,
                ID,
                name,
                ago(900));
        insert(
                "topic (project_id, id, name, description, default_subscription, visibility, created_at, updated_at)"
                        + " values ($1, $2, $3, $3, 'opt_out', 'public', $4, $4)",
                TestDatabase.PROJECT,
                ID,
                name,
                ago(900));
    }
}
