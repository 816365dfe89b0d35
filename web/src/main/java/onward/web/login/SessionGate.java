package onward.web.login;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import onward.store.Store;
import onward.store.table.DashboardUsers;
import onward.store.table.Tokens;
import onward.web.ui.Gate;

/** Lets in whoever has a session, and sends all others to the login form. */
final class SessionGate implements Gate {
    private final Store store;
    private final BrowserCookie cookie;

    SessionGate(Store store, BrowserCookie cookie) {
        this.store = store;
        this.cookie = cookie;
    }

    @Override
    public Future<Optional<Pass>> admit(RoutingContext context, Instant now) {
        Optional<String> token = cookie.token(context);
        if (token.isEmpty()) {
            return away(context);
        }
        return DashboardUsers.inSession(store.client(), Tokens.hash(token.get()), now)
                .compose(user -> user.isEmpty()
                        ? away(context)
                        : Future.succeededFuture(Optional.of(new Pass(
                                BrowserCookie.formKey(token.get()), user.get().name()))));
    }

    private static Future<Optional<Pass>> away(RoutingContext context) {
        boolean isLook = context.request().method().equals(HttpMethod.GET);
        String next = isLook ? "?next=" + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8) : "";
        return context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, LoginPages.LOGIN + next)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end()
                .map(Optional.empty());
    }
}
