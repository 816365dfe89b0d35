package onward.web.templates;

import io.vertx.core.Future;
import java.time.Instant;
import onward.store.Store;
import onward.store.table.TemplateHead;
import onward.store.table.Templates;
import onward.web.ui.Moment;
import onward.web.ui.Paged;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/templates[?after=<id>]}. */
public final class TemplatesPage {
    private final Store store;

    public TemplatesPage(Store store) {
        this.store = store;
    }

    /** A template in a line. @param alias null for none */
    public record Row(String id, String name, String alias, Pill state, boolean hasEdits, Moment updated) {}

    public Future<Shown> show(Visit visit) {
        return Paged.of(
                        visit,
                        TemplateForms.PATH,
                        "template",
                        request -> Templates.list(store.client(), visit.projectId(), request),
                        TemplateHead::id,
                        head -> row(head, visit.now()))
                .map(page -> new Shown("templates", "templates", page));
    }

    private static Row row(TemplateHead head, Instant now) {
        return new Row(
                head.id().toString(),
                head.name(),
                head.alias(),
                state(head),
                head.isPublished() && head.hasUnpublishedVersions(),
                Moment.of(head.updatedAt(), now));
    }

    static Pill state(TemplateHead head) {
        return Pill.of(head.isPublished() ? "published" : "draft");
    }
}
