package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.Store;
import onward.store.json.JsonWriter;
import onward.store.table.HookEvents;
import onward.store.table.HookEvents.Fresh;
import onward.store.table.HookEvents.Payload;

/**
 * Takes what happened and puts it into the queue of every webhook that wants it, in one transaction. What is written
 * here is what is signed and sent, however often.
 */
final class HookFanPass implements Pass {
    private final Store store;
    private final Runnable whenFanned;

    /** @param whenFanned told after a commit that made deliveries */
    HookFanPass(Store store, Runnable whenFanned) {
        this.store = store;
        this.whenFanned = whenFanned;
    }

    @Override
    public Future<Integer> once(int limit, Instant now) {
        return store.transaction(tx -> HookEvents.claim(tx, limit).compose(events -> fan(tx, events, now)))
                .onSuccess(fanned -> {
                    if (fanned > 0) {
                        whenFanned.run();
                    }
                });
    }

    private static Future<Integer> fan(SqlClient tx, List<Fresh> events, Instant now) {
        return events.isEmpty()
                ? Future.succeededFuture(0)
                : HookEvents.fan(tx, events.stream().map(HookFanPass::payload).toList(), now)
                        .map(events.size());
    }

    private static Payload payload(Fresh event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", event.type());
        body.put("created_at", wire(event.occurredAt()));
        body.put("data", data(event));
        return new Payload(event.projectId(), event.id(), JsonWriter.write(body));
    }

    /** A contact's segments are written after the contact, so they are added here; older clients know the first. */
    private static Map<String, Object> data(Fresh event) {
        if (!event.type().startsWith("contact.") || !event.data().containsKey("id")) {
            return event.data();
        }
        var segments = event.segmentIds().stream().map(UUID::toString).toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", event.data().get("id"));
        data.put("audience_id", segments.isEmpty() ? null : segments.get(0));
        data.put("segment_ids", segments);
        data.putAll(event.data());
        return data;
    }

    private static String wire(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }
}
