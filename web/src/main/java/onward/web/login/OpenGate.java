package onward.web.login;

import io.vertx.core.Future;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import onward.web.ui.Gate;
import onward.web.ui.PageProblem;

/**
 * Lets everybody in who asks this machine by one of its own names, for {@code ONWARD_DASHBOARD_LOGIN=none}. By no other
 * name: a site that has its own name lead to 127.0.0.1 would else read the dashboard through the browser of its visitor.
 */
final class OpenGate implements Gate {
    private static final Duration COOKIE_AGE = Duration.ofDays(365);
    static final Pattern OWN_NAME = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");

    private final BrowserCookie cookie;

    OpenGate(BrowserCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public Future<Optional<Pass>> admit(RoutingContext context, Instant now) {
        HostAndPort asked = context.request().authority();
        if (asked == null || !OWN_NAME.matcher(asked.host()).matches()) {
            throw PageProblem.badQuestion(
                    "Without a login the dashboard answers only to this machine's own names, as in"
                            + " http://localhost. Set ONWARD_DASHBOARD_LOGIN=required to reach it by another.");
        }
        String token = cookie.token(context).orElseGet(() -> cookie.give(context, COOKIE_AGE));
        return Future.succeededFuture(Optional.of(new Pass(BrowserCookie.formKey(token), null)));
    }
}
