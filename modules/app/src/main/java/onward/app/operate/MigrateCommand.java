package onward.app.operate;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.app.config.Config;
import onward.app.home.OpenDatabase;
import onward.store.Migrations;

/** {@code onward migrate}: brings the schema forward and ends. */
public final class MigrateCommand {
    public static final String HELP = """
            onward migrate [flags]

            Brings the schema of the database to what this program knows, and ends; start does the same before anything
            else. For those who want it apart: before the first node of a new version, by a role of its own. A database
            that is not there yet is made where it is the embedded one. A schema that is newer than this program is left
            as it is.

              Every flag of start is understood (onward help lists them); the database is the one of --data or
              --database-url. The embedded database of a server that runs is asked through that server's own port.

            Exit code: 0 the schema is current, 1 it cannot be, 2 the command was not understood.
            """;

    private MigrateCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out) {
        Arguments arguments = Arguments.read(args, Set.of(), Set.of());
        ConfigCommand.refuseWords(arguments);
        try (OpenDatabase database = OpenDatabase.of(Config.read(arguments.settings(), env))) {
            String before = Migrations.standing(database.uri()).found();
            String after = Migrations.run(database.uri());
            out.println(said(before, after));
        }
        return 0;
    }

    private static String said(String before, String after) {
        if (after.equals(before)) {
            return "The schema is at version " + after + " already; nothing was changed.";
        }
        return before == null
                ? "The schema was made, at version " + after + "."
                : "The schema was brought from version " + before + " to version " + after + ".";
    }
}
