package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.UnknownCursor;
import onward.store.table.Segments.Segment;

/** Who is in which segment, seen from either side. Contacts join by {@link Matching#joinSegments}. */
public final class Members {
    private static final Statements CONTACTS = Statements.of("segment_contact");
    private static final Statements SEGMENTS = Statements.of("contact_segment");

    private Members() {}

    /** The contacts of a segment, newest first; fails with {@link UnknownCursor} when the cursor is not in it. */
    public static Future<Page<Contact>> contacts(
            SqlClient client, UUID projectId, UUID segmentId, PageRequest request) {
        return Keyset.page(client, CONTACTS, request, List.of(projectId, segmentId), List.of(), Contacts::contact);
    }

    /** The segments of a contact, newest first; fails with {@link UnknownCursor} when the contact is not in it. */
    public static Future<Page<Segment>> segments(
            SqlClient client, UUID projectId, UUID contactId, PageRequest request) {
        return Keyset.page(client, SEGMENTS, request, List.of(projectId, contactId), List.of(), Segments::segment);
    }

    /** Takes a contact out of a segment, where it may not be. */
    public static Future<Void> leave(SqlClient client, UUID projectId, UUID contactId, UUID segmentId) {
        return client.preparedQuery(SEGMENTS.get("leave"))
                .execute(Tuple.of(projectId, contactId, segmentId))
                .mapEmpty();
    }
}
