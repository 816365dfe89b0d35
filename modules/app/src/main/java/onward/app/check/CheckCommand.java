package onward.app.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import onward.app.config.BadConfig;
import onward.app.config.Flags;
import onward.app.config.Setting;
import onward.flow.fact.Durations;
import onward.store.Store;
import onward.store.embedded.EmbeddedPostgres;
import onward.store.page.SelfCheck;
import onward.store.table.Strikes;

/** {@code onward check}: one line a question; exit code 0 when all is well, 1 when something is not. */
public final class CheckCommand {
    public static final String HELP = """
            onward check [flags]

            Asks a live database whether anything is true that must never be: a run without a reason to move, a wait
            of a run that ended, mail nobody hears, a step without its mail, and more. It locks and changes nothing.

              --data DIR           the data directory of a running server (default ~/.onward, or ONWARD_DATA)
              --database-url URL   a PostgreSQL of your own, in place of that (or ONWARD_DATABASE_URL)
              --since DURATION     how far back to look at what has ended (default 1 hour); what lives is always looked at
              --since all          everything; on a large database this takes long
              --release ID         instead: give a quarantined event or run its tries back, once its cause is mended

            Exit code: 0 all is well, 1 something is wrong or cannot be asked, 2 the command was not understood.
            """;

    private static final String ALL = "all";
    private static final String SINCE_DEFAULT = "1 hour";
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> FLAGS =
            new LinkedHashSet<>(List.of(Setting.DATA.flag(), Setting.DATABASE_URL.flag(), "--since", "--release"));

    private CheckCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        Order order = Order.read(args, env);
        Optional<String> uri = order.databaseUrl().isEmpty()
                ? EmbeddedPostgres.runningIn(order.data())
                : Optional.of(order.databaseUrl());
        if (uri.isEmpty()) {
            err.println("Expected a server that runs on " + order.data() + ", found none. Start it, name another"
                    + " directory with --data, or your PostgreSQL with --database-url.");
            return 1;
        }
        return with(
                uri.get(), err, store -> order.release() == null ? ask(store, order, out) : release(store, order, out));
    }

    private static Future<Integer> ask(Store store, Order order, PrintStream out) {
        return store.now()
                .compose(now -> SelfCheck.run(store.client(), now, order.from(now)))
                .map(results -> {
                    results.forEach(result -> tell(result, out));
                    return results.stream().allMatch(SelfCheck.Result::isWell) ? 0 : 1;
                });
    }

    private static Future<Integer> release(Store store, Order order, PrintStream out) {
        return Strikes.release(store.client(), order.release()).map(kinds -> {
            out.println(
                    kinds.isEmpty()
                            ? "Expected a quarantined event or run " + order.release() + ", found none."
                            : "Released " + kinds.get(0) + " " + order.release() + ". It is tried again within "
                                    + SelfCheck.GRACE.toSeconds() + " s.");
            return kinds.isEmpty() ? 1 : 0;
        });
    }

    private static int with(String uri, PrintStream err, Function<Store, Future<Integer>> work) {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, uri, 1);
        try {
            return work.apply(store).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            err.println("Expected to ask the database, found: " + e.getCause().getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            // One after the other: a future of a context is never completed once Vert.x is closed.
            store.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void tell(SelfCheck.Result result, PrintStream out) {
        String name = result.name().replace('_', ' ');
        if (result.isWell()) {
            out.println("ok      " + name);
            return;
        }
        out.println("FAULT   " + name + ": " + result.faults().size() + (result.isCut() ? " and more" : ""));
        result.faults().forEach(fault -> out.println("          " + fault.words()));
    }

    /**
     * What the command line asks for.
     *
     * @param since null: everything
     * @param release null: ask
     */
    private record Order(Path data, String databaseUrl, Duration since, UUID release) {

        static Order read(List<String> args, Map<String, String> env) {
            Flags flags = Flags.read(args, FLAGS);
            List<String> problems = new ArrayList<>(flags.problems());
            flags.words().forEach(word -> problems.add("Expected only flags, found " + word + "."));
            String since = flags.get("--since", SINCE_DEFAULT);
            var span = Durations.read(since, Duration.ofDays(36_500));
            if (!since.equals(ALL) && !span.isOk()) {
                problems.add("--since: expected a duration like \"2 days\", or all, found " + since + ".");
            }
            String release = flags.get("--release", null);
            if (release != null && !UUID_TEXT.matcher(release).matches()) {
                problems.add("--release: expected the id of an event or a run, found " + release + ".");
            }
            if (!problems.isEmpty()) {
                throw new BadConfig(problems);
            }
            return new Order(
                    Path.of(value(Setting.DATA, flags, env)),
                    value(Setting.DATABASE_URL, flags, env),
                    since.equals(ALL) ? null : span.value(),
                    release == null ? null : UUID.fromString(release));
        }

        private static String value(Setting setting, Flags flags, Map<String, String> env) {
            return flags.get(setting.flag(), env.getOrDefault(setting.env(), setting.fallback()));
        }

        Instant from(Instant now) {
            return since == null ? Instant.EPOCH : now.minus(since);
        }
    }
}
