package onward.app.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import onward.channel.fcm.Account;
import onward.web.login.Login;
import onward.web.ui.House;

/** The settings of one server, checked: a flag wins over the environment, that over the file, that over the default. */
public final class Config {
    private static final String FILE_FLAG = "--config";
    private static final String FILE_NAME = "onward.properties";
    private static final String NO_LOGIN = "none";

    private final Map<Setting, String> values;
    private final Map<Setting, String> origins;

    private Config(Map<Setting, String> values, Map<Setting, String> origins) {
        this.values = values;
        this.origins = origins;
    }

    /**
     * Reads and checks.
     *
     * @param args what follows the command's name
     * @throws BadConfig naming every setting that cannot be used
     */
    public static Config read(List<String> args, Map<String, String> env) {
        Flags flags = Flags.read(args, knownFlags());
        List<String> problems = new ArrayList<>(flags.problems());
        flags.words().forEach(word -> problems.add("Expected only flags, found " + word + "."));
        Properties file = file(flags, env, problems);
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        Map<Setting, String> origins = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Given given = given(setting, flags, env, file);
            given.check(setting, problems);
            values.put(setting, given.value());
            origins.put(setting, given.origin());
        }
        checkTogether(values, problems);
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        return new Config(values, origins);
    }

    /** What is fine by itself and not beside another. */
    private static void checkTogether(Map<Setting, String> values, List<String> problems) {
        boolean isOpen = values.get(Setting.DASHBOARD_LOGIN).equals(NO_LOGIN);
        if (isOpen && !Login.isThisMachine(values.get(Setting.HOST))) {
            problems.add("Expected " + Setting.DASHBOARD_LOGIN.env() + " to be required where " + Setting.HOST.env()
                    + " is reached from elsewhere, found none beside \"" + values.get(Setting.HOST) + "\".");
        }
    }

    /** Every setting as the dashboard shows it: of a secret, only whether there is one. */
    public List<House.Setting> inForce() {
        return Arrays.stream(Setting.values()).map(this::inForce).toList();
    }

    private House.Setting inForce(Setting setting) {
        String value = values.get(setting);
        return new House.Setting(
                setting.env(),
                setting.isSecret() && !value.isEmpty() ? "set" : value,
                setting.isSecret(),
                origins.get(setting),
                setting.description());
    }

    public String host() {
        return values.get(Setting.HOST);
    }

    public int port() {
        return Integer.parseInt(values.get(Setting.PORT));
    }

    public Path data() {
        return Path.of(values.get(Setting.DATA)).toAbsolutePath().normalize();
    }

    /** Null: the embedded database. */
    public String databaseUrl() {
        return orNull(Setting.DATABASE_URL);
    }

    /** Null: make one at the first start. */
    public String apiKey() {
        return orNull(Setting.API_KEY);
    }

    /** 64 hexadecimal digits; null: the key file of the data directory. */
    public String secretKey() {
        return orNull(Setting.SECRET_KEY);
    }

    /** Null: capture. */
    public String smtpUrl() {
        return orNull(Setting.SMTP_URL);
    }

    /** Whether the dashboard asks who somebody is. */
    public boolean requiresLogin() {
        return !values.get(Setting.DASHBOARD_LOGIN).equals(NO_LOGIN);
    }

    /** Null: as it is, or to be chosen by a link. */
    public String dashboardPassword() {
        return orNull(Setting.DASHBOARD_PASSWORD);
    }

    /** Whether browsers reach the server over TLS. */
    public boolean isReachedOverTls() {
        return publicUrl(port()).startsWith("https:");
    }

    /** Null: none; a step without a sender fails. */
    public String defaultSender() {
        return orNull(Setting.DEFAULT_SENDER);
    }

    /** Whether mails may be sent from verified domains only. */
    public boolean requiresVerifiedDomains() {
        return Boolean.parseBoolean(values.get(Setting.REQUIRE_VERIFIED_DOMAINS));
    }

    /** Whether steps may make requests to private addresses. */
    public boolean allowsPrivateNetworks() {
        return Boolean.parseBoolean(values.get(Setting.ALLOW_PRIVATE_NETWORKS));
    }

    /** How many requests a second one API key may make; 0 for no limit. */
    public int rateLimit() {
        return Integer.parseInt(values.get(Setting.RATE_LIMIT));
    }

    /** The host that is the second face from its root on; null: none. */
    public String sendrealmHost() {
        return orNull(Setting.SENDREALM_HOST);
    }

    /** Whether requests are kept for {@code GET /logs}. */
    public boolean logsRequests() {
        return Boolean.parseBoolean(values.get(Setting.REQUEST_LOG));
    }

    /** Whether the log is for programs. */
    public boolean logsAsJson() {
        return values.get(Setting.LOG).equals("json");
    }

    /** Where {@code GET /metrics} listens; null: nowhere. */
    public Integer adminPort() {
        String given = orNull(Setting.ADMIN_PORT);
        return given == null ? null : Integer.valueOf(given);
    }

    public String adminHost() {
        return values.get(Setting.ADMIN_HOST);
    }

    /** The port of the TCP event-bus bridge; -1: closed. */
    public int busPort() {
        String given = orNull(Setting.BUS_PORT);
        return given == null ? -1 : Integer.parseInt(given);
    }

    /** Whether browsers reach the event bus. */
    public boolean opensBusToBrowsers() {
        return Boolean.parseBoolean(values.get(Setting.BUS_SOCKJS));
    }

    /** The service account that apps are pushed to with; null: that is not set up. */
    public Account fcmAccount() {
        String given = orNull(Setting.FCM_CREDENTIALS);
        return given == null ? null : FcmFile.read(given).value();
    }

    /** Where push services find who runs this server; null: nowhere. */
    public String vapidSubject() {
        String given = orNull(Setting.VAPID_SUBJECT);
        String publicUrl = orNull(Setting.PUBLIC_URL);
        return given == null && publicUrl != null && publicUrl.startsWith("https://") ? publicUrl : given;
    }

    /** What stands behind the @ of a Message-ID: the public host, or this machine's own name for itself. */
    public String messageIdDomain() {
        String given = orNull(Setting.PUBLIC_URL);
        return given == null ? "localhost" : URI.create(given).getHost();
    }

    /** Where the server is reached, without a slash at the end. */
    public String publicUrl(int port) {
        String given = orNull(Setting.PUBLIC_URL);
        return given == null
                ? "http://" + (host().equals("0.0.0.0") ? "127.0.0.1" : host()) + ":" + port
                : given.replaceAll("/+$", "");
    }

    private String orNull(Setting setting) {
        String value = values.get(setting);
        return value.isEmpty() ? null : value;
    }

    private static Set<String> knownFlags() {
        Set<String> known = new LinkedHashSet<>();
        Arrays.stream(Setting.values()).map(Setting::flag).forEach(known::add);
        known.add(FILE_FLAG);
        return known;
    }

    private static Given given(Setting setting, Flags flags, Map<String, String> env, Properties file) {
        if (flags.values().containsKey(setting.flag())) {
            return new Given(flags.values().get(setting.flag()), setting.flag());
        }
        if (!env.getOrDefault(setting.env(), "").isBlank()) {
            return new Given(env.get(setting.env()).strip(), setting.env());
        }
        if (file.containsKey(setting.key())) {
            return new Given(file.getProperty(setting.key()).strip(), setting.key() + " in the settings file");
        }
        return new Given(setting.fallback(), "the default");
    }

    private static Properties file(Flags flags, Map<String, String> env, List<String> problems) {
        Properties read = new Properties();
        String named = flags.get(FILE_FLAG, null);
        Path path = named != null
                ? Path.of(named)
                : Path.of(given(Setting.DATA, flags, env, read).value(), FILE_NAME);
        if (named == null && !Files.exists(path)) {
            return read;
        }
        try (Reader in = Files.newBufferedReader(path)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("Expected to read the settings file " + path + ", found: " + e + ".");
        }
        Set<String> known = new LinkedHashSet<>();
        Arrays.stream(Setting.values()).map(Setting::key).forEach(known::add);
        read.stringPropertyNames().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> problems.add("Expected one of " + known + " in " + path + ", found " + key + "."));
        return read;
    }

    /** A value and who gave it. */
    private record Given(String value, String origin) {
        void check(Setting setting, List<String> problems) {
            if (!value.isEmpty() && !setting.accepts(value)) {
                problems.add(setting.env() + " (from " + origin + "): expected " + setting.expected() + ", found "
                        + (setting.isSecret() ? "something else (not shown)" : '"' + value + '"') + ".");
            }
        }
    }
}
