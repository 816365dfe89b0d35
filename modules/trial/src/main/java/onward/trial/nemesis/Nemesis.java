package onward.trial.nemesis;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Fault.Kind;
import onward.trial.house.House;
import onward.trial.house.Node;
import onward.trial.house.Rest;
import onward.trial.mutant.SeamPatches;

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
    /** Points that are passed only by a server that begins. */
    private static final String AT_START = "start-";

    private static final int CRASH_MILLIS_MEAN = 3_000;
    /** Which of its passes a point is deadly at. */
    private static final List<Integer> NTH = List.of(1, 1, 2, 3, 10);

    private static final Duration POINT_PATIENCE = Duration.ofSeconds(20);
    private static final int STALL_MILLIS_MEAN = 3_000;
    private static final int STALL_MILLIS_MIN = 1_000;
    /** Shorter than what is left of a lease when it is renewed, so that it is no excuse for a mail sent twice. */
    private static final int STALL_MILLIS_MAX = 6_000;

    private static final int ODD_MILLIS_MEAN = 8_000;
    private static final int ODD_MILLIS_MIN = 5_000;
    private static final int ODD_MILLIS_MAX = 15_000;
    private static final List<Integer> CLOCK_OFF_SECONDS = List.of(1, 10, 60, 3_600);
    private static final int DATABASE_ODD_MILLIS_MEAN = 40_000;
    private static final int HANG_MILLIS_MIN = 5_000;
    private static final int HANG_MILLIS_MAX = 25_000;
    private static final int FULL_MILLIS_MAX = 10_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(120);

    private final House house;
    private final Ledger ledger;
    private final long seed;
    private final double pace;
    private final List<String> points = SeamPatches.points();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** @param pace by how much the usual rates are multiplied */
    public Nemesis(House house, Ledger ledger, long seed, double pace) {
        this.house = house;
        this.ledger = ledger;
        this.seed = seed;
        this.pace = pace;
    }

    /** @param kinds those that are wanted; the mail server's are not made here */
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
        if (kinds.contains("crash")) {
            repeat("crash", CRASH_MILLIS_MEAN, this::crash);
        }
        if (kinds.contains("stall")) {
            repeat("stall", STALL_MILLIS_MEAN, this::stall);
        }
        if (kinds.contains("deaf")) {
            repeat("deaf", ODD_MILLIS_MEAN, random -> beOdd(Kind.DEAF, "", random));
        }
        if (kinds.contains("clock")) {
            repeat("clock", ODD_MILLIS_MEAN, random -> beOdd(Kind.CLOCK, Integer.toString(off(random)), random));
        }
        if (kinds.contains("hang")) {
            repeat("hang", DATABASE_ODD_MILLIS_MEAN, this::hang);
        }
        if (kinds.contains("disk")) {
            repeat("disk", DATABASE_ODD_MILLIS_MEAN, this::fillDisk);
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

    private void repeat(String name, int usualMean, Deed deed) {
        int millisMean = (int) (usualMean / pace);
        Random random = new Random(seed ^ name.hashCode());
        Thread thread = new Thread(
                () -> {
                    // The first comes sooner, so that a short trial has one of each kind.
                    boolean goesOn = restedFor(millisUntilNext(random, millisMean) / 3);
                    for (; goesOn; goesOn = restedFor(millisUntilNext(random, millisMean))) {
                        try {
                            deed.make(random);
                        } catch (RuntimeException unexpected) {
                            // One fault that cannot be made must not end all those of its kind.
                            System.err.println("trial: the nemesis found: " + unexpected);
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
        Node one = anyNode(random);
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
        Node node = anyReadyNode(random);
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

    /** Dies at a point of its own work; the supervisor starts it again. */
    private void crash(Random random) {
        String point = points.get(random.nextInt(points.size()));
        boolean isAtStart = point.startsWith(AT_START);
        int nth = isAtStart ? 1 : NTH.get(random.nextInt(NTH.size()));
        Node node = anyReadyNode(random);
        carryOut(Kind.CRASH, node, point, nth, isAtStart ? () -> startAgain(node) : () -> {}, at -> {
            node.awaitDeath();
            ledger.crashed(point);
            return Instant.now();
        });
    }

    private void startAgain(Node node) {
        Making making = new Making(Kind.KILL, node.name(), "so that it starts");
        node.kill();
        making.over();
        node.start();
    }

    /** Stands still at a point of its own work, on the thread that came there, as under a long collection of garbage. */
    private void stall(Random random) {
        List<String> all =
                points.stream().filter(point -> !point.startsWith(AT_START)).toList();
        String point = all.get(random.nextInt(all.size()));
        int millis = STALL_MILLIS_MIN + random.nextInt(STALL_MILLIS_MAX - STALL_MILLIS_MIN);
        carryOut(Kind.STALL, anyReadyNode(random), point, millis, () -> {}, at -> {
            restedFor(millis);
            return at.plusMillis(millis);
        });
    }

    /** What there is to do once an order was carried out at that instant; when it was over. */
    private interface Sequel {
        Instant of(Instant at);
    }

    /** Orders a fault at a point. That nobody comes there in time is no fault. */
    private void carryOut(Kind kind, Node node, String point, int how, Runnable nudge, Sequel sequel) {
        String order = kind == Kind.CRASH ? "crash" : "stall";
        String done = kind == Kind.CRASH ? "crashed" : "stalled";
        Instant decided = Instant.now();
        int number = ledger.decide(kind, node.name(), point + " " + how);
        node.seams().revoke(done);
        node.seams().order(order, point + " " + how + " " + number);
        nudge.run();
        Rest.until(() -> stopping || node.seams().read(done).isPresent(), POINT_PATIENCE);
        node.seams().revoke(order);
        node.seams().read(done).ifPresent(said -> {
            Instant at = Instant.parse(said.substring(said.lastIndexOf(' ') + 1));
            ledger.done(new Fault(number, kind, node.name(), decided, at, sequel.of(at)));
        });
    }

    /** Something of a node is wrong for a while, and then right again. */
    private void beOdd(Kind kind, String how, Random random) {
        Node node = anyNode(random);
        int millis = ODD_MILLIS_MIN + random.nextInt(ODD_MILLIS_MAX - ODD_MILLIS_MIN);
        String name = kind.name().toLowerCase(Locale.ROOT);
        Making making = new Making(kind, node.name(), how + " for " + millis + " ms");
        node.seams().order(name, how);
        restedFor(millis);
        node.seams().revoke(name);
        making.over();
    }

    /** In milliseconds, forwards or backwards. */
    private static int off(Random random) {
        int seconds = CLOCK_OFF_SECONDS.get(random.nextInt(CLOCK_OFF_SECONDS.size()));
        return (random.nextBoolean() ? 1_000 : -1_000) * seconds;
    }

    private void hang(Random random) {
        int millis = HANG_MILLIS_MIN + random.nextInt(HANG_MILLIS_MAX - HANG_MILLIS_MIN);
        Making making = new Making(Kind.PG_HANG, "pg", "for " + millis + " ms");
        house.postgres().hang(Duration.ofMillis(millis));
        making.over();
    }

    /** It may give up meanwhile, and is started again once there is room. */
    private void fillDisk(Random random) {
        int millis = 1_000 + random.nextInt(FULL_MILLIS_MAX);
        Making making = new Making(Kind.PG_DISK_FULL, "pg", "for " + millis + " ms");
        house.disk().fill();
        restedFor(millis);
        house.disk().free();
        house.postgres().start();
        making.over();
    }

    /** One that works, if there is one. */
    private Node anyReadyNode(Random random) {
        List<Node> ready = house.nodes().stream().filter(Node::isReady).toList();
        return ready.isEmpty() ? anyNode(random) : ready.get(random.nextInt(ready.size()));
    }

    private Node anyNode(Random random) {
        return house.nodes().get(random.nextInt(house.nodes().size()));
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
