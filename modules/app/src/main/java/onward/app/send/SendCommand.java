package onward.app.send;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.app.config.BadConfig;
import onward.app.config.Flags;

/** {@code onward send FILE.ndjson[.gz]}: posts every line of a file, then says what became of them. */
public final class SendCommand {
    public static final String HELP = """
            onward send FILE.ndjson[.gz] [flags]

            Posts each line of the file to /events/send. A line is a JSON object like
              {"event":"order.completed","email":"ada@example.com","payload":{"amount":12.5},"idempotency_key":"order-1"}
            Its idempotency_key travels as the Idempotency-Key header: send the file again, nothing happens twice.

              --url URL            the server (default http://127.0.0.1:4000, or ONWARD_URL)
              --api-key KEY        an API key (or ONWARD_API_KEY)
              --concurrency N      how many at once, 1 to 1000 (default 64)
              --limit N            only the first N lines

            Exit code: 0 all accepted, 1 some were not, 2 the command was not understood.
            """;

    private static final Set<String> FLAGS =
            new LinkedHashSet<>(List.of("--url", "--api-key", "--concurrency", "--limit"));
    private static final int CONCURRENCY_DEFAULT = 64;
    private static final int CONCURRENCY_MAX = 1000;

    private SendCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, Map<String, String> env, PrintStream out, PrintStream err) {
        Order order = Order.read(args, env);
        Vertx vertx = Vertx.vertx();
        Tally tally = new Tally();
        try (var replay = new Replay(order.file(), order.concurrency(), order.limit(), tally)) {
            var progress = new Progress(err, Boolean.getBoolean("onward.terminal"), replay::fraction, tally);
            vertx.setPeriodic(progress.everyMillis(), tick -> progress.show());
            replay.run(new Sender(vertx, order.url(), order.apiKey(), order.concurrency(), tally));
            vertx.close().toCompletionStage().toCompletableFuture().join();
            progress.finish();
            out.println(tally.summary(progress.seconds()));
            return tally.allAccepted() ? 0 : 1;
        } catch (IOException e) {
            err.println("Expected to read " + order.file() + ", found: " + e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** What the command line asks for. */
    private record Order(Path file, String url, String apiKey, int concurrency, long limit) {

        static Order read(List<String> args, Map<String, String> env) {
            Flags flags = Flags.read(args, FLAGS);
            List<String> problems = new ArrayList<>(flags.problems());
            String file = flags.words().size() == 1 ? flags.words().get(0) : "";
            if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
                problems.add("Expected one file that can be read, found " + flags.words() + ".");
            }
            String apiKey = flags.get("--api-key", env.getOrDefault("ONWARD_API_KEY", ""));
            if (apiKey.isBlank()) {
                problems.add("Expected an API key in --api-key or ONWARD_API_KEY, found none.");
            }
            String url = flags.get("--url", env.getOrDefault("ONWARD_URL", "http://127.0.0.1:4000"));
            if (!url.matches("https?://\\S+")) {
                problems.add("--url: expected a URL like http://127.0.0.1:4000, found " + url + ".");
            }
            long concurrency = number(flags, "--concurrency", CONCURRENCY_DEFAULT, CONCURRENCY_MAX, problems);
            long limit = number(flags, "--limit", Long.MAX_VALUE, Long.MAX_VALUE, problems);
            if (!problems.isEmpty()) {
                throw new BadConfig(problems);
            }
            return new Order(Path.of(file), url, apiKey, (int) concurrency, limit);
        }

        private static long number(Flags flags, String name, long fallback, long max, List<String> problems) {
            String text = flags.get(name, Long.toString(fallback));
            if (text.matches("[1-9]\\d{0,17}|" + fallback) && Long.parseLong(text) <= max) {
                return Long.parseLong(text);
            }
            problems.add(name + ": expected a whole number from 1 to " + max + ", found " + text + ".");
            return fallback;
        }
    }
}
