package onward.bench;

import java.util.List;
import onward.bench.micro.Micro;
import onward.bench.work.Work;
import onward.bench.work.Workload;

/** What {@code onward bench --help} says, of all or of one. */
final class BenchHelp {
    private static final String HEAD = """
            onward bench <workload> [flags]        onward bench <workload> --help says what one does, and how to read it

            Starts a server with an embedded PostgreSQL of its own, as ./onward start does, and drives it over HTTP
            from this second process; fsync and synchronous_commit are on. Prints how much it did, how long it took
            and what it cost. Nothing else of this machine is touched, and all that was started is stopped and deleted
            at the end, also on Ctrl-C. Everything else that runs on the machine makes the numbers worse: close it.

            """;

    private static final String FLAGS =
            """

              --seconds N            of each loaded phase (default %d)
              --count N              of what the workload counts by
              --finished N           w4: finished runs beside the parked ones (default 0)
              --connections N        of the driver (default %d)
              --warm-up N            events before anything is measured (default %d)
              --json                 numbers for programs, on standard output; progress is on standard error
              --database-url URL     an empty database of your own; its CPU and memory are not measured, and latencies
                                     only where track_commit_timestamp is on. Not with w4
              --database-setting X   a line more for the embedded database, as "shared_buffers = 512MB"; repeatable
              --server-options "…"   more options for the server's Java, for profiling
              --keep DIR             where data and logs go, and stay

            Examples
              ./onward bench w1 --seconds 30            the headline
              ./onward bench w4 --finished 10000000     beside a million parked runs and ten million finished ones
              ./onward bench w1 --server-options "-XX:StartFlightRecording=filename=/tmp/w1.jfr,settings=profile"

            How to read a number: a median of three is worth more than the best of one, and the ratio to raw more than
            either.

            Exit codes
              0  measured
              1  measured, but something was not as it must be (an event refused, a step missing): the numbers are void
              2  the command was not understood, or the machine does not fit: nothing was measured
              3  cut off: the server died, the disk is full. 130 and 143 after a signal
            """.formatted(Order.SECONDS_DEFAULT, Order.CONNECTIONS_DEFAULT, Order.WARM_UP_DEFAULT);

    private BenchHelp() {}

    static String of(List<String> args) {
        Workload workload = args.isEmpty() ? null : Work.all().get(args.get(0));
        if (workload != null) {
            return one(workload);
        }
        return !args.isEmpty() && args.get(0).equals("micro") ? Micro.HELP : all();
    }

    private static String one(Workload workload) {
        String count = workload.isCounted()
                ? "  --count N   " + workload.counts() + " (default " + workload.count() + ")\n"
                : "";
        return "onward bench " + workload.name() + " [flags]\n  " + workload.summary() + "\n\n" + workload.help() + "\n"
                + count + "Flags and exit codes of all workloads: onward bench --help.\n";
    }

    private static String all() {
        var text = new StringBuilder(HEAD);
        Work.all().values().forEach(workload -> text.append(line(workload.name(), workload.summary())));
        return text.append(line("micro", Micro.SUMMARY)).append(FLAGS).toString();
    }

    private static String line(String name, String summary) {
        return String.format("  %-7s %s%n", name, summary);
    }
}
