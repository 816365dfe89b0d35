package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;

/** Sends a mail's own HTML for a frame: it is somebody else's page, runs nothing, sends nothing, and is framed by nobody but us. */
public final class MailFrame {
    private static final String POLICY = "sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline';"
            + " font-src *; frame-ancestors 'self'";

    private MailFrame() {}

    /** Says in the frame why there is no mail to show. */
    public static Future<Void> sendWords(Visit visit, List<String> words) {
        String lines = words.stream().map(MailFrame::line).collect(Collectors.joining());
        return send(
                visit,
                "<!DOCTYPE html><meta charset=\"utf-8\"><title>No preview</title>"
                        + "<body style=\"font: 15px/1.5 system-ui, sans-serif; color: #475467; margin: 1.5rem\">"
                        + "<p>There is no preview yet:</p><ul>" + lines + "</ul>");
    }

    private static String line(String words) {
        return "<li>" + words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</li>";
    }

    /** @param html null for none */
    public static Future<Void> send(Visit visit, String html) {
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(html == null ? "" : html);
    }
}
