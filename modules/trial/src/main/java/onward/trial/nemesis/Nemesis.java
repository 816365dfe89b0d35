package onward.trial.nemesis;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Fault.Kind;
import onward.trial.house.House;
import onward.trial.house.Node;
import onward.trial.house.Rest;
import onward.trial.house.TrialRefused;

/**
 * Makes faults until it is told to stop, each kind in a thread of its own with a rhythm of its own. Stopping
 * leaves everything running.
 */
public final class Nemesis {
    private static final int KILL_MILLIS_MEAN = 4_000;
    private static final int KILL_ALL_PERCENT = 6;
    private static final int DOWN_MILLIS_MAX = 1_500;
    private static final int DATABASE_MILLIS_MEAN = 11_000;
    private static final int DATABASE_DOWN_MILLIS_MAX = 2_000;
    private static final int TERMINATED_MAX = 8;
    private static final int BETWEEN_PAUSES_MILLIS_MEAN = 14_000;
    /** Longer than the lease of a mail, 15 s. */
    private static final int PAUSE_MILLIS_MIN = 16_000;

    private static final int PAUSE_MILLIS_MAX = 20_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(120);

    private final House house;
    private final Ledger ledger;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    public Nemesis(House house, Ledger ledger, long seed) {
        this.house = house;
        this.ledger = ledger;
        this.seed = seed;
    }

    /** @param kinds of kill, pg and pause, those that are wanted */
    public void begin(Set<String> kinds) {
        if (kinds.contains("kill")) {
            repeat("kill", KILL_MILLIS_MEAN, this::kill);
        }
        if (kinds.contains("pg")) {
            repeat("pg", DATABASE_MILLIS_MEAN, this::hurtDatabase);
        }
        if (kinds.contains("pause")) {
            repeat("pause", BETWEEN_PAUSES_MILLIS_MEAN, this::pause);
        }
    }

    /** Blocks until the last fault is over. */
    public void end() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join(STOP_PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One fault. */
    private interface Deed {
        void make(Random random);
    }

    private void repeat(String name, int millisMean, Deed deed) {
        Random random = new Random(seed ^ name.hashCode());
        Thread thread = new Thread(
                () -> {
                    while (restedFor(millisUntilNext(random, millisMean))) {
                        try {
                            deed.make(random);
                        } catch (TrialRefused unexpected) {
                            System.err.println("trial: the nemesis found: " + unexpected.getMessage());
                        }
                    }
                },
                "nemesis-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static long millisUntilNext(Random random, int mean) {
        return (long) Math.min(4.0 * mean, -Math.log(1 - random.nextDouble()) * mean);
    }

    private boolean restedFor(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Rest.until(() -> stopping || System.nanoTime() > deadline, Duration.ofMillis(millis + 1_000));
        return !stopping;
    }

    private void kill(Random random) {
        boolean all = random.nextInt(100) < KILL_ALL_PERCENT;
        Node one = house.nodes().get(random.nextInt(house.nodes().size()));
        int downMillis = random.nextInt(DOWN_MILLIS_MAX);
        List<Node> hit = (all ? house.nodes() : List.of(one))
                .stream().filter(node -> !node.isPaused()).toList();
        if (hit.stream().noneMatch(Node::isReady)) {
            return; // it has not come up since the last time: another kill would hit nothing
        }
        Kind kind = all ? Kind.KILL_ALL : Kind.KILL;
        List<Making> makings = hit.stream()
                .map(node -> new Making(kind, node.name(), "kill -9, down for " + downMillis + " ms"))
                .toList();
        hit.parallelStream().forEach(Node::kill);
        makings.forEach(Making::over);
        restedFor(downMillis);
        hit.forEach(Node::start);
    }

    private void hurtDatabase(Random random) {
        int dice = random.nextInt(3);
        int downMillis = random.nextInt(DATABASE_DOWN_MILLIS_MAX);
        if (dice == 0) {
            terminateSome(1 + random.nextInt(TERMINATED_MAX), random.nextLong());
            return;
        }
        Kind kind = dice == 1 ? Kind.PG_KILL : Kind.PG_IMMEDIATE;
        Making making = new Making(kind, "pg", "down for " + downMillis + " ms");
        if (dice == 1) {
            house.postgres().kill();
        } else {
            house.postgres().stopAtOnce();
        }
        restedFor(downMillis);
        house.postgres().start();
        making.over();
    }

    private void terminateSome(int most, long how) {
        Making making = new Making(Kind.PG_TERMINATE, "pg", "at most " + most + " sessions");
        try {
            house.postgres().terminateSome(most, how);
        } catch (SQLException absent) {
            System.err.println("trial: no session was terminated: " + absent.getMessage());
        }
        making.over();
    }

    private void pause(Random random) {
        Node node = house.nodes().get(random.nextInt(house.nodes().size()));
        int millis = PAUSE_MILLIS_MIN + random.nextInt(PAUSE_MILLIS_MAX - PAUSE_MILLIS_MIN);
        if (!node.isReady()) {
            return;
        }
        Making making = new Making(Kind.PAUSE, node.name(), "for " + millis + " ms");
        node.pause();
        Rest.of(Duration.ofMillis(millis));
        node.goOn();
        making.over();
    }

    /** A fault that is written down and under way. */
    private final class Making {
        private final Kind kind;
        private final String target;
        private final Instant decided = Instant.now();
        private final int number;
        private final Instant begun;

        Making(Kind kind, String target, String how) {
            this.kind = kind;
            this.target = target;
            this.number = ledger.decide(kind, target, how);
            this.begun = Instant.now();
        }

        void over() {
            ledger.done(new Fault(number, kind, target, decided, begun, Instant.now()));
        }
    }
}
