package onward.web.login;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.table.DashboardUsers;
import onward.store.table.DashboardUsers.User;
import onward.store.table.Tokens;
import onward.web.ui.Desk;
import onward.web.ui.Gate;
import onward.web.ui.Pages;

/** How people come into the dashboard of one process; all its HTTP threads share it. */
public final class Login {
    private static final Duration LINK_AGE = Duration.ofDays(1);

    private final Passwords passwords;
    private final WrongTries wrongTries = new WrongTries();
    private final BrowserCookie cookie;
    private final boolean isRequired;

    private Login(Passwords passwords, BrowserCookie cookie, boolean isRequired) {
        this.passwords = passwords;
        this.cookie = cookie;
        this.isRequired = isRequired;
    }

    /** @param isSecure whether browsers reach the server over TLS */
    public static Login required(Vertx vertx, boolean isSecure) {
        return new Login(new Passwords(vertx), new BrowserCookie(isSecure), true);
    }

    /** Whether a host is this machine's name for itself, which nobody else reaches it by. */
    public static boolean isThisMachine(String host) {
        return OpenGate.OWN_NAME.matcher(host).matches();
    }

    /** Nobody is asked who they are; only for a server that this machine alone can reach, see {@link #isThisMachine}. */
    public static Login none(Vertx vertx) {
        return new Login(new Passwords(vertx), new BrowserCookie(false), false);
    }

    public Gate gate(Store store) {
        return isRequired ? new SessionGate(store, cookie) : new OpenGate(cookie);
    }

    public void mount(Router router, Store store, Pages pages, Desk desk) {
        if (isRequired) {
            new LoginPages(store, pages, passwords, wrongTries, cookie).mount(router, desk);
        }
    }

    /**
     * Sees to it that the owner can come in.
     *
     * @param password what the owner's password shall be; null to leave it as it is
     * @return the path of a link that lets the owner choose one, when there is none yet
     */
    public Future<Optional<String>> prepare(Store store, String password) {
        if (!isRequired) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.now()
                .compose(now -> DashboardUsers.ensureOwner(store.client(), now, Ids.from(new SecureRandom())))
                .compose(owner -> password == null ? link(store, owner) : configured(store, owner, password));
    }

    private static Future<Optional<String>> link(Store store, User owner) {
        if (owner.passwordHash() != null) {
            return Future.succeededFuture(Optional.empty());
        }
        String token = Tokens.next();
        return store.transaction(tx -> store.now(tx)
                        .compose(now ->
                                DashboardUsers.openLink(tx, owner.id(), Tokens.hash(token), now, now.plus(LINK_AGE))))
                .map(done -> Optional.of(LoginPages.ENTER + "?token=" + token));
    }

    private Future<Optional<String>> configured(Store store, User owner, String password) {
        return passwords
                .matches(password, owner.passwordHash())
                .compose(same -> same ? Future.<Void>succeededFuture() : change(store, owner, password))
                .map(done -> Optional.empty());
    }

    private Future<Void> change(Store store, User owner, String password) {
        return passwords
                .hash(password)
                .compose(hash -> store.transaction(
                        tx -> store.now(tx).compose(now -> DashboardUsers.setPassword(tx, owner.id(), hash, now))));
    }
}
