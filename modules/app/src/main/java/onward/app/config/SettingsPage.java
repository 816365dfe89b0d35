package onward.app.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The list of settings as text: a table for a terminal, a page for the docs. */
public final class SettingsPage {
    private SettingsPage() {}

    /** For {@code --help}: two lines a setting. */
    public static String forTerminal() {
        return Arrays.stream(Setting.values())
                .map(s -> "  %-18s %-22s %s%n      %s%n".formatted(s.flag(), s.env(), defaultWords(s), s.description()))
                .collect(Collectors.joining());
    }

    /** The whole of docs/settings.md. */
    public static String markdown() {
        String rows = Arrays.stream(Setting.values())
                .map(s -> "| `%s` | `%s` | %s | %s Expected: %s. |\n"
                        .formatted(s.env(), s.flag(), defaultCell(s), s.description(), s.expected()))
                .collect(Collectors.joining());
        return """
                # Settings

                A flag wins over the environment, the environment over the settings file, the file over the default.
                The file is `onward.properties` in the data directory, or what `--config FILE` names; its keys are the
                flags without their dashes (`port = 4000`). A value that cannot be used ends the program with exit
                code 2 and a line that names the setting, what was expected and what was found.

                This page is written from the program's own list of settings (`onward.app.config.Setting`); a test
                fails when the two differ.

                | Environment | Flag | Default | What it does |
                |---|---|---|---|
                """ + rows;
    }

    private static String defaultWords(Setting setting) {
        return setting.documentedDefault().isEmpty() ? "" : "default " + setting.documentedDefault();
    }

    private static String defaultCell(Setting setting) {
        return setting.documentedDefault().isEmpty() ? "none" : "`" + setting.documentedDefault() + "`";
    }
}
