package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.store.table.Choices;
import onward.store.table.Matching;
import onward.store.table.Segments;
import onward.store.table.Topics;

/**
 * What a request ties a contact to: segments to join, and topics to take or leave.
 *
 * @param topics the id of a topic to {@code opt_in} or {@code opt_out}
 */
record ContactTies(Set<UUID> segments, Map<UUID, String> topics) {
    /** To nothing. */
    static final ContactTies NONE = new ContactTies(Set.of(), Map.of());

    /** How many segments one request may name. */
    static final int SEGMENTS_MAX = 100;

    /** How many topics one request may name. */
    static final int TOPICS_MAX = 100;

    /** Those of a new contact: {@code segments}, or the {@code audience_id} of older clients, and {@code topics}. */
    static ContactTies read(Fields fields) {
        return new ContactTies(segments(fields), topics(fields));
    }

    private static Set<UUID> segments(Fields fields) {
        UUID audience = fields.optionalUuid("audience_id");
        List<Object> items = fields.optionalList("segments", 0, SEGMENTS_MAX);
        if (items == null) {
            return audience == null ? Set.of() : Set.of(audience);
        }
        Set<UUID> segments = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            segments.add(id(fields.inside("segments[" + i + "]", named(items.get(i)))));
        }
        return segments;
    }

    /** Clients send {@code {id}}, the documentation says the id alone. */
    private static Object named(Object item) {
        return item instanceof String ? Map.of("id", item) : item;
    }

    private static UUID id(Fields item) {
        return item.require("id") ? item.optionalUuid("id") : null;
    }

    /** The choices in {@code topics}; of two for one topic the last counts. */
    static Map<UUID, String> topics(Fields fields) {
        List<Object> items = fields.optionalList("topics", 0, TOPICS_MAX);
        Map<UUID, String> topics = new LinkedHashMap<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Fields item = fields.inside("topics[" + i + "]", items.get(i));
            topics.put(id(item), item.oneOf("subscription", TopicResource.SUBSCRIPTIONS));
        }
        return topics;
    }

    /** Makes sure that all of it is there, and stays until the transaction ends. */
    Future<Void> hold(SqlClient tx, UUID project) {
        Future<Set<UUID>> segmentsThere =
                segments.isEmpty() ? Future.succeededFuture(Set.<UUID>of()) : Segments.hold(tx, project, segments);
        return segmentsThere
                .compose(there -> {
                    refuseMissing("segments", segments, there);
                    return topics.isEmpty()
                            ? Future.succeededFuture(Set.<UUID>of())
                            : Topics.hold(tx, project, topics.keySet());
                })
                .map(there -> {
                    refuseMissing("topics", topics.keySet(), there);
                    return null;
                });
    }

    private static void refuseMissing(String field, Collection<UUID> wanted, Set<UUID> there) {
        List<UUID> missing = new ArrayList<>(wanted);
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            throw NativeErrors.validation("Expected ids of " + field + " that exist in `" + field + "`, found "
                    + missing.get(0) + ". Nothing was stored.");
        }
    }

    /** Ties a contact that the transaction holds to what it holds. */
    Future<Void> tie(SqlClient tx, UUID project, UUID contact, Instant now) {
        var joinings = segments.stream()
                .map(segment -> new Matching.Joining(project, segment, contact))
                .toList();
        Future<Void> joined = joinings.isEmpty() ? Future.succeededFuture() : Matching.joinSegments(tx, joinings, now);
        return joined.compose(done ->
                topics.isEmpty() ? Future.succeededFuture() : Choices.choose(tx, project, contact, topics, now));
    }
}
