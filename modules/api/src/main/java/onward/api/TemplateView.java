package onward.api;

import java.util.List;
import java.util.Map;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateText;

/** How a template looks from outside (contract/resend.md 8 and 8.2). */
final class TemplateView {
    private TemplateView() {}

    static Map<String, Object> item(TemplateHead head) {
        return Answer.body(
                "id", head.id(),
                "name", head.name(),
                "status", status(head),
                "published_at", PgText.of(head.publishedAt()),
                "created_at", PgText.of(head.createdAt()),
                "updated_at", PgText.of(head.updatedAt()),
                "alias", head.alias());
    }

    static Map<String, Object> whole(StoredTemplate template) {
        TemplateHead head = template.head();
        TemplateText text = template.text();
        return Answer.body(
                "object", "template",
                "id", head.id(),
                "current_version_id", head.draftVersionId(),
                "name", head.name(),
                "alias", head.alias(),
                "from", text.sender(),
                "subject", text.subject(),
                "reply_to", orNull(text.replyTo()),
                "html", text.html(),
                "text", text.text(),
                "variables", text.variables(),
                "created_at", PgText.of(head.createdAt()),
                "updated_at", PgText.of(head.updatedAt()),
                "status", status(head),
                "published_at", PgText.of(head.publishedAt()),
                "has_unpublished_versions", head.hasUnpublishedVersions());
    }

    private static String status(TemplateHead head) {
        return head.isPublished() ? "published" : "draft";
    }

    private static List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
