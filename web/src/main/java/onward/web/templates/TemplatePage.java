package onward.web.templates;

import io.vertx.core.Future;
import java.util.List;
import onward.store.Store;
import onward.store.page.TemplateUsers;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateRef;
import onward.store.table.Templates;
import onward.web.templates.TemplateView.Typed;
import onward.web.templates.TemplateView.User;
import onward.web.ui.Commands;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.ProblemRow;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard/templates/<id>} and {@code /dashboard/templates/new}: the same form, filled or not. */
public final class TemplatePage {
    private static final String FIRST_HTML = """
            <h1>Hello {{{FIRST_NAME|there}}}</h1>
            <p>Welcome aboard.</p>
            <p><a href="{{{UNSUBSCRIBE_URL}}}">Unsubscribe</a></p>
            """;

    private final Store store;

    public TemplatePage(Store store) {
        this.store = store;
    }

    public Future<Shown> showNew(Visit visit) {
        var rows = TemplateForm.of(TemplateDraft.empty()).variables();
        return Future.succeededFuture(blank(new Typed("", "", "", "", "", FIRST_HTML, "", rows), List.of()));
    }

    /** The page of one that is being made. */
    static Shown blank(Typed typed, List<ProblemRow> problems) {
        return new Shown(
                "template",
                "templates",
                new TemplateView(
                        null,
                        "New template",
                        null,
                        "It is a draft until it is published; automations send what was published.",
                        TemplateForms.PATH,
                        typed,
                        problems,
                        null,
                        List.of(),
                        0,
                        null,
                        null,
                        null,
                        null));
    }

    public Future<Shown> show(Visit visit) {
        return find(visit)
                .compose(template -> filled(visit, template, TemplateForm.of(TemplateDraft.of(template)), List.of()));
    }

    Future<StoredTemplate> find(Visit visit) {
        var ref = new TemplateRef(visit.pathId("template"), null);
        return Templates.find(store.client(), visit.projectId(), ref)
                .map(found -> found.orElseThrow(() -> PageProblem.absent("template")));
    }

    /** The page of one that there is, with what stands in its form. */
    Future<Shown> filled(Visit visit, StoredTemplate template, Typed typed, List<ProblemRow> problems) {
        return TemplateUsers.of(store.client(), visit.projectId(), template.head())
                .map(users -> new Shown("template", "templates", view(visit, template, typed, problems, users)));
    }

    private static TemplateView view(
            Visit visit,
            StoredTemplate template,
            Typed typed,
            List<ProblemRow> problems,
            List<TemplateUsers.User> users) {
        TemplateHead head = template.head();
        String link = TemplateForms.PATH + "/" + head.id();
        return new TemplateView(
                head.id().toString(),
                head.name(),
                TemplatesPage.state(head),
                sentence(head, visit),
                link,
                typed,
                problems,
                link + "/preview",
                users.stream().map(TemplatePage::user).toList(),
                TemplateUsers.AUTOMATIONS_LOOKED_AT_MAX,
                Moment.of(head.createdAt(), visit.now()),
                Moment.of(head.updatedAt(), visit.now()),
                Moment.of(head.publishedAt(), visit.now()),
                Commands.get(visit.context().request(), "/templates/" + head.id()));
    }

    private static String sentence(TemplateHead head, Visit visit) {
        if (!head.isPublished()) {
            return "A draft: nothing sends it before it is published.";
        }
        String since = Times.words(head.publishedAt(), visit.now());
        return head.hasUnpublishedVersions()
                ? "What was published at " + since + " is sent; the edits since then are not."
                : "Sent as it stands here, since " + since + ".";
    }

    private static User user(TemplateUsers.User user) {
        return new User(user.id().toString(), user.name(), Pill.of(user.isEnabled() ? "enabled" : "disabled"));
    }
}
