package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.flow.fact.Contact;
import onward.flow.message.Template;
import onward.store.Statements;
import onward.store.Times;

/** What a pass has to know beside the rows it claimed, loaded for the whole batch at once. */
public final class Matching {
    private static final Statements SQL = Statements.of("matching");

    private Matching() {}

    /** Something of a project by its id. */
    public record Ref(UUID projectId, UUID id) {}

    /**
     * An address that a contact is wanted for, and the id it gets if there is none.
     *
     * @param externalId what its application calls it; null for nothing
     */
    public record Newcomer(Key key, String email, UUID id, String externalId) {}

    /**
     * What a template reference leads to.
     *
     * @param versionId null: the template exists and was never published
     * @param template null where the version is known already, or there is none
     */
    public record Found(UUID versionId, Template template) {}

    /** The schemas of those event types that have one, as plain values. */
    public static Future<Map<Key, Map<String, Object>>> schemas(SqlClient client, Collection<Key> names) {
        return byKey(client, "event_types", names).map(rows -> {
            var schemas = new HashMap<Key, Map<String, Object>>();
            rows.forEach(row -> schemas.put(key(row, "name"), Columns.object(row, "schema")));
            return schemas;
        });
    }

    /** Contacts by id, those that there are. */
    public static Future<Map<Ref, Contact>> contacts(SqlClient client, Collection<Ref> refs) {
        return byRef(client, "contacts_by_ids", refs).map(rows -> {
            var contacts = new HashMap<Ref, Contact>();
            rows.forEach(
                    row -> contacts.put(new Ref(row.getUUID("project_id"), row.getUUID("id")), Contacts.contact(row)));
            return contacts;
        });
    }

    /** Contacts by the key of their address, those that there are. */
    public static Future<Map<Key, Contact>> contactsByKey(SqlClient client, Collection<Key> keys) {
        return byKey(client, "contacts_by_keys", keys).map(rows -> {
            var contacts = new HashMap<Key, Contact>();
            rows.forEach(row -> contacts.put(key(row, "email_key"), Contacts.contact(row)));
            return contacts;
        });
    }

