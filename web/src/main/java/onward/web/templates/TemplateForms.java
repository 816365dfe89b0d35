package onward.web.templates;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Filled;
import onward.store.Store;
import onward.store.Taken;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateRef;
import onward.store.table.Templates;
import onward.web.ui.FormAgain;
import onward.web.ui.MailFrame;
import onward.web.ui.PageProblem;
import onward.web.ui.ProblemRow;
import onward.web.ui.Visit;

/** What can be done to a template: made, saved, published, copied, removed, and looked at before any of that. */
public final class TemplateForms {
    static final String PATH = "/dashboard/templates";

    /** Both texts at their longest, and room for letters that take several bytes on their way. */
    public static final int FORM_BYTES_MAX = 4 * 1024 * 1024;

    private final Store store;
    private final TemplatePage page;
    private final Ids ids = Ids.from(new SecureRandom());

    public TemplateForms(Store store, TemplatePage page) {
        this.store = store;
        this.page = page;
    }

    /** {@code POST /dashboard/templates}: a new one, a draft. */
    public Future<String> create(Visit visit) {
        var form = TemplateForm.read(visit);
        TemplateDraft draft = form.draft(List.of(), visit.now(), ids);
        List<Problem> problems = problems(form, draft);
        if (!problems.isEmpty()) {
            throw new FormAgain(TemplatePage.blank(form.typed(), ProblemRow.of(problems)));
        }
        return Templates.create(store.client(), visit.projectId(), draft, visit.now(), ids)
                .map(id -> PATH + "/" + id)
                .recover(fault -> Future.failedFuture(
                        fault instanceof Taken
                                ? new FormAgain(TemplatePage.blank(form.typed(), ProblemRow.of(List.of(taken()))))
                                : fault));
    }

    private static List<Problem> problems(TemplateForm form, TemplateDraft draft) {
        List<Problem> problems = new ArrayList<>(form.problems());
        problems.addAll(draft.problems());
        return problems;
    }

    private static Problem taken() {
        return Problem.conflict("alias", "Expected an `alias` that no other template has, found one that is taken.");
    }

    /** {@code POST /dashboard/templates/<id>}: its newest version; what was published stays as it is. */
    public Future<String> save(Visit visit) {
        return saved(visit, (tx, now) -> Future.succeededFuture());
    }

    /** {@code POST /dashboard/templates/<id>/publish}: saved, and what is sent from now on. */
    public Future<String> publish(Visit visit) {
        var id = visit.pathId("template");
        return saved(visit, (tx, now) -> Templates.publish(tx, visit.projectId(), id, now));
    }

    private interface Then {
        Future<Void> follow(SqlClient tx, Instant now);
    }

    private Future<String> saved(Visit visit, Then then) {
        var form = TemplateForm.read(visit);
        return store.transaction(tx -> Templates.lock(tx, visit.projectId(), ref(visit))
                        .map(found -> found.orElseThrow(() -> PageProblem.absent("template")))
                        .compose(before -> store.now(tx).compose(now -> {
                            TemplateDraft draft = form.draft(before.text().variables(), now, ids);
                            List<Problem> problems = problems(form, draft);
                            return problems.isEmpty()
                                    ? Templates.save(tx, visit.projectId(), before, draft, now, ids)
                                            .compose(done -> then.follow(tx, now))
                                    : Future.failedFuture(new Untaken(problems));
                        })))
                .recover(fault -> fault instanceof Taken
                        ? again(visit, form, List.of(taken()))
                        : fault instanceof Untaken untaken
                                ? again(visit, form, untaken.problems)
                                : Future.failedFuture(fault))
                .map(done -> PATH + "/" + visit.pathId("template"));
    }

    private static TemplateRef ref(Visit visit) {
        return new TemplateRef(visit.pathId("template"), null);
    }

    /** Ends the transaction before the page is made. */
    private static final class Untaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Problem> problems;

        Untaken(List<Problem> problems) {
            super("A template was not taken", null, false, false);
            this.problems = problems;
        }
    }

    private <T> Future<T> again(Visit visit, TemplateForm form, List<Problem> problems) {
        return page.find(visit)
                .compose(template -> page.filled(visit, template, form.typed(), ProblemRow.of(problems)))
                .compose(shown -> Future.failedFuture(new FormAgain(shown)));
    }

    /** {@code POST /dashboard/templates/<id>/duplicate}: a copy, a draft without an alias. */
    public Future<String> duplicate(Visit visit) {
        Instant now = visit.now();
        return found(
                visit,
                template -> Templates.create(
                                store.client(),
                                visit.projectId(),
                                TemplateDraft.of(template).copy(now, ids),
                                now,
                                ids)
                        .map(id -> PATH + "/" + id));
    }

    /** {@code POST /dashboard/templates/<id>/delete}. */
    public Future<String> delete(Visit visit) {
        return found(
                visit,
                template -> Templates.delete(
                                store.client(),
                                visit.projectId(),
                                template.head().id())
                        .map(PATH));
    }

    private interface Deed {
        Future<String> of(StoredTemplate template);
    }

    private Future<String> found(Visit visit, Deed deed) {
        return page.find(visit).compose(deed::of);
    }

    /** {@code GET /dashboard/templates/<id>/preview}: a mail of its newest version, for a frame. */
    public Future<Void> preview(Visit visit) {
        return page.find(visit).compose(template -> framed(visit, Preview.of(TemplateDraft.of(template))));
    }

    /** {@code POST /dashboard/templates/preview}: a mail of what stands in the form, for a frame; nothing is kept. */
    public Future<Void> previewDraft(Visit visit) {
        var form = TemplateForm.read(visit);
        TemplateDraft draft = form.draft(List.<Map<String, Object>>of(), visit.now(), ids);
        List<Problem> problems = new ArrayList<>(form.problems());
        draft.problems().stream()
                .filter(problem -> TemplateForms.isSeen(problem.path()))
                .forEach(problems::add);
        return problems.isEmpty()
                ? framed(visit, Preview.of(draft))
                : MailFrame.sendWords(
                        visit, problems.stream().map(Problem::message).toList());
    }

    /** Who has not typed a name yet still sees the mail. */
    private static boolean isSeen(String field) {
        return field.equals("html") || field.startsWith("variables");
    }

    private static Future<Void> framed(Visit visit, Result<Filled> filled) {
        return filled.isOk()
                ? MailFrame.send(visit, filled.value().html())
                : MailFrame.sendWords(
                        visit, filled.problems().stream().map(Problem::message).toList());
    }
}
