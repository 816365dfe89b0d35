package onward.web.login;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.store.Store;
import onward.store.table.DashboardUsers;
import onward.store.table.DashboardUsers.User;
import onward.store.table.Tokens;
import onward.web.ui.Desk;
import onward.web.ui.Pages;

/**
 * In and out.
 *
 * <pre>
 *   GET  /dashboard/login[?next=…]      the form
 *   POST /dashboard/login               name, password, next
 *   GET  /dashboard/enter?token=…       where a link leads; looking uses nothing up
 *   POST /dashboard/enter               token, password: chosen, and in
 *   POST /dashboard/logout
 * </pre>
 */
final class LoginPages {
    static final String LOGIN = Desk.HOME + "/login";
    static final String ENTER = Desk.HOME + "/enter";

    private static final Duration SESSION_AGE = Duration.ofDays(14);
    private static final long FORM_BYTES_MAX = 16 * 1024;
    private static final int NAME_CHARS_MAX = 100;
    private static final int TOO_MANY = 429;
    private static final Pattern WITHIN = Pattern.compile("/dashboard(/[A-Za-z0-9/._~%-]*)?(\\?[^\\\\\\s\"<>]*)?");
    private static final String WRONG = "That name and password do not belong together.";
    private static final String USED =
            "This link was used, or is older than a day. Log in with the password, or start the"
                    + " server with ONWARD_DASHBOARD_PASSWORD to set a new one.";

    private final Store store;
    private final Pages pages;
    private final Passwords passwords;
    private final WrongTries wrongTries;
    private final BrowserCookie cookie;

    LoginPages(Store store, Pages pages, Passwords passwords, WrongTries wrongTries, BrowserCookie cookie) {
        this.store = store;
        this.pages = pages;
        this.passwords = passwords;
        this.wrongTries = wrongTries;
        this.cookie = cookie;
    }

    void mount(Router router, Desk desk) {
        router.get(LOGIN).handler(this::form);
        router.post(LOGIN).handler(body()).handler(own(this::login));
        router.get(ENTER).handler(this::chooser);
        router.post(ENTER).handler(body()).handler(own(this::choose));
        desk.form(router, "/logout", visit -> {
            Optional<String> token = cookie.token(visit.context());
            cookie.take(visit.context());
            return token.isEmpty()
                    ? Future.succeededFuture(LOGIN)
                    : DashboardUsers.closeSession(store.client(), Tokens.hash(token.get()))
                            .map(LOGIN);
        });
    }

