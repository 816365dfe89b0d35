package onward.app;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.app.check.CheckCommand;
import onward.app.code.CodeCommand;
import onward.app.config.BadConfig;
import onward.app.config.Config;
import onward.app.demo.Demo;
import onward.app.doctor.DoctorCommand;
import onward.app.guide.AutomationsGuide;
import onward.app.home.StartRefused;
import onward.app.operate.BackupCommand;
import onward.app.operate.ConfigCommand;
import onward.app.operate.KeysCommand;
import onward.app.operate.MigrateCommand;
import onward.app.operate.OperationsCommand;
import onward.app.rehearse.RehearseCommand;
import onward.app.send.SendCommand;
import onward.store.DatabaseUnusable;
import onward.store.embedded.EmbeddedFault;

/** The command line. Reads the command, runs it, turns what went wrong into a line and an exit code. */
public final class Main {
    private static final int RUNS_ON = -1;
    private static final int DONE = 0;
    private static final int WORLD_DOES_NOT_FIT = 1;
    private static final int NOT_UNDERSTOOD = 2;
    private static final Set<String> HELP = Set.of("help", "--help", "-h");

    private Main() {}

    public static void main(String[] args) {
        int code = run(List.of(args), System.getenv(), System.out, System.err);
        if (code != RUNS_ON) {
            System.exit(code);
        }
    }

    /** The exit code, or {@link #RUNS_ON} while a server runs. */
    static int run(List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        try {
            return command(args.isEmpty() ? List.of("help") : args, env, out, err);
        } catch (BadConfig e) {
            err.println(e.getMessage());
            err.println("See onward --help.");
            return NOT_UNDERSTOOD;
        } catch (StartRefused | DatabaseUnusable | EmbeddedFault e) {
            err.println(e.getMessage());
            return WORLD_DOES_NOT_FIT;
        }
    }

    private static int command(List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        String name = args.get(0);
        List<String> rest = args.subList(1, args.size());
        if (name.equals("help") && rest.equals(List.of("automations"))) {
            out.print(AutomationsGuide.markdown());
            return DONE;
        }
        boolean asksForHelp = HELP.contains(name) || rest.stream().anyMatch(HELP::contains);
        if (asksForHelp) {
            out.print(help(name));
            return DONE;
        }
        return switch (name) {
            case "start" -> start(Config.read(rest, env), out);
            case "demo" -> demo(Config.read(rest, env), out);
            case "send" -> SendCommand.run(rest, env, out, err);
            case "check" -> CheckCommand.run(rest, env, out, err);
            case "rehearse" -> RehearseCommand.run(rest, out, err);
            case "config" -> ConfigCommand.run(rest, env, out);
            case "migrate" -> MigrateCommand.run(rest, env, out);
            case "keys" -> KeysCommand.run(rest, env, out, err);
            case "operations" -> OperationsCommand.run(rest, out);
            case "backup" -> BackupCommand.backup(rest, env, out);
            case "restore" -> BackupCommand.restore(rest, env, out);
            case "doctor" -> DoctorCommand.run(rest, env, out, InstantSource.system());
            case "export", "plan", "apply", "drift", "prune" -> CodeCommand.run(name, rest, env, out, err);
            case "version", "--version" -> version(out);
            default ->
                throw new BadConfig(List.of(
                        "Expected one of start, demo, send, check, rehearse, doctor, config, migrate, keys, backup,"
                                + " restore, operations, export, plan, apply, drift, prune, version, help; found "
                                + name + "."));
        };
    }

    private static String help(String command) {
        return switch (command) {
            case "send" -> SendCommand.HELP;
            case "check" -> CheckCommand.HELP;
            case "rehearse" -> RehearseCommand.HELP;
            case "config" -> ConfigCommand.HELP;
            case "migrate" -> MigrateCommand.HELP;
            case "keys" -> KeysCommand.HELP;
            case "operations" -> OperationsCommand.HELP;
            case "backup", "restore" -> BackupCommand.HELP;
            case "doctor" -> DoctorCommand.HELP;
            case "export", "plan", "apply", "drift", "prune" -> CodeCommand.HELP;
            default -> Help.text();
        };
    }

    private static int start(Config config, PrintStream out) {
        greeted(config, out);
        return RUNS_ON;
    }

    private static int demo(Config config, PrintStream out) {
        Server server = greeted(config, out);
        Demo.start(server.vertx(), server.store(), server.projectId(), server.url(), out);
        return RUNS_ON;
    }

    private static Server greeted(Config config, PrintStream out) {
        LogFormat.of(config).use();
        Server server = Server.start(config);
        out.println(Greeting.of(server, secondsSinceLaunch()));
        return server;
    }

    private static int version(PrintStream out) {
        String version = Main.class.getPackage().getImplementationVersion();
        out.println("onward " + (version == null ? "(not packaged)" : version));
        return DONE;
    }

    private static double secondsSinceLaunch() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
    }
}