    /**
     * Makes contacts for addresses that have none; an address that has one by now keeps it, and so does an external id,
     * whose newcomer is then not made at all.
     */
    public static Future<Void> insertContacts(SqlClient client, Collection<Newcomer> newcomers, Instant now) {
        var rows = Columns.of(
                newcomers.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList());
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(n -> n.key().projectId()),
                rows.uuids(Newcomer::id),
                rows.texts(Newcomer::email),
                rows.texts(n -> n.key().name()),
                rows.texts(Newcomer::externalId));
        return client.preparedQuery(SQL.get("insert_contacts")).execute(tuple).mapEmpty();
    }

    /** The definitions of versions, as plain values. */
    public static Future<Map<UUID, Map<String, Object>>> definitions(SqlClient client, Collection<Ref> versions) {
        return byRef(client, "versions", versions).map(rows -> {
            var definitions = new HashMap<UUID, Map<String, Object>>();
            rows.forEach(row -> definitions.put(row.getUUID("id"), Columns.object(row, "definition")));
            return definitions;
        });
    }

    /** What template references, ids as text or aliases, lead to; a reference to nothing is left out. */
    public static Future<Map<Key, Found>> templates(SqlClient client, Collection<Key> references) {
        return templates(client, references, List.of());
    }

    /**
     * The same without what the caller has.
     *
     * @param known versions whose texts the caller has
     */
    public static Future<Map<Key, Found>> templates(
            SqlClient client, Collection<Key> references, Collection<UUID> known) {
        var columns = Columns.of(List.copyOf(references));
        var tuple = Tuple.of(
                columns.uuids(Key::projectId),
                columns.texts(Key::name),
                columns.uuids(k -> uuidOrNull(k.name())),
                known.toArray(UUID[]::new));
        return client.preparedQuery(SQL.get("templates")).execute(tuple).map(rows -> {
            var found = new HashMap<Key, Found>();
            rows.forEach(row -> found.put(key(row, "reference"), new Found(row.getUUID("version_id"), template(row))));
            return found;
        });
    }

    /** Which of the segments exist. */
    public static Future<Set<Ref>> segments(SqlClient client, Collection<Ref> refs) {
        var rows = Columns.of(List.copyOf(refs));
        return client.preparedQuery(SQL.get("segments"))
                .execute(Columns.pair(rows.uuids(Ref::projectId), rows.uuids(Ref::id)))
                .map(found -> {
                    var ids = new HashSet<>(Columns.list(found, row -> row.getUUID("id")));
                    return refs.stream().filter(ref -> ids.contains(ref.id())).collect(Collectors.toSet());
                });
    }

    /** A contact and a topic that it may or may not take. */
    public record Choice(UUID projectId, UUID contactId, UUID topicId) {}

    /** Does the contact take the topic? Topics that are gone are left out. */
    public static Future<Map<Choice, Boolean>> topics(SqlClient client, Collection<Choice> choices) {
        var rows = Columns.of(List.copyOf(choices));
        var tuple = Tuple.of(rows.uuids(Choice::projectId), rows.uuids(Choice::contactId), rows.uuids(Choice::topicId));
        return client.preparedQuery(SQL.get("topics")).execute(tuple).map(found -> {
            var taken = new HashMap<List<UUID>, Boolean>();
            found.forEach(row ->
                    taken.put(List.of(row.getUUID("contact_id"), row.getUUID("topic_id")), row.getBoolean("is_taken")));
            var byChoice = new HashMap<Choice, Boolean>();
            choices.forEach(choice ->
                    byChoice.computeIfAbsent(choice, c -> taken.get(List.of(c.contactId(), c.topicId()))));
            return byChoice;
        });
    }

    /** A contact that joins a segment. */
    public record Joining(UUID projectId, UUID segmentId, UUID contactId) {}

    /** Puts contacts into segments, those that there are. */
    public static Future<Void> joinSegments(SqlClient tx, Collection<Joining> joinings, Instant now) {
        var rows = Columns.of(List.copyOf(joinings));
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(Joining::projectId),
                rows.uuids(Joining::segmentId),
                rows.uuids(Joining::contactId));
        return tx.preparedQuery(SQL.get("join_segments")).execute(tuple).mapEmpty();
    }

    /** A contact that leaves a segment. */
    public static Future<Void> leaveSegments(SqlClient tx, Collection<Joining> leavings) {
        var rows = Columns.of(List.copyOf(leavings));
        var tuple = Tuple.of(
                rows.uuids(Joining::projectId), rows.uuids(Joining::segmentId), rows.uuids(Joining::contactId));
        return tx.preparedQuery(SQL.get("leave_segments")).execute(tuple).mapEmpty();
    }

    /** What a contact takes of a topic from now on. */
    public record Chosen(Choice choice, boolean isTaken) {}

    /** Keeps what contacts chose, over what they chose before, where contact and topic are there; no choice twice. */
    public static Future<Void> chooseTopics(SqlClient tx, Collection<Chosen> chosen, Instant now) {
        var rows = Columns.of(List.copyOf(chosen));
        var tuple = Tuple.of(
                Times.toSql(now),
                rows.uuids(c -> c.choice().projectId()),
                rows.uuids(c -> c.choice().contactId()),
                rows.uuids(c -> c.choice().topicId()),
                rows.texts(c -> c.isTaken() ? Topics.OPT_IN : Topics.OPT_OUT));
        return tx.preparedQuery(SQL.get("choose_topics")).execute(tuple).mapEmpty();
    }

    /** The contacts of external ids, those that there are. */
    public static Future<Map<Key, UUID>> contactsByExternalId(SqlClient client, Collection<Key> externalIds) {
        return byKey(client, "contacts_by_external_ids", externalIds).map(rows -> {
            var contacts = new HashMap<Key, UUID>();
            rows.forEach(row -> contacts.put(key(row, "external_id"), row.getUUID("id")));
            return contacts;
        });
    }

    private static Future<RowSet<Row>> byKey(SqlClient client, String statement, Collection<Key> keys) {
        var columns = Columns.of(List.copyOf(keys));
        return client.preparedQuery(SQL.get(statement))
                .execute(Columns.pair(columns.uuids(Key::projectId), columns.texts(Key::name)));
    }

    private static Future<RowSet<Row>> byRef(SqlClient client, String statement, Collection<Ref> refs) {
        var columns = Columns.of(List.copyOf(refs));
        return client.preparedQuery(SQL.get(statement))
                .execute(Columns.pair(columns.uuids(Ref::projectId), columns.uuids(Ref::id)));
    }

    private static Key key(Row row, String column) {
        return new Key(row.getUUID("project_id"), row.getString(column));
    }

    private static UUID uuidOrNull(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null; // An alias, then.
        }
    }

    private static Template template(Row row) {
        if (row.getString("html") == null) {
            return null;
        }
        return new Template(
                row.getUUID("id"),
                row.getUUID("version_id"),
                row.getString("sender"),
                row.getString("subject"),
                Columns.texts(row, "reply_to"),
                row.getString("html"),
                row.getString("text"),
                variables(row));
    }

    private static List<Template.Variable> variables(Row row) {
        var variables = new ArrayList<Template.Variable>();
        for (Object variable : (List<?>) Columns.json(row, "variables")) {
            var fields = (Map<?, ?>) variable;
            variables.add(new Template.Variable(
                    (String) fields.get("key"), (String) fields.get("type"), fields.get("fallback_value")));
        }
        return variables;
    }
}
