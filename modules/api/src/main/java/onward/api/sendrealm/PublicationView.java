package onward.api.sendrealm;

import java.util.Locale;
import java.util.Map;
import onward.api.Answer;
import onward.api.IsoMillis;
import onward.store.table.Publication;

/** How an automation looks in the Sendrealm dialect: its draft, and the version that was published last. */
final class PublicationView {
    private PublicationView() {}

    /** As lists show it: without its definition. */
    static Map<String, Object> item(Publication publication) {
        return Answer.body(
                "id", publication.id(),
                "name", publication.name(),
                "description", publication.description(),
                "status", publication.status().name().toLowerCase(Locale.ROOT),
                "current_published_version", version(publication),
                "created_at", IsoMillis.of(publication.createdAt()),
                "updated_at", IsoMillis.of(publication.updatedAt()),
                "published_at", IsoMillis.of(publication.publishedAt()),
                "archived_at", IsoMillis.of(publication.archivedAt()));
    }

    /** @param domainIds the ids of domains by their names */
    static Map<String, Object> whole(Publication publication, Map<String, Object> domainIds) {
        Map<String, Object> body = item(publication);
        body.put("definition", DefinitionView.of(publication.draft(), domainIds));
        body.put("editor_layout", publication.editorLayout());
        body.put("has_unpublished_changes", publication.publishedVersionId() == null || publication.isEdited());
        return body;
    }

    private static Map<String, Object> version(Publication publication) {
        return publication.publishedVersionId() == null
                ? null
                : Answer.body(
                        "id", publication.publishedVersionId(),
                        "version_number", publication.publishedNumber(),
                        "state", "published",
                        "published_at", IsoMillis.of(publication.publishedAt()));
    }
}
