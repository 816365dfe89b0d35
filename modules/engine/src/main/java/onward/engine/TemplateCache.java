package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onward.flow.message.Template;
import onward.store.table.Key;
import onward.store.table.Matching;

/**
 * Published templates by version, read and compiled once. Which version a reference leads to is asked every time; a
 * version that was published never changes, so nothing here ever grows stale.
 */
final class TemplateCache {
    private final Map<UUID, Template> byVersion;

    /** @param max how many are kept; the longest unused goes first */
    TemplateCache(int max) {
        this.byVersion = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Template> eldest) {
                return size() > max;
            }
        };
    }

    /** What the references lead to now. */
    Future<Shelf> shelf(SqlClient client, Collection<Key> references) {
        var known = Map.copyOf(byVersion);
        return Matching.templates(client, references, known.keySet()).map(found -> {
            var shelf = new Shelf();
            found.forEach((reference, one) -> shelf.put(reference, template(one, known)));
            return shelf;
        });
    }

    /** Null for one that was never published. */
    private Template template(Matching.Found found, Map<UUID, Template> known) {
        if (found.versionId() == null) {
            return null;
        }
        Template template = found.template() == null ? known.get(found.versionId()) : found.template();
        if (template != null) {
            byVersion.put(template.versionId(), template);
        }
        return template;
    }
}
