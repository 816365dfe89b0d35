package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.message.Envelope;
import onward.flow.message.MailEvent;
import onward.flow.message.OnUncertain;
import onward.flow.message.Push;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Times;
import onward.store.UnknownCursor;

/** The outbox as lists show it, and the way in; how mails leave it is told by {@link Outbox}. */
public final class Envelopes {
    /** The channel of mails. */
    public static final String EMAIL = "email";

    static final Statements SQL = Statements.of("envelopes");
    private static final IdPages PAGES = new IdPages(SQL, "cursor", "list_after", "list_before");

    private Envelopes() {}

    /**
     * An envelope and what became of it.
     *
     * @param state queued, sending, sent, failed, uncertain or canceled
     * @param lastEvent what it is known by, see {@link onward.flow.message.MailEvent#KINDS}
     * @param dueAt when it is tried next; null once that is over
     * @param lastReply what the other side said last, or null
     */
    public record Posted(
            Envelope envelope,
            String state,
            String lastEvent,
            int attempts,
            Instant dueAt,
            String lastReply,
            Instant sentAt) {}

    /**
     * Puts mails and pushes into the outbox, due at once or when they are scheduled; what is attached to them is for {@link
     * Attachments}. One that a run's step visit sealed before is left as it is. Webhooks hear of those for later
     * ({@code email.scheduled}).
     */
    public static Future<Void> insert(SqlClient client, List<Envelope> envelopes, Instant now) {
        var rows = Columns.of(envelopes);
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Envelope::projectId),
                rows.uuids(Envelope::id),
                rows.uuids(Envelope::runId),
                rows.texts(Envelope::stepKey),
                rows.ints(Envelope::visit),
                rows.uuids(Envelope::contactId),
                rows.uuids(Envelope::templateId),
                rows.texts(e -> e.isPush() ? Push.CHANNEL : EMAIL),
                rows.texts(Envelope::messageId),
                rows.texts(Envelope::from),
                rows.textArrays(Envelope::to),
                rows.textArrays(Envelope::cc),
                rows.textArrays(Envelope::bcc),
                rows.textArrays(Envelope::replyTo),
                rows.texts(Envelope::subject),
                rows.texts(Envelope::html),
                rows.texts(Envelope::text),
                rows.jsons(e -> e.headers() == null ? Map.of() : e.headers()),
                rows.jsons(e -> tags(e.tags())),
                rows.uuids(Envelope::topicId),
                rows.texts(e -> e.onUncertain().word()),
                rows.times(Envelope::createdAt),
                rows.textArrays(Envelope::recipientKeys),
                rows.times(Envelope::scheduledAt),
                rows.longs(Envelopes::attachedBytes),
                rows.uuids(e -> e.isPush() ? e.push().deviceId() : null),
                rows.uuids(e -> e.isPush() ? e.push().sendId() : null),
                rows.jsons(e -> e.isPush() ? Pushes.content(e.push()) : null));
        return client.preparedQuery(SQL.get("insert"))
                .execute(tuple)
                .compose(done -> tellScheduled(client, envelopes, now));
    }

    private static Future<Void> tellScheduled(SqlClient client, List<Envelope> envelopes, Instant now) {
        var news = envelopes.stream()
                .filter(envelope ->
                        envelope.scheduledAt() != null && envelope.scheduledAt().isAfter(now))
                .map(envelope -> new HookEvents.News(
                        envelope.projectId(), MailEvent.of("scheduled").payload(envelope, now)))
                .toList();
        return news.isEmpty() ? Future.succeededFuture() : HookEvents.tell(client, "email.scheduled", news, now);
    }

    /** One mail, if there is one of that id. */
    public static Future<Optional<Posted>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, Envelopes::posted)));
    }

    /** The id of the mail of that Message-ID, if the project has one. */
    public static Future<Optional<UUID>> findMessage(SqlClient client, UUID projectId, String messageId) {
        return client.preparedQuery(SQL.get("find_message"))
                .execute(Tuple.of(projectId, messageId))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, row -> row.getUUID("id"))));
    }

    /**
     * The mails of a project, newest first, without their bodies.
     *
     * @return fails with {@link UnknownCursor} when the cursor is no mail of the project
     */
    public static Future<Page<Posted>> list(SqlClient client, UUID projectId, PageRequest request) {
        return PAGES.page(client, request, List.of(projectId), Envelopes::posted);
    }

    private static long attachedBytes(Envelope envelope) {
        return envelope.attachments().stream()
                .mapToLong(file -> file.content().length)
                .sum();
    }

    /** In the order given; an object of JSON would lose it. */
    private static List<Object> tags(Map<String, String> tags) {
        var list = new ArrayList<Object>();
        if (tags != null) {
            tags.forEach((name, value) -> list.add(Map.of("name", name, "value", value)));
        }
        return list;
    }

    private static Posted posted(Row row) {
        return new Posted(
                envelope(row),
                row.getString("state"),
                row.getString("last_event"),
                row.getInteger("attempts"),
                instant(row, "due_at"),
                row.getString("last_reply"),
                instant(row, "sent_at"));
    }

    static Envelope envelope(Row row) {
        Integer visit = row.getInteger("visit");
        return new Envelope(
                row.getUUID("project_id"),
                row.getUUID("id"),
                row.getUUID("run_id"),
                row.getString("step_key"),
                visit == null ? 0 : visit,
                row.getUUID("contact_id"),
                row.getUUID("template_id"),
                row.getString("message_id"),
                row.getString("sender"),
                Columns.texts(row, "recipients"),
                Columns.texts(row, "cc"),
                Columns.texts(row, "bcc"),
                Columns.texts(row, "reply_to"),
                row.getString("subject"),
                row.getString("html"),
                row.getString("text"),
                Columns.textsByName(row, "headers"),
                tags(row),
                instant(row, "created_at"),
                row.getUUID("topic_id"),
                OnUncertain.read(row.getString("on_uncertain")).value(),
                instant(row, "scheduled_at"),
                List.of(),
                List.of());
    }

    private static Map<String, String> tags(Row row) {
        var tags = new LinkedHashMap<String, String>();
        for (Object tag : (List<?>) Columns.json(row, "tags")) {
            var entry = (Map<?, ?>) tag;
            tags.put(String.valueOf(entry.get("name")), String.valueOf(entry.get("value")));
        }
        return tags;
    }
}
