package onward.app;

import java.util.Locale;

/** What a person sees when the server runs: where it is, the key while it can still be told, one line to try. */
final class Greeting {
    private Greeting() {}

    static String of(Server server, double seconds) {
        String url = server.url();
        String key = server.firstKey().orElse("$ONWARD_API_KEY");
        return String.join(
                System.lineSeparator(),
                "",
                String.format(Locale.ROOT, "Onward is ready (%.1f s).", seconds),
                "  Dashboard  " + dashboardWords(server, url),
                "  API        " + url + "   (official Resend clients: RESEND_BASE_URL=" + url + ")",
                "  API key    " + keyWords(server),
                "  Mail       " + server.mailWords(),
                "  Database   " + databaseWords(server) + metricsLine(server),
                "",
                "Send a first event:",
                "  curl -X POST " + url + "/events/send -H \"Authorization: Bearer " + key + "\""
                        + " -H 'Content-Type: application/json'"
                        + " -d '{\"event\":\"customer.created\",\"email\":\"ada@example.com\",\"payload\":{\"country\":\"France\"}}'",
                "");
    }

    private static String dashboardWords(Server server, String url) {
        return server.passwordLink()
                .map(link -> link + "   (choose a password; good once, for a day)")
                .orElse(url + "/dashboard");
    }

    private static String keyWords(Server server) {
        return server.firstKey()
                .map(token -> token + "   (shown once: keep it)")
                .orElse(
                        server.config().apiKey() != null
                                ? "the one in ONWARD_API_KEY"
                                : "as shown at the first start (lost it? set ONWARD_API_KEY to a new one)");
    }

    private static String metricsLine(Server server) {
        return server.metricsUrl()
                .map(url -> System.lineSeparator() + "  Metrics    " + url)
                .orElse("");
    }

    private static String databaseWords(Server server) {
        return server.config().databaseUrl() == null
                ? "embedded PostgreSQL in " + server.config().data()
                : "your own (ONWARD_DATABASE_URL)";
    }
}
