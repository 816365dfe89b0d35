package onward.store.table;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An automation with its draft and the version that was published last.
 *
 * @param editorLayout where an editor drew the steps; null when nobody said
 * @param draft the definition as somebody left it, which need not be sound; null where a list does not load it
 * @param isEdited whether the draft is another than the current version
 * @param publishedVersionId null when nothing was ever published, and so are the next two
 */
public record Publication(
        UUID id,
        String name,
        String description,
        Map<String, Object> editorLayout,
        Map<String, Object> draft,
        boolean isEdited,
        boolean enabled,
        UUID publishedVersionId,
        Integer publishedNumber,
        Instant publishedAt,
        Instant archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    /** Where it stands: what is not enabled was archived, is paused, or was never published. */
    public enum Status {
        ACTIVE,
        DRAFT,
        PAUSED,
        ARCHIVED
    }

    public Status status() {
        if (archivedAt != null) {
            return Status.ARCHIVED;
        }
        if (enabled) {
            return Status.ACTIVE;
        }
        return publishedVersionId == null ? Status.DRAFT : Status.PAUSED;
    }
}
