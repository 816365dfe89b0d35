package onward.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import onward.trial.house.TrialRefused;
import onward.trial.mutant.DoesNotFit;
import onward.trial.simulate.SimulateCommand;

/** {@code onward trial}: holds a trial and says what came of it, in words and as an exit code. */
final class TrialCommand {
    static final String HELP = """
            onward trial [flags]

            Starts one PostgreSQL and several servers on this machine, gives them work, and meanwhile makes faults:
            kills servers, kills the database, cuts its sessions, stops a server in its tracks for longer than its
            leases, and lets the mail server refuse, stall and hang up. Then it waits until all has settled and holds
            everything that can be seen from outside against what Onward promises: no event lost, no run twice, no
            mail twice unless a fault hid its receipt, no timer early, no wait decided wrongly. Nothing else of this
            machine is touched; it needs two cores, 2 GB of memory, and no network.

              --minutes N        how long there is load and faults (default 5); settling comes on top
              --seed N           where all chance comes from (default: another one each time; it is printed)
              --faults LIST      some of kill,pg,smtp,pause,crash,stall,deaf,clock,hang,slow,disk, or none
                                 (default: all but hang, slow and disk; disk fills a small file system,
                                 which it mounts)
              --nodes N          servers, 1 to 9 (default 3)
              --load N           how much of it: 1 is about 10 events and 35 runs a second (default 1)
              --keep DIR         where journal, logs and rows go, also when it passes (default: target/trial-SEED,
                                 and only the report stays when it passes)
              --mutant ID        puts a server on trial that breaks one rule; it has to fail
              --mutants          puts all of them on trial in turn, each on a short one that shows it, and prints
                                 which promise each was seen to break; 1 when one survives
              --only IDS         with --mutants: only these, like M3,M7

            Examples
              ./onward trial --minutes 1 --faults none --nodes 1     does it work at all here?
              ./onward trial --minutes 5 --seed 42                   everything
              ./onward trial --minutes 20 --faults pause,smtp        the hardest thing for mails
              ./onward trial --simulate --help                       the same in memory, a thousand worlds a second
              ./onward trial --minutes 2 --mutant M3 --faults pause,smtp,slow
                                                                     would it be seen if there were no fence?

            A seed fixes what is sent and which faults are drawn; when they hit is up to the machine, so a failure may
            need several runs of its seed to come back. docs/trial.md says what is checked and how to read the report.

            Exit codes
              0  every promise held
              1  a promise was broken: the report names it and the rows
              2  the command was not understood, or the machine does not fit
              3  void: too little happened to prove anything
            """;

    private static final int DONE = 0;
    private static final int NOT_UNDERSTOOD = 2;

    private TrialCommand() {}

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.stream().anyMatch(List.of("--help", "-h", "help")::contains)) {
            out.print(SimulateCommand.isMeantBy(args) ? SimulateCommand.HELP : HELP);
            return DONE;
        }
        Path home =
                Path.of(System.getProperty("onward.home", ".")).toAbsolutePath().normalize();
        if (SimulateCommand.isMeantBy(args)) {
            return SimulateCommand.run(args, home, out, err);
        }
        try {
            if (args.contains(Survey.FLAG)) {
                return Survey.read(args, home).hold(out, err);
            }
            Report report = Trial.hold(Order.read(args, home), err);
            out.print(report.text());
            return report.verdict().exitCode();
        } catch (Order.NotUnderstood e) {
            err.println(e.getMessage());
            err.println("See onward trial --help.");
        } catch (TrialRefused | DoesNotFit e) {
            err.println(e.getMessage());
        } catch (IOException | SQLException e) {
            err.println("Expected the trial to come to an end, found: " + e);
        }
        return NOT_UNDERSTOOD;
    }
}
