package onward.store;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One database, as {@code postgresql://user:password@host:port/name?sslmode=…}, in the two spellings that
 * libraries want: the URI itself for the Vert.x client, and a JDBC URL for the migrations.
 *
 * @param user null: the driver's default
 * @param password null: none
 * @param query the part after the question mark, or null
 */
public record DatabaseUri(String host, int port, String database, String user, String password, String query) {
    private static final int PORT_DEFAULT = 5432;

    /**
     * Reads the URI.
     *
     * @throws IllegalArgumentException with words for the operator, never with the password
     */
    public static DatabaseUri read(String text) {
        URI uri = parsed(text);
        boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!postgres || uri.getHost() == null || uri.getPath().length() < 2) {
            throw expected("something else");
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseUri(
                uri.getHost(),
                uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
                uri.getPath().substring(1),
                login.length > 0 ? decoded(login[0]) : null,
                login.length > 1 ? decoded(login[1]) : null,
                uri.getRawQuery());
    }

    /** The URL without credentials, which JDBC takes apart from it. */
    public String jdbc() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + suffix();
    }

    /** The same server and login, another database. */
    public DatabaseUri withDatabase(String name) {
        return new DatabaseUri(host, port, name, user, password, query);
    }

    /** The whole URI, password included. */
    public String text() {
        String login = user == null ? "" : encoded(user) + (password == null ? "" : ":" + encoded(password)) + "@";
        return "postgresql://" + login + host + ":" + port + "/" + encoded(database) + suffix();
    }

    /** Host, port and database, for logs. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }

    private String suffix() {
        return query == null ? "" : "?" + query;
    }

    private static URI parsed(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw expected("characters that a URI cannot hold (percent-encode them in user and password)");
        }
    }

    private static IllegalArgumentException expected(String found) {
        return new IllegalArgumentException(
                "Expected a database URL like postgresql://user:password@host:5432/onward, found " + found);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
