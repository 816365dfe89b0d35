package onward.trial.drive;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Call.Outcome;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Told;

/**
 * Sends what the plan says to nodes chosen by chance, tries again elsewhere until it knows the answer, sends some
 * again though it knows, and follows up: the event that somebody waits for, the unsubscribing, stop and enable.
 */
public final class Driver implements AutoCloseable {
    private static final String TEMPLATE = "trial";
    private static final int RETRY_MILLIS_MIN = 100;
    private static final int RETRY_MILLIS_MAX = 2_000;
    private static final int SENT_TWICE_PERCENT = 12;
    /** Sent to two nodes in the same instant, as by a client that hedges. */
    private static final int SENT_AT_ONCE_PERCENT = 6;

    private static final int UNSUBSCRIBES_PERCENT = 70;
    private static final int BOUNDARY_MILLIS = 50;
    /** How often it is asked when a timeout will be, while the server has not begun to wait. */
    private static final int AIM_MILLIS = 500;

    private static final int AIMS_MAX = 30;
    /** What somebody waits for comes before the server can have begun to wait. */
    private static final int AT_ONCE_PERCENT = 8;

    private static final int AWAITED_PERCENT = 40;
    private static final int AWAITED_MILLIS_MAX = 6_000;
    private static final int TOGGLE_MILLIS_MIN = 800;
    private static final int TOGGLE_MILLIS_MAX = 5_000;

    /** A node to call. */
    public record Place(String name, URI url) {}

    /** Knows when the first wait of the runs that an event started will time out; empty while it cannot be seen. */
    public interface Sight {
        Optional<Instant> firstTimeout(String eventId);
    }

