package onward.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.message.Template;
import onward.store.table.Key;

/** The templates that a batch may send, by project and reference. */
final class Shelf {
    private final Map<UUID, Map<String, Template>> published = new HashMap<>();
    private final Map<UUID, Set<String>> drafts = new HashMap<>();

    /** What a reference leads to; a template that was never published is null. */
    void put(Key reference, Template template) {
        if (template == null) {
            drafts.computeIfAbsent(reference.projectId(), id -> new HashSet<>()).add(reference.name());
        } else {
            published
                    .computeIfAbsent(reference.projectId(), id -> new HashMap<>())
                    .put(reference.name(), template);
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
