package onward.web.ui;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Commands for a shell, made for the server somebody is looking at. */
public final class Commands {
    /** A host and a port and nothing that a shell would act on, since people paste this. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.\\-]+(:\\d+)?|\\[[0-9A-Fa-f:]+](:\\d+)?");

    private Commands() {}

    /** Sends a first event. */
    public static String firstEvent(HttpServerRequest request) {
        return """
                curl -X POST '%s/events/send' \\
                  -H "Authorization: Bearer $ONWARD_API_KEY" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"event": "user.created", "email": "ada@example.com", "payload": {"plan": "pro"}}'""".formatted(origin(request));
    }

    /** Reads something. @param path of our own making, without anything that people typed */
    public static String get(HttpServerRequest request, String path) {
        return """
                curl '%s%s' \\
                  -H "Authorization: Bearer $ONWARD_API_KEY\"""".formatted(origin(request), path);
    }

    private static String origin(HttpServerRequest request) {
        return ("https".equals(request.scheme()) ? "https" : "http") + "://" + place(request);
    }

    private static String place(HttpServerRequest request) {
        var place = request.authority() == null ? "" : request.authority().toString();
        return PLAIN.matcher(place).matches()
                ? place
                : "localhost:" + request.localAddress().port();
    }
}
