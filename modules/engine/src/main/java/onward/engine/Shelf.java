package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.message.Template;
import onward.store.table.Key;
import onward.store.table.Matching;

/** The templates that a batch may send, by project and reference. */
final class Shelf {
    private final Map<UUID, Map<String, Template>> published = new HashMap<>();
    private final Map<UUID, Set<String>> drafts = new HashMap<>();

    private Shelf() {}

    static Future<Shelf> load(SqlClient client, Set<Key> references) {
        return references.isEmpty()
                ? Future.succeededFuture(new Shelf())
                : Matching.templates(client, references).map(Shelf::of);
    }

    private static Shelf of(Map<Key, Matching.Found> found) {
        var shelf = new Shelf();
        found.forEach(shelf::put);
        return shelf;
    }

    private void put(Key reference, Matching.Found found) {
        if (found.template() == null) {
            drafts.computeIfAbsent(reference.projectId(), id -> new HashSet<>()).add(reference.name());
        } else {
            published
                    .computeIfAbsent(reference.projectId(), id -> new HashMap<>())
                    .put(reference.name(), found.template());
        }
    }

    /** The template that is sent for each reference that has one. */
    Map<String, Template> published(UUID projectId) {
        return published.getOrDefault(projectId, Map.of());
    }

    /** References of templates that were never published. */
    Set<String> drafts(UUID projectId) {
        return drafts.getOrDefault(projectId, Set.of());
    }
}