    private final Api api;
    private final List<Place> nodes;
    private final Journal journal;
    private final Sight sight;
    private final long seed;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "driver");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Graph> graphs = new ArrayList<>();
    private volatile boolean ending;

    /** @param sight so that an event can be sent around the instant of a timeout, wherever a busy machine put it */
    public Driver(Api api, List<Place> nodes, Journal journal, Sight sight, long seed) {
        this.api = api;
        this.nodes = List.copyOf(nodes);
        this.journal = journal;
        this.sight = sight;
        this.seed = seed;
    }

    /**
     * Makes the template, the automations and a webhook; before any fault.
     *
     * @param web whom the steps ask
     * @param hook where the webhook is told
     * @return the secret by which what it is told is signed
     */
    public String setUp(URI web, URI hook) throws IOException {
        URI first = nodes.get(0).url();
        api.must(
                first,
                "POST",
                "/templates",
                Map.of(
                        "name",
                        "Trial",
                        "alias",
                        TEMPLATE,
                        "from",
                        "trial@trial.example.com",
                        "subject",
                        "Trial",
                        "html",
                        "<p>One mail of a trial.</p>"));
        api.must(first, "POST", "/templates/" + TEMPLATE + "/publish", null);
        for (Graph graph : Workloads.graphs(seed)) {
            JsonObject made = api.must(first, "POST", "/automations", graph.body(TEMPLATE, web));
            graphs.add(graph.named(made.getString("id")));
        }
        JsonObject webhook = api.must(
                first, "POST", "/webhooks", Map.of("endpoint", hook.toString(), "events", Told.OF_A_MAIL_THAT_IS_OVER));
        return webhook.getString("signing_secret");
    }

    public List<Graph> graphs() {
        return List.copyOf(graphs);
    }

    /** Begins to send; returns at once. @param load by how much the usual rates are multiplied */
    public void begin(Duration length, double load) {
        Plan.of(seed, length, load).forEach(item -> later(item.after().toMillis(), () -> begin(item.intent())));
        graphs.stream()
                .filter(graph -> graph.triggerEvent().equals(Workloads.CHURN))
                .forEach(graph ->
                        toggleLater(graph, new Random(seed ^ graph.label().hashCode()), false));
    }

    /** No further toggles. */
    public void end() {
        ending = true;
    }

    /** Calls and follow-ups that are not done. */
    public int pending() {
        return pending.get();
    }

    private void begin(Intent intent) {
        journal.mean(intent);
        Random random = random(intent.key());
        boolean twice = random.nextInt(100) < SENT_TWICE_PERCENT;
        if (random.nextInt(100) < SENT_AT_ONCE_PERCENT) {
            once(intent, random);
        }
        event(intent, random).thenAccept(known -> {
            if (twice) {
                later(random.nextInt(3_000), () -> once(intent, random));
            }
            followUp(intent, random, known);
        });
    }

    private void followUp(Intent intent, Random random, Known known) {
        if (intent.name().equals(Workloads.TRIAL)) {
            activate(intent, random, known);
        } else if (intent.name().equals(Workloads.NEWS) && random.nextInt(100) < UNSUBSCRIBES_PERCENT) {
            later(random.nextInt(8_000), () -> unsubscribe(intent.email(), random));
        } else if (intent.name().equals(Workloads.RANDOM)) {
            RandomGraphs.awaited(graphs).stream()
                    .filter(name -> random.nextInt(100) < AWAITED_PERCENT)
                    .forEach(name -> later(random.nextInt(AWAITED_MILLIS_MAX), () -> begin(follower(intent, name))));
        }
    }

    /** At once, early, around the timeout, late, or never. */
    private void activate(Intent intent, Random random, Known known) {
        int dice = random.nextInt(100);
        int wait = Workloads.WAIT_SECONDS * 1_000;
        if (dice < AT_ONCE_PERCENT) {
            activateAt(intent, known.at().plusMillis(random.nextInt(BOUNDARY_MILLIS)));
        } else if (dice < 20) {
            activateAt(intent, known.at().plusMillis(random.nextInt(wait - 500)));
        } else if (dice < 85) {
            aim(intent, random.nextInt(2 * BOUNDARY_MILLIS) - BOUNDARY_MILLIS, known.eventId(), AIMS_MAX);
        } else if (dice < 92) {
            activateAt(intent, known.at().plusMillis(wait + 200 + random.nextInt(1_500)));
        }
    }

    private void activateAt(Intent intent, Instant at) {
        later(Duration.between(Instant.now(), at).toMillis(), () -> begin(follower(intent, Workloads.ACTIVATED)));
    }

    /** So near to the timeout, once that can be seen. */
    private void aim(Intent intent, int offMillis, String eventId, int times) {
        later(
                AIM_MILLIS,
                () -> sight.firstTimeout(eventId)
                        .ifPresentOrElse(until -> activateAt(intent, until.plusMillis(offMillis)), () -> {
                            if (times > 1) {
                                aim(intent, offMillis, eventId, times - 1);
                            }
                        }));
    }

    /** An event of the same person. */
    private static Intent follower(Intent intent, String name) {
        return new Intent(intent.key() + "-" + name, name, intent.email(), intent.number());
    }

    /** When the first definite answer came, and which event it named. */
    private record Known(Instant at, String eventId) {}

    private CompletableFuture<Known> event(Intent intent, Random random) {
        return untilKnown(Kind.EVENT, intent.key(), random, node -> post(node, intent));
    }

    private void once(Intent intent, Random random) {
        pending.incrementAndGet();
        Place node = anyNode(random);
        post(node, intent).thenAccept(answer -> {
            note(Kind.EVENT, intent.key(), node, answer);
            pending.decrementAndGet();
        });
    }

    private CompletableFuture<Api.Answer> post(Place node, Intent intent) {
        Map<String, Object> body = Map.of(
                "event", intent.name(), "email", intent.email(), "payload", new JsonObject().put("n", intent.number()));
        return api.call(node.url(), "POST", "/events/send", body, intent.key());
    }

    private void unsubscribe(String email, Random random) {
        untilKnown(
                Kind.UNSUBSCRIBE,
                email,
                random,
                node -> api.call(node.url(), "POST", "/contacts", Map.of("email", email, "unsubscribed", true), null));
    }

    private void toggleLater(Graph graph, Random random, boolean enable) {
        int millis = TOGGLE_MILLIS_MIN + random.nextInt(TOGGLE_MILLIS_MAX - TOGGLE_MILLIS_MIN);
        later(millis, () -> {
            if (!ending) {
                toggle(graph, random, enable).thenAccept(known -> toggleLater(graph, random, !enable));
            }
        });
    }

    private CompletableFuture<Known> toggle(Graph graph, Random random, boolean enable) {
        String path = "/automations/" + graph.id();
        return enable
                ? untilKnown(
                        Kind.ENABLE,
                        graph.id(),
                        random,
                        node -> api.call(node.url(), "PATCH", path, Map.of("status", "enabled"), null))
                : untilKnown(
                        Kind.STOP,
                        graph.id(),
                        random,
                        node -> api.call(node.url(), "POST", path + "/stop", null, null));
    }

    /** One way to make a call. */
    private interface Attempt {
        CompletableFuture<Api.Answer> at(Place node);
    }

    private CompletableFuture<Known> untilKnown(Kind kind, String subject, Random random, Attempt attempt) {
        var known = new CompletableFuture<Known>();
        pending.incrementAndGet();
        known.whenComplete((answer, fault) -> pending.decrementAndGet());
        attempt(kind, subject, random, attempt, known, RETRY_MILLIS_MIN);
        return known;
    }

    private void attempt(
            Kind kind,
            String subject,
            Random random,
            Attempt attempt,
            CompletableFuture<Known> known,
            int pauseMillis) {
        Place node = anyNode(random);
        attempt.at(node).thenAccept(answer -> {
            note(kind, subject, node, answer);
            if (answer.outcome() == Outcome.UNKNOWN) {
                int next = Math.min(RETRY_MILLIS_MAX, 2 * pauseMillis);
                later(
                        pauseMillis + random.nextInt(pauseMillis),
                        () -> attempt(kind, subject, random, attempt, known, next));
            } else {
                known.complete(new Known(answer.completed(), answer.body().getString("id")));
            }
        });
    }

    private void note(Kind kind, String subject, Place node, Api.Answer answer) {
        journal.note(new Call(
                kind,
                subject,
                node.name(),
                answer.invoked(),
                answer.completed(),
                answer.outcome(),
                answer.status(),
                kind == Kind.EVENT ? answer.body().getString("id") : null,
                answer.body().getBoolean("deduplicated", false)));
    }

    private Place anyNode(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private Random random(String key) {
        return new Random(seed * 31 + key.hashCode());
    }

    private void later(long millis, Runnable work) {
        pending.incrementAndGet();
        try {
            clock.schedule(
                    () -> {
                        work.run();
                        pending.decrementAndGet();
                    },
                    Math.max(0, millis),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            pending.decrementAndGet(); // the trial is over; what was not sent is in no journal
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
