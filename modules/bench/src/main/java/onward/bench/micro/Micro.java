package onward.bench.micro;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onward.bench.house.BenchCut;
import onward.bench.house.Environment;
import onward.bench.work.Sheet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code onward bench micro}: runs the micro-benchmarks and says what each took. */
public final class Micro {
    public static final int SECONDS_DEFAULT = 5;

    public static final String SUMMARY = "parts of the core by themselves: machine, rule, template, json";

    public static final String HELP = """
            onward bench micro [machine|rule|template|json] [flags]

            Measures parts of the core by themselves, with JMH, each in a Java of its own: nanoseconds and bytes of
            garbage an operation. Needs no server and no database.

              machine    Machine.advance: a whole run of W1 (trigger, mail, condition, mail) in one turn
              rule       a single comparison, and a tree of five
              template   the HTML of W1's mail filled: compiled before, and compiled anew
              json       the body of a POST of W1 read by the project's reader, and its payload written

              --seconds N   of measuring each (default %d), after three of warm-up
              --json        numbers for programs, on standard output; what JMH tells is on standard error

            Exit codes: 0 measured, 2 not understood, 3 cut off.
            """.formatted(SECONDS_DEFAULT);

    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();
    private static final String GARBAGE = "gc.alloc.rate.norm";
    private static final int WARM_UP_SECONDS = 3;

    static {
        ALL.put("machine", MachineBenchmark.class);
        ALL.put("rule", RuleBenchmark.class);
        ALL.put("template", TemplateBenchmark.class);
        ALL.put("json", JsonBenchmark.class);
    }

    private Micro() {}

    /**
     * What to measure.
     *
     * @param name empty for all
     */
    public record Order(String name, int seconds, boolean json) {}

    public static Collection<String> names() {
        return ALL.keySet();
    }

    public static Sheet run(Order order) {
        // Who ends this Java ends those that measure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        try {
            return sheet(new Runner(options(order), progress()).run());
        } catch (RunnerException e) {
            throw new BenchCut("Expected the benchmarks to run, found:", e);
        }
    }

    private static Options options(Order order) {
        List<Class<?>> classes = order.name().isEmpty() ? List.copyOf(ALL.values()) : List.of(ALL.get(order.name()));
        var options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(WARM_UP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(order.seconds())
                .measurementTime(TimeValue.seconds(1))
                .forks(1)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        classes.forEach(one -> options.include("^" + one.getName().replace(".", "\\.") + "\\."));
        return options.build();
    }

    /** Beside the numbers, which are on standard output. */
    private static OutputFormat progress() {
        return OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
    }

    private static Sheet sheet(Collection<RunResult> results) {
        var sheet = new Sheet().environment(Environment.machine()).part("Micro-benchmarks, one thread");
        results.forEach(result -> put(sheet, result));
        return sheet;
    }

    private static void put(Sheet sheet, RunResult result) {
        String[] name = result.getParams().getBenchmark().split("\\.", -1);
        String label = name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1];
        String key = "micro_" + label.replace('.', '_').toLowerCase(Locale.ROOT);
        sheet.put(key + "_nanos", label, result.getPrimaryResult().getScore(), "ns")
                .put(key + "_spread_nanos", "  +/-", result.getPrimaryResult().getScoreError(), "ns")
                .put(key + "_garbage_bytes", "  garbage", garbage(result), "bytes");
    }

    private static double garbage(RunResult result) {
        for (String name : result.getSecondaryResults().keySet()) {
            if (name.endsWith(GARBAGE)) {
                return result.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }
}
