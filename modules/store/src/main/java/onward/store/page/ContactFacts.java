package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.message.Address;
import onward.flow.message.Push;
import onward.store.Statements;
import onward.store.Times;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Suppressions;
import onward.store.table.Suppressions.Suppression;

/**
 * One person with what came of them and what went to them, the newest of each.
 *
 * @param suppression why their address gets no mail; null when it may
 * @param runs those that their newest events started
 * @param mails those of these runs, pushes too
 */
public record ContactFacts(
        Contact contact,
        Suppression suppression,
        List<Named> segments,
        List<Choice> topics,
        List<Received> events,
        List<RunList.Line> runs,
        List<Mail> mails) {
    public static final int PAGE_ROWS_MAX = 50;

    /** How many segments, topics, events or mails are shown. */
    public static final int PARTS_MAX = 100;

    private static final Statements SQL = Statements.of("page_contact");

    /** A contact in a line. */
    public record Line(
            UUID id, String email, String firstName, String lastName, boolean unsubscribed, Instant createdAt) {}

    public record Named(UUID id, String name) {}

    /** @param isIn whether mails of the topic reach them */
    public record Choice(UUID id, String name, boolean isIn) {}

    public record Received(UUID id, String name, Instant receivedAt) {}

    /** @param lastEvent what it is known by: queued, sent, delivered, bounced, opened, … */
    public record Mail(
            UUID id, UUID runId, boolean isPush, String subject, String lastEvent, Instant createdAt, Instant sentAt) {}

    /** A page of all, newest first. */
    public static Future<Slice<Line>> page(SqlClient client, UUID projectId, UUID after) {
        return client.preparedQuery(SQL.get("list"))
                .execute(Tuple.of(projectId, Slice.before(after), PAGE_ROWS_MAX + 1))
                .map(rows -> Slice.of(rows.stream().map(ContactFacts::line).toList(), PAGE_ROWS_MAX, Line::id));
    }

    /** The contact of that id or address, if the project has one. */
    public static Future<Optional<ContactFacts>> find(SqlClient client, UUID projectId, ContactRef ref) {
        return Contacts.find(client, projectId, ref)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : whole(client, projectId, found.get()).map(Optional::of));
    }

    private static Future<ContactFacts> whole(SqlClient client, UUID projectId, Contact contact) {
        String[] keys = {contact.id().toString(), Address.key(contact.email())};
        var suppression = Suppressions.find(client, projectId, ContactRef.email(contact.email()));
        var segments = client.preparedQuery(SQL.get("segments")).execute(Tuple.of(projectId, contact.id(), PARTS_MAX));
        var topics = client.preparedQuery(SQL.get("topics")).execute(Tuple.of(contact.id(), projectId, PARTS_MAX));
        var events = client.preparedQuery(SQL.get("events"))
                .execute(Tuple.tuple().addArrayOfString(keys).addUUID(projectId).addInteger(PARTS_MAX));
        var runs = RunList.ofPerson(client, projectId, Arrays.asList(keys));
        var mails = runs.compose(slice -> mails(client, projectId, slice.items()));
        return Future.all(List.of(suppression, segments, topics, events, mails))
                .map(all -> new ContactFacts(
                        contact,
                        suppression.result().orElse(null),
                        segments.result().stream().map(ContactFacts::named).toList(),
                        topics.result().stream().map(ContactFacts::choice).toList(),
                        events.result().stream().map(ContactFacts::received).toList(),
                        runs.result().items(),
                        mails.result()));
    }

    private static Future<List<Mail>> mails(SqlClient client, UUID projectId, List<RunList.Line> runs) {
        UUID[] ids = runs.stream().map(RunList.Line::id).toArray(UUID[]::new);
        return client.preparedQuery(SQL.get("mails"))
                .execute(Tuple.tuple().addArrayOfUUID(ids).addUUID(projectId).addInteger(PARTS_MAX))
                .map(rows -> rows.stream().map(ContactFacts::mail).toList());
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("unsubscribed"),
                Times.fromSql(row.getOffsetDateTime("created_at")));
    }

    private static Named named(Row row) {
        return new Named(row.getUUID("id"), row.getString("name"));
    }

    private static Choice choice(Row row) {
        return new Choice(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("subscription").equals("opt_in"));
    }

    private static Received received(Row row) {
        return new Received(
                row.getUUID("id"), row.getString("name"), Times.fromSql(row.getOffsetDateTime("received_at")));
    }

    private static Mail mail(Row row) {
        return new Mail(
                row.getUUID("id"),
                row.getUUID("run_id"),
                row.getString("channel").equals(Push.CHANNEL),
                row.getString("subject"),
                row.getString("last_event"),
                Times.fromSql(row.getOffsetDateTime("created_at")),
                Times.fromSql(row.getOffsetDateTime("sent_at")));
    }
}