    private static BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX);
    }

    private interface Step {
        Future<Void> of(RoutingContext context, Instant now);
    }

    /** A form that another site sends in somebody's name is not taken. */
    private io.vertx.core.Handler<RoutingContext> own(Step step) {
        return context -> {
            if (isForeign(context)) {
                pages.sendPlain(context, 403, "login", new LoginView("That form came from another site.", Desk.HOME));
                return;
            }
            store.now().compose(now -> step.of(context, now)).onFailure(fault -> failed(context, fault));
        };
    }

    private static boolean isForeign(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        var asked = context.request().authority();
        if (origin == null || asked == null) {
            return false;
        }
        try {
            return !asked.host().equals(URI.create(origin).getHost());
        } catch (IllegalArgumentException odd) {
            return true;
        }
    }

    private void failed(RoutingContext context, Throwable fault) {
        if (fault instanceof TooManyTries) {
            pages.sendPlain(
                    context,
                    TOO_MANY,
                    "login",
                    new LoginView("Too many wrong passwords of late. Try again in a few minutes.", next(context)));
        } else {
            context.fail(fault);
        }
    }

    private void form(RoutingContext context) {
        pages.sendPlain(context, 200, "login", new LoginView(null, next(context)));
    }

    /** Where somebody wanted to go, if that is a page of ours. */
    private static String next(RoutingContext context) {
        String asked = context.request().getFormAttribute("next");
        if (asked == null) {
            asked = context.queryParam("next").stream().findFirst().orElse("");
        }
        return WITHIN.matcher(asked).matches() ? asked : Desk.HOME;
    }

    private Future<Void> login(RoutingContext context, Instant now) {
        String address = String.valueOf(context.request().remoteAddress().hostAddress());
        if (wrongTries.isTooMany(address, now)) {
            return Future.failedFuture(new TooManyTries());
        }
        String name = field(context, "name");
        String password = field(context, "password");
        return user(name)
                .compose(user -> passwords
                        .matches(password, user.map(User::passwordHash).orElse(null))
                        .compose(right -> {
                            if (right) {
                                return admitted(context, user.orElseThrow().id(), now, next(context));
                            }
                            wrongTries.add(address, now);
                            pages.sendPlain(context, 401, "login", new LoginView(WRONG, next(context)));
                            return Future.succeededFuture();
                        }));
    }

    private Future<Optional<User>> user(String name) {
        return name.isEmpty() || name.length() > NAME_CHARS_MAX || name.indexOf('\0') >= 0
                ? Future.succeededFuture(Optional.empty())
                : DashboardUsers.find(store.client(), name);
    }

    private Future<Void> admitted(RoutingContext context, UUID userId, Instant now, String next) {
        String token = cookie.give(context, SESSION_AGE);
        return store.transaction(
                        tx -> DashboardUsers.openSession(tx, userId, Tokens.hash(token), now, now.plus(SESSION_AGE)))
                .compose(done -> context.response()
                        .setStatusCode(303)
                        .putHeader(HttpHeaders.LOCATION, next)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end());
    }

    private void chooser(RoutingContext context) {
        String token = context.queryParam("token").stream().findFirst().orElse("");
        store.now()
                .compose(now -> DashboardUsers.linked(store.client(), Tokens.hash(token), now))
                .onSuccess(user -> {
                    if (user.isPresent()) {
                        pages.sendPlain(context, 200, "enter", view(user.get(), token, null));
                    } else {
                        pages.sendPlain(context, 404, "login", new LoginView(USED, Desk.HOME));
                    }
                })
                .onFailure(context::fail);
    }

    private static EnterView view(User user, String token, String problem) {
        return new EnterView(user.name(), token, problem, Passwords.CHARS_MIN, Passwords.CHARS_MAX);
    }

    private Future<Void> choose(RoutingContext context, Instant now) {
        String token = field(context, "token");
        String password = field(context, "password");
        return DashboardUsers.linked(store.client(), Tokens.hash(token), now).compose(user -> {
            if (user.isEmpty()) {
                pages.sendPlain(context, 404, "login", new LoginView(USED, Desk.HOME));
                return Future.succeededFuture();
            }
            Optional<String> problem = Passwords.problem(password);
            if (problem.isPresent()) {
                pages.sendPlain(context, 400, "enter", view(user.get(), token, problem.get()));
                return Future.succeededFuture();
            }
            return passwords.hash(password).compose(hash -> chosen(context, token, hash, now));
        });
    }

    /** Of two who use one link at once, one gets in. */
    private Future<Void> chosen(RoutingContext context, String token, String hash, Instant now) {
        return store.transaction(tx -> DashboardUsers.useLink(tx, Tokens.hash(token), now)
                        .compose(userId -> userId.isEmpty()
                                ? Future.succeededFuture(userId)
                                : DashboardUsers.setPassword(tx, userId.get(), hash, now)
                                        .map(userId)))
                .compose(userId -> {
                    if (userId.isPresent()) {
                        return admitted(context, userId.get(), now, Desk.HOME);
                    }
                    pages.sendPlain(context, 404, "login", new LoginView(USED, Desk.HOME));
                    return Future.succeededFuture();
                });
    }

    private static String field(RoutingContext context, String name) {
        String text = context.request().getFormAttribute(name);
        return text == null ? "" : text;
    }
}
