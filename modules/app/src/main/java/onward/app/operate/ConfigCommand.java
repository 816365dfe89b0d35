package onward.app.operate;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.app.config.BadConfig;
import onward.app.config.Config;
import onward.store.json.JsonWriter;
import onward.web.ui.House;

/** {@code onward config}: every setting in force and who said so. */
public final class ConfigCommand {
    public static final String HELP = """
            onward config [flags]

            Prints every setting that start would use with these flags, this environment and this settings file: its
            name, its value and where the value came from. Of a secret it says only whether it is set. Starts and
            changes nothing.

              --json   the same as a JSON array
              Every flag of start is understood (onward help lists them).

            Exit code: 0 the settings can be used, 2 one of them cannot, which is then told.
            """;

    private static final String JSON = "--json";
    private static final String NOTHING = "(none)";

    private ConfigCommand() {}

    /** Prints; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out) {
        Arguments arguments = Arguments.read(args, Set.of(), Set.of(JSON));
        refuseWords(arguments);
        List<House.Setting> settings = Config.read(arguments.settings(), env).inForce();
        out.print(arguments.has(JSON) ? json(settings) : table(settings));
        return 0;
    }

    static void refuseWords(Arguments arguments) {
        if (!arguments.words().isEmpty()) {
            throw new BadConfig(
                    List.of("Expected only flags, found " + arguments.words().get(0) + "."));
        }
    }

    private static String json(List<House.Setting> settings) {
        return JsonWriter.write(settings.stream().map(ConfigCommand::row).toList()) + "\n";
    }

    private static Map<String, Object> row(House.Setting setting) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", setting.name());
        row.put("value", setting.value().isEmpty() ? null : setting.value());
        row.put("secret", setting.isSecret());
        row.put("from", setting.origin());
        return row;
    }

    private static String table(List<House.Setting> settings) {
        int names = width(settings.stream().map(House.Setting::name).toList());
        int values = width(settings.stream().map(ConfigCommand::shown).toList());
        var text = new StringBuilder();
        settings.forEach(setting -> text.append(padded(setting.name(), names))
                .append("  ")
                .append(padded(shown(setting), values))
                .append("  ")
                .append(setting.origin())
                .append('\n'));
        return text.toString();
    }

    private static String shown(House.Setting setting) {
        return setting.value().isEmpty() ? NOTHING : setting.value();
    }

    private static int width(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
