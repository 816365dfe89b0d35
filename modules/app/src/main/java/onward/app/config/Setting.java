package onward.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import onward.channel.nowhere.NullChannel;
import onward.channel.smtp.SmtpUrl;
import onward.flow.message.Address;
import onward.store.DatabaseUri;
import onward.web.login.Passwords;

/**
 * Everything that can be set, in the order an operator meets it. A setting's flag, its environment variable
 * and its key in the file follow from its name: {@code --database-url}, {@code ONWARD_DATABASE_URL},
 * {@code database-url}.
 */
public enum Setting {
    HOST("127.0.0.1", "an address of this machine", "The address to listen on. 0.0.0.0 listens on all of them.") {
        @Override
        boolean accepts(String value) {
            return !value.isBlank() && value.chars().noneMatch(Character::isWhitespace);
        }
    },
    PORT("4000", "a whole number from 0 to 65535", "The HTTP port. 0 takes any free one.") {
        @Override
        boolean accepts(String value) {
            return value.matches("\\d{1,5}") && Integer.parseInt(value) <= PORT_MAX;
        }
    },
    DATA(
            Path.of(System.getProperty("user.home"), ".onward").toString(),
            "a directory that can be written",
            "Where the embedded database and the settings file live.") {
        @Override
        boolean accepts(String value) {
            return !value.isBlank() && value.indexOf('\0') < 0;
        }

        @Override
        public String documentedDefault() {
            return "~/.onward";
        }
    },
    DATABASE_URL(
            "",
            "a URL like postgresql://user:password@host:5432/onward",
            "A PostgreSQL (16 or newer) of your own. Empty: an embedded one, kept in the data directory.") {
        @Override
        boolean accepts(String value) {
            try {
                return DatabaseUri.read(value).port() > 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    },
    API_KEY(
            "",
            "re_ followed by 16 to 200 letters, digits or underscores",
            "An API key that must exist, with full access. Empty: one is made and shown at the first start.") {
        @Override
        boolean accepts(String value) {
            return value.matches("re_[A-Za-z0-9_]{16,200}");
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    },
    SECRET_KEY(
            "",
            "64 hexadecimal digits",
            "The key that seals secrets in the database and signs links in mails. Empty: made at the first start and"
                    + " kept in secret.key in the data directory. The same on every node.") {
        @Override
        boolean accepts(String value) {
            return value.matches("[0-9a-fA-F]{64}");
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    },
    SMTP_URL(
            "",
            "a URL like smtp://user:password@host:587 or smtps://host:465",
            "The mail server. Empty: mails are captured, to be read at GET /emails and in the dashboard. For benchmarks, "
                    + "null: counts mails and sends none.") {
        @Override
        boolean accepts(String value) {
            return value.equals(NullChannel.URL) || SmtpUrl.read(value).isOk();
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    },
    PUBLIC_URL(
            "",
            "a URL like https://onward.example.com",
            "How the outside world reaches this server, for links. Empty: http:// with host and port.") {
        @Override
        boolean accepts(String value) {
            try {
                URI uri = URI.create(value);
                return List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null;
            } catch (IllegalArgumentException | NullPointerException e) {
                return false;
            }
        }
    },
    DASHBOARD_LOGIN(
            "required",
            "required or none",
            "Whether the dashboard asks who somebody is. none: whoever reaches it may look; only for a server that listens on"
                    + " this machine alone.") {
        @Override
        boolean accepts(String value) {
            return List.of("required", "none").contains(value);
        }
    },
    DASHBOARD_PASSWORD(
            "",
            "12 to 200 characters",
            "The password of the dashboard's owner, set at the start. Empty: the first start prints a link to choose one.") {
        @Override
        boolean accepts(String value) {
            return Passwords.problem(value).isEmpty();
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    },
    DEFAULT_SENDER(
            "",
            "an address like mail@example.com or Shop <mail@example.com>",
            "The sender of mails whose step and template name none. Empty: such a step fails and says why.") {
        @Override
        boolean accepts(String value) {
            return Address.read(value).isOk();
        }
    },
    REQUIRE_VERIFIED_DOMAINS(
            "false",
            "true or false",
            "Whether mails may be sent only from domains that were added and verified at /domains.") {
        @Override
        boolean accepts(String value) {
            return List.of("true", "false").contains(value);
        }
    },
    ALLOW_PRIVATE_NETWORKS(
            "false",
            "true or false",
            "Whether http_request steps, webhooks and files to attach may reach private addresses and any port; for development"
                    + " only.") {
        @Override
        boolean accepts(String value) {
            return List.of("true", "false").contains(value);
        }
    },
    RATE_LIMIT(
            "0",
            "a whole number from 0 to 100000",
            "How many requests a second one API key may make, on each node. 0: no limit.") {
        @Override
        boolean accepts(String value) {
            return value.matches("\\d{1,6}") && Integer.parseInt(value) <= RATE_LIMIT_MAX;
        }
    },
    SENDREALM_HOST(
            "",
            "a host name like sendrealm.example.com",
            "A host whose root is the Sendrealm dialect, for clients that can carry no path. Everywhere it is below"
                    + " /sendrealm.") {
        @Override
        boolean accepts(String value) {
            return value.length() <= HOST_CHARS_MAX && value.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
        }
    },
    REQUEST_LOG(
            "true",
            "true or false",
            "Whether what API keys ask and are answered is kept for GET /logs, without secrets. At most 500 requests a"
                    + " second are written, off the way of all others.") {
        @Override
        boolean accepts(String value) {
            return List.of("true", "false").contains(value);
        }
    },
    LOG(
            "text",
            "text or json",
            "How the log is written: a line of text, or one of JSON for programs that gather logs.") {
        @Override
        boolean accepts(String value) {
            return List.of("text", "json").contains(value);
        }
    },
    ADMIN_PORT(
            "",
            "a whole number from 0 to 65535",
            "The port of GET /metrics, for Prometheus. 0 takes any free one. Empty: there is none, and nothing is measured for"
                    + " it.") {
        @Override
        boolean accepts(String value) {
            return PORT.accepts(value);
        }
    },
    ADMIN_HOST(
            "127.0.0.1",
            "an address of this machine",
            "The address that the admin port listens on. It asks for no key: leave it where only the operator reaches it.") {
        @Override
        boolean accepts(String value) {
            return HOST.accepts(value);
        }
    },
    FCM_CREDENTIALS(
            "",
            "a file that holds a service account as JSON",
            "The JSON file of a Google service account, for pushes to apps through Firebase Cloud Messaging. Empty: pushes to"
                    + " such devices fail and say why.") {
        @Override
        boolean accepts(String value) {
            return FcmFile.read(value).isOk();
        }
    },
    VAPID_SUBJECT(
            "",
            "a URL like mailto:ops@example.com or https://example.com",
            "Where push services of browsers find who runs this server. Empty: the public URL where that is https, else"
                    + " nothing, which some of them refuse.") {
        @Override
        boolean accepts(String value) {
            return value.matches("mailto:[^\\s@]+@[^\\s@]+|https://\\S+");
        }
    },
    BUS_PORT(
            "",
            "a whole number from 0 to 65535",
            "The port of the TCP event-bus bridge, through which programs in any language send events and follow along. Empty:"
                    + " closed. 0 takes any free one.") {
        @Override
        boolean accepts(String value) {
            return PORT.accepts(value);
        }
    },
    BUS_SOCKJS("false", "true or false", "Whether browsers reach the event bus at /eventbus, over WebSocket.") {
        @Override
        boolean accepts(String value) {
            return List.of("true", "false").contains(value);
        }
    },
    CLUSTER(
            "",
            "nothing: several nodes on one PostgreSQL need no cluster",
            "Reserved. To run more nodes, start the same program again with the same ONWARD_DATABASE_URL.") {
        @Override
        boolean accepts(String value) {
            return false;
        }
    };

    private static final int PORT_MAX = 65_535;
    private static final int RATE_LIMIT_MAX = 100_000;
    private static final int HOST_CHARS_MAX = 253;

    private final String fallback;
    private final String expected;
    private final String description;

    Setting(String fallback, String expected, String description) {
        this.fallback = fallback;
        this.expected = expected;
        this.description = description;
    }

    abstract boolean accepts(String value);

    /** Must its value be kept out of logs and messages? */
    public boolean isSecret() {
        return false;
    }

    /** What holds when nobody says anything; empty: nothing. */
    public String fallback() {
        return fallback;
    }

    /** The default as a page says it, the same on every machine. */
    public String documentedDefault() {
        return fallback;
    }

    /** What a value must be, as the end of a sentence. */
    public String expected() {
        return expected;
    }

    public String description() {
        return description;
    }

    public String env() {
        return "ONWARD_" + name();
    }

    public String flag() {
        return "--" + key();
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
