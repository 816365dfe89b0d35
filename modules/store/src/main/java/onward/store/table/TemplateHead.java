package onward.store.table;

import java.time.Instant;
import java.util.UUID;

/**
 * A template without its texts.
 *
 * @param alias a second name for it, or null
 * @param draftVersionId the newest version: what is shown and edited
 * @param publishedVersionId the version that is sent, or null while there is none
 * @param publishedAt null exactly when {@code publishedVersionId} is
 */
public record TemplateHead(
        UUID id,
        String alias,
        String name,
        UUID draftVersionId,
        UUID publishedVersionId,
        Instant publishedAt,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isPublished() {
        return publishedVersionId != null;
    }

    /** True when there are texts that were never published; of a published template these are its edits. */
    public boolean hasUnpublishedVersions() {
        return !draftVersionId.equals(publishedVersionId);
    }
}
