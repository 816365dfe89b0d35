package onward.channel.smtp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * Where the relay is and how to talk to it: {@code smtp://[user:password@]host[:port]?tls=…} or
 * {@code smtps://…}, which is TLS from the first byte.
 *
 * @param host name or address; an IPv6 address stands without its brackets
 * @param user null when there is no login; {@code password} likewise
 */
public record SmtpUrl(String host, int port, Tls tls, String user, String password) {
    /** Where relays take mail (RFC 5321), where they take it over TLS (RFC 8314, section 7.3). */
    public static final int PORT_DEFAULT = 25;

    public static final int PORT_IMPLICIT_TLS = 465;
    private static final String PATH = "ONWARD_SMTP_URL";
    private static final String FORM = "smtp://[user:password@]host[:port]?tls=none|starttls|required";

    /** How the connection is protected. */
    public enum Tls {
        /** Never, even when offered. */
        NONE,
        /** When the relay offers STARTTLS; without a login any certificate will do (RFC 7435). */
        STARTTLS,
        /** STARTTLS with a trusted certificate, or no mail. */
        REQUIRED,
        /** TLS from the first byte, with a trusted certificate. */
        IMPLICIT;

        private static Optional<Tls> ofWord(String word) {
            return Stream.of(NONE, STARTTLS, REQUIRED)
                    .filter(tls -> tls.word().equals(word))
                    .findAny();
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a URL; user and password are percent-decoded as UTF-8, everything missing has a default. With a
     * login TLS is required unless the URL says otherwise, so that no password goes out in the clear by accident.
     *
     * @return the place, or every problem found; no problem repeats the password
     */
    public static Result<SmtpUrl> read(String text) {
        try {
            return read(new URI(text == null ? "" : text.strip()));
        } catch (URISyntaxException unreadable) {
            return Result.failed(Problem.invalid(
                    PATH,
                    "Expected " + FORM + ", found something that is no URL: " + unreadable.getReason()
                            + ". Percent-encode special characters in the password."));
        }
    }

    private static Result<SmtpUrl> read(URI uri) {
        var problems = new ArrayList<Problem>();
        checkScheme(uri, problems);
        checkPlace(uri, problems);
        var login = Login.of(uri.getRawUserInfo(), problems);
        var tls = tls(uri, login, problems);
        return problems.isEmpty()
                ? Result.of(new SmtpUrl(host(uri), port(uri), tls, login.user, login.password))
                : Result.failed(problems);
    }

    private static void checkScheme(URI uri, List<Problem> problems) {
        if (!isImplicit(uri) && !"smtp".equalsIgnoreCase(uri.getScheme())) {
            problems.add(Problem.invalid(
                    PATH, "Expected " + FORM + " or smtps://…, found the scheme " + quoted(uri.getScheme()) + "."));
        }
    }

    private static void checkPlace(URI uri, List<Problem> problems) {
        if (uri.getHost() == null) {
            problems.add(
                    Problem.invalid(PATH, "Expected a host and a numeric port, as in " + FORM + ", found neither."));
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            problems.add(Problem.invalid(PATH, "Expected a port from 1 to 65535, found " + uri.getPort() + "."));
        }
        if (!Optional.ofNullable(uri.getRawPath()).orElse("").matches("/?") || uri.getRawFragment() != null) {
            problems.add(Problem.invalid(PATH, "Expected nothing after the port but ?tls=…, found a path or a #."));
        }
    }

    private static Tls tls(URI uri, Login login, List<Problem> problems) {
        if (uri.getRawQuery() == null) {
            return isImplicit(uri) ? Tls.IMPLICIT : login.user == null ? Tls.STARTTLS : Tls.REQUIRED;
        }
        if (isImplicit(uri)) {
            problems.add(Problem.invalid(PATH, "Expected no ?tls=… with smtps://, which is TLS from the first byte."));
            return Tls.IMPLICIT;
        }
        return tlsWord(uri.getRawQuery(), problems);
    }

    private static Tls tlsWord(String query, List<Problem> problems) {
        var tls = query.startsWith("tls=") ? Tls.ofWord(query.substring(4)) : Optional.<Tls>empty();
        if (tls.isEmpty()) {
            problems.add(Problem.invalid(PATH, "Expected tls=" + words() + ", found " + quoted(query) + "."));
        }
        return tls.orElse(Tls.REQUIRED);
    }

    private static String words() {
        return Stream.of(Tls.NONE, Tls.STARTTLS, Tls.REQUIRED).map(Tls::word).collect(Collectors.joining("|"));
    }

    private static boolean isImplicit(URI uri) {
        return "smtps".equalsIgnoreCase(uri.getScheme());
    }

    private static String host(URI uri) {
        var host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : isImplicit(uri) ? PORT_IMPLICIT_TLS : PORT_DEFAULT;
    }

    private static String quoted(String found) {
        return found == null ? "none" : "'" + found + "'";
    }

    /** For logs and messages: no user, no password. */
    @Override
    public String toString() {
        return (tls == Tls.IMPLICIT ? "smtps://" : "smtp://") + host + ":" + port
                + (tls == Tls.IMPLICIT ? "" : "?tls=" + tls.word());
    }

    /** User and password, both or neither. */
    private record Login(String user, String password) {
        private static final Login NONE = new Login(null, null);

        static Login of(String userInfo, List<Problem> problems) {
            if (userInfo == null) {
                return NONE;
            }
            var colon = userInfo.indexOf(':');
            if (colon < 1) {
                problems.add(Problem.invalid(PATH, "Expected user:password before the @, found no user or no colon."));
                return NONE;
            }
            return decoded(userInfo.substring(0, colon), userInfo.substring(colon + 1), problems);
        }

        private static Login decoded(String user, String password, List<Problem> problems) {
            var login = new Login(Percent.decoded(user), Percent.decoded(password));
            if (Percent.hasControl(login.user) || Percent.hasControl(login.password)) {
                problems.add(Problem.invalid(
                        PATH, "Expected a user and a password of readable characters, found a control character."));
            }
            return login;
        }
    }
}
