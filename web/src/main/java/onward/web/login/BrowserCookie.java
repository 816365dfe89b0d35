package onward.web.login;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import onward.store.table.Tokens;
import onward.web.ui.Desk;

/** The one cookie of a browser: a random token that script cannot read and other sites cannot send a form with. */
final class BrowserCookie {
    private static final String NAME = "onward_session";
    private static final int TOKEN_CHARS_MAX = 100;

    private final boolean isSecure;

    /** @param isSecure whether the browser sends it over TLS alone */
    BrowserCookie(boolean isSecure) {
        this.isSecure = isSecure;
    }

    Optional<String> token(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(NAME))
                .map(Cookie::getValue)
                .filter(token -> token.startsWith(Tokens.PREFIX) && token.length() <= TOKEN_CHARS_MAX);
    }

    /** Gives the browser a token of its own. */
    String give(RoutingContext context, Duration age) {
        String token = Tokens.next();
        context.response().addCookie(cookie(token).setMaxAge(age.toSeconds()));
        return token;
    }

    void take(RoutingContext context) {
        context.response().addCookie(cookie("").setMaxAge(0));
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(NAME, value)
                .setPath(Desk.HOME)
                .setHttpOnly(true)
                .setSecure(isSecure)
                .setSameSite(CookieSameSite.LAX);
    }

    /** What the forms of this browser's pages carry: it follows from the token, and nobody can tell the token from it. */
    static String formKey(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("form".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
