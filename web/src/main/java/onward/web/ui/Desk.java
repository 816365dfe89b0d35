package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import onward.store.Store;
import onward.store.table.Projects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every page of the dashboard comes in: who asks, whose data it is, at which instant; and what goes wrong becomes
 * a page too. Forms are taken only with the key that this browser's pages carry.
 */
public final class Desk {
    public static final String HOME = "/dashboard";

    /** The field of every form that carries the key. */
    public static final String FORM_KEY = "form_key";

    /** How large a form may be. */
    private static final int FORM_BYTES_MAX = 64 * 1024;

    private static final int UNPROCESSABLE = 422;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Store store;
    private final Pages pages;
    private final Gate gate;
    private final AtomicReference<UUID> project = new AtomicReference<>();

    public Desk(Store store, Pages pages, Gate gate) {
        this.store = store;
        this.pages = pages;
        this.gate = gate;
    }

    /** What is shown to somebody. */
    @FunctionalInterface
    public interface Page {
        Future<Shown> show(Visit visit);
    }

    /** What is done for somebody; gives the address to go on at. */
    @FunctionalInterface
    public interface Form {
        Future<String> act(Visit visit);
    }

    /** @param path below the dashboard, for example {@code /runs} */
    public void page(Router router, String path, Page page) {
        router.get(HOME + path).handler(context -> handle(context, visit -> shown(page, visit)));
    }

    /** @param path below the dashboard, named after what the form changes */
    public void form(Router router, String path, Form form) {
        form(router, path, FORM_BYTES_MAX, form);
    }

    /** The same for a form that is larger than most. @param bytesMax as it is sent, where a letter may take nine bytes */
    public void form(Router router, String path, int bytesMax, Form form) {
        posted(router, path, bytesMax, visit -> acted(form, visit));
    }

    /** A form that is answered by a page of its own: for what is shown to somebody who asked, and not found again. */
    public void answer(Router router, String path, Page page) {
        posted(router, path, FORM_BYTES_MAX, visit -> {
            requireKey(visit);
            return shown(page, visit);
        });
    }

    /** A form whose answer is no page: the work answers by itself. */
    public void rawForm(Router router, String path, int bytesMax, Work work) {
        posted(router, path, bytesMax, visit -> {
            requireKey(visit);
            return work.of(visit);
        });
    }

    /** Nothing of a form is read before it is known who sends it. */
    private void posted(Router router, String path, int bytesMax, Work work) {
        router.post(HOME + path).handler(context -> {
            context.request().pause();
            context.addEndHandler(answered -> letGo(context.request()));
            handle(context, visit -> FormBody.read(context.request(), bytesMax).compose(read -> work.of(visit)));
        });
    }

    /** What nobody read flows by. */
    private static void letGo(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    /** Something that is no page, for whoever may see pages: the work answers by itself. */
    public void raw(Router router, String path, Work work) {
        router.get(HOME + path).handler(context -> handle(context, work));
    }

    /** What is done for a visit, to the end of its answer. */
    @FunctionalInterface
    public interface Work {
        Future<Void> of(Visit visit);
    }

    /** Whatever else is asked for below the dashboard is a page that there is not. */
    public void otherwise(Router router) {
        router.get(HOME + "/*").handler(context -> {
            if (context.normalizedPath().startsWith(Asset.FOLDER)) {
                context.next();
            } else {
                handle(context, visit -> Future.failedFuture(PageProblem.absent("page")));
            }
        });
    }

    private void handle(RoutingContext context, Work work) {
        store.now()
                .compose(now -> gate.admit(context, now)
                        .compose(pass -> pass.isEmpty()
                                ? Future.<Void>succeededFuture()
                                : project()
                                        .compose(id -> work.of(new Visit(
                                                context,
                                                id,
                                                now,
                                                pass.get().formKey(),
                                                pass.get().user())))))
                .onFailure(fault -> failed(context, fault));
    }

    private Future<UUID> project() {
        UUID known = project.get();
        return known != null
                ? Future.succeededFuture(known)
                : Projects.first(store.client()).map(Optional::orElseThrow).onSuccess(project::set);
    }

    private Future<Void> shown(Page page, Visit visit) {
        return orAgain(visit, () -> page.show(visit).compose(shown -> pages.send(visit, 200, shown)));
    }

    private Future<Void> acted(Form form, Visit visit) {
        requireKey(visit);
        return orAgain(visit, () -> form.act(visit).compose(next -> lead(visit, next)));
    }

    private static Future<Void> lead(Visit visit, String next) {
        return visit.context()
                .response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, next)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    /** Whether a form says that it is not taken, or its future does, its page is shown again. */
    private Future<Void> orAgain(Visit visit, Supplier<Future<Void>> work) {
        return Future.succeededFuture()
                .compose(begun -> work.get())
                .recover(fault -> fault instanceof FormAgain again
                        ? pages.send(visit, UNPROCESSABLE, again.shown())
                        : Future.failedFuture(fault));
    }

    private static void requireKey(Visit visit) {
        byte[] sent = visit.field(FORM_KEY).getBytes(StandardCharsets.UTF_8);
        byte[] ours = visit.formKey().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, ours)) {
            throw PageProblem.foreignForm();
        }
    }

    private void failed(RoutingContext context, Throwable fault) {
        if (context.response().ended()) {
            return;
        }
        if (fault instanceof PageProblem problem) {
            pages.sendPlain(
                    context, problem.status(), "problem", new ProblemView(problem.title(), problem.getMessage()));
        } else {
            LOG.error("A page could not be shown: {}", context.request().path(), fault);
            pages.sendPlain(
                    context,
                    503,
                    "problem",
                    new ProblemView(
                            "This page cannot be shown right now",
                            "The server could not get at what it needs, most likely its database. Try again in a"
                                    + " moment; the server's log says more."));
        }
    }
}
