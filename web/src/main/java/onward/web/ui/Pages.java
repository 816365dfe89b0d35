package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Turns a view record into a page, off the event loop, and sends it under a strict policy. */
public final class Pages {
    /** Only our own stylesheet and pictures; no script, no frame, no form to elsewhere. */
    static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

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

    /**
     * Renders and sends.
     *
     * @param template a file of {@code onward/pages}, without its ending
     * @param view a public record, which the template knows as {@code view}
     */
    public void send(RoutingContext context, int status, String template, Object view) {
        rendered(template, view).onSuccess(html -> send(context, status, html)).onFailure(context::fail);
    }

    private Future<String> rendered(String template, Object view) {
        Map<String, Object> model = Map.of("view", view, "style", Asset.STYLE.link(), "icon", Asset.ICON.link());
        return vertx.executeBlocking(() -> engine.process(template, new Context(Locale.ENGLISH, model)), false);
    }

    private static void send(RoutingContext context, int status, String html) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(html);
    }
}
