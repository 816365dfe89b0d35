package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.store.table.Matching;

/** Automations by version, read once. A version never changes, so nothing here ever grows stale. */
final class Versions {
    private final Map<UUID, Automation> cache;

    /** @param max how many are kept; the longest unused goes first */
    Versions(int max) {
        this.cache = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Automation> eldest) {
                return size() > max;
            }
        };
    }

    /** The automations of the versions; one that was deleted is left out. */
    Future<Map<UUID, Automation>> load(SqlClient client, Collection<Matching.Ref> versions) {
        var known = new HashMap<UUID, Automation>();
        versions.forEach(ref -> known.put(ref.id(), cache.get(ref.id())));
        List<Matching.Ref> missing = versions.stream()
                .filter(ref -> known.get(ref.id()) == null)
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return Future.succeededFuture(known);
        }
        return Matching.definitions(client, missing).map(definitions -> with(known, definitions));
    }

    private Map<UUID, Automation> with(Map<UUID, Automation> known, Map<UUID, Map<String, Object>> definitions) {
        definitions.forEach((id, definition) -> {
            Automation automation = read(id, definition);
            cache.put(id, automation);
            known.put(id, automation);
        });
        known.values().removeIf(automation -> automation == null);
        return known;
    }

    private static Automation read(UUID id, Map<String, Object> definition) {
        var result = Blueprint.read(definition);
        if (!result.isOk()) {
            throw new IllegalStateException(
                    "Expected automation version " + id + " to be readable, found " + result.problems());
        }
        return result.value();
    }
}
