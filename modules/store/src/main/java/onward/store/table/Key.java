package onward.store.table;

import java.util.UUID;

/** Something of a project by its name: an event type, a template reference, an address, an idempotency key. */
public record Key(UUID projectId, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
        int byProject = projectId.compareTo(other.projectId);
        return byProject != 0 ? byProject : name.compareTo(other.name);
    }
}
