package onward.web.runs;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** The command that sends a first event to the server somebody is looking at. */
final class FirstEvent {
    /** A host and a port and nothing that a shell would act on, since people paste this. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.\\-]+(:\\d+)?|\\[[0-9A-Fa-f:]+](:\\d+)?");

    private FirstEvent() {}

    static String curl(HttpServerRequest request) {
        return """
                curl -X POST '%s://%s/events/send' \\
                  -H "Authorization: Bearer $ONWARD_API_KEY" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"event": "user.created", "email": "ada@example.com", "payload": {"plan": "pro"}}'""".formatted("https".equals(request.scheme()) ? "https" : "http", place(request));
    }

    private static String place(HttpServerRequest request) {
        var place = request.authority() == null ? "" : request.authority().toString();
        return PLAIN.matcher(place).matches()
                ? place
                : "localhost:" + request.localAddress().port();
    }
}
