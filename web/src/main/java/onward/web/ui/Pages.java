package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Turns a view record into a page, off the event loop, and sends it under a strict policy. */
public final class Pages {
    /**
     * Only our own stylesheet, script and pictures; nothing inline; frames only for mails, which run nothing; no form to
     * elsewhere.
     */
    static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
            + " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Vertx vertx;
    private final TemplateEngine engine = engine();

    public Pages(Vertx vertx) {
        this.vertx = vertx;
    }

    private static TemplateEngine engine() {
        var files = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        files.setPrefix("onward/pages/");
        files.setSuffix(".html");
        files.setTemplateMode(TemplateMode.HTML);
        files.setCharacterEncoding("UTF-8");
        files.setCacheable(true);
        var engine = new TemplateEngine();
        engine.setTemplateResolver(files);
        return engine;
    }

    /** Sends a page to somebody who came in. */
    Future<Void> send(Visit visit, int status, Shown shown) {
        Map<String, Object> model = model(shown.view());
        model.put("section", shown.section());
        model.put("formKey", visit.formKey());
        model.put("now", visit.now().toString());
        if (visit.user() != null) {
            model.put("user", visit.user());
        }
        return rendered(shown.template(), model).compose(html -> send(visit.context(), status, html));
    }

    /**
     * Renders and sends a page that anybody may see.
     *
     * @param template a file of {@code onward/pages}, without its ending
     * @param view a public record, which the template knows as {@code view}
     */
    public void sendPlain(RoutingContext context, int status, String template, Object view) {
        rendered(template, model(view))
                .compose(html -> send(context, status, html))
                .onFailure(context::fail);
    }

    private static Map<String, Object> model(Object view) {
        Map<String, Object> model = new HashMap<>();
        model.put("view", view);
        model.put("style", Asset.STYLE.link());
        model.put("graphStyle", Asset.GRAPH_STYLE.link());
        model.put("formStyle", Asset.FORM_STYLE.link());
        model.put("templateScript", Asset.TEMPLATE_SCRIPT.link());
        model.put("icon", Asset.ICON.link());
        model.put("script", Asset.SCRIPT.link());
        return model;
    }

    private Future<String> rendered(String template, Map<String, Object> model) {
        return vertx.executeBlocking(() -> engine.process(template, new Context(Locale.ENGLISH, model)), false);
    }

    private static Future<Void> send(RoutingContext context, int status, String html) {
        return context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .end(html);
    }
}
