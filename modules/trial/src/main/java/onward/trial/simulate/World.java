package onward.trial.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.run.Run;
import onward.trial.simulate.Evidence.Met;

/**
 * One world: nodes, a database, customers and mischief, and a seed that says who goes next. Time stands still while
 * anybody has something to do, but for a little now and then, and leaps when nobody has.
 */
final class World {
    /** A world that is not at rest by then is stuck. */
    private static final int STEPS_MAX = 200_000;
    /** How long after the last fault all must have come to rest. */
    private static final long SETTLE_MAX = 900_000;

    private static final int REPLIES_MAX = 6;

    final Dice dice;
    final Odds odds;
    final Mutant mutant;
    final Database db = new Database();
    final Ids ids;
    final Evidence evidence = new Evidence();
    final Laws laws = new Laws(this);
    final List<Plan> plans = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final Turning turning;

    private final Alarm alarm;

    private final List<Task> tasks = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private final List<Set<String>> listened = new ArrayList<>();
    private final Set<String> rotten = new HashSet<>();
    private final Set<String> rottenRuns = new HashSet<>();
    private final Map<UUID, Plan> plansById = new HashMap<>();
    private final Map<UUID, Integer> peopleById = new HashMap<>();
    private final Consumer<String> trace;
    private final Task[] ready = new Task[256];

    private Nemesis nemesis;
    private boolean isFaulty = true;
    private int replies;
    private long fingerprint = 17;
    int steps;

    /** @param trace told of each step; null for nobody */
    World(long seed, int nodeCount, Mutant mutant, Consumer<String> trace) {
        this.dice = new Dice(seed);
        this.odds = Odds.of(dice, nodeCount);
        this.mutant = mutant;
        this.trace = trace;
        this.ids = Ids.from(dice);
        this.turning = new Turning(this);
        this.alarm = new Alarm(this);
        new Scene(this).set();
    }

    boolean is(Mutant one) {
        return mutant == one;
    }

    // What the scene puts in

    void add(Task task) {
        tasks.add(task);
        if (task.node != null) {
            task.node.tasks.add(task);
        }
    }

    void add(Nemesis one) {
        nemesis = one;
        tasks.add(one);
    }

    void add(Plan plan) {
        plans.add(plan);
        plansById.put(plan.id(), plan);
        while (listened.size() < People.projects()) {
            listened.add(new HashSet<>());
        }
        plan.versions()
                .forEach(version -> listened.get(plan.project())
                        .addAll(version.chart().automation.listenedNames()));
    }

    /** A customer makes an event known. */
    void call(Intent intent, long at) {
        var caller = new Caller(this, intent, at);
        callers.add(caller);
        tasks.add(caller);
    }

    void rot(String key, boolean inRuns) {
        (inRuns ? rottenRuns : rotten).add(key);
    }

    // People and plans

    Contact contactOf(UUID contactId) {
        return db.contacts.at(personOf(contactId)).value;
    }

    void know(UUID contactId, int person) {
        peopleById.put(contactId, person);
    }

    /** Whose contact it is, once that is committed. */
    int personOf(UUID contactId) {
        return peopleById.get(contactId);
    }

    Set<String> listened(int project) {
        return listened.get(project);
    }

    Plan plan(UUID automationId) {
        return plansById.get(automationId);
    }

    /** Does the database refuse to match it? */
    boolean isRotten(String key) {
        return rotten.contains(key);
    }

    /** Does the database refuse to save a run of it that was resumed? */
    boolean isRotten(UUID runId, String key) {
        return rottenRuns.contains(key) && runId != null;
    }

    boolean isAnyhowRotten(String key) {
        return rotten.contains(key) || rottenRuns.contains(key);
    }

    double mailFault() {
        return isFaulty ? odds.mailFault() : 0;
    }

    boolean isFaulty() {
        return isFaulty;
    }

    // Bells: each may be lost

    void ringMatchers(Node from) {
        ring(from, MatchPass.class);
    }

    void ringAll(Node from) {
        ring(from, Pump.class);
    }

    private void ring(Node from, Class<? extends Pump> whom) {
        for (Node node : nodes) {
            for (Task task : node.tasks) {
                boolean isHeard = node == from || dice.chance(0.5);
                if (isHeard && whom.isInstance(task) && !dice.chance(odds.bellLost())) {
                    whom.cast(task).ring();
                }
            }
        }
    }

    /** What a node keeps in memory of runs it saved. */
    void remember(Node node, Run run) {
        if (mutant == Mutant.M18 && run.dueAt() != null) {
            node.timers.put(run.id(), run.dueAt().toEpochMilli());
        }
    }

    void attempted(Evidence.Attempt attempt) {
        evidence.attempts
                .computeIfAbsent(attempt.envelopeId, id -> new ArrayList<>(2))
                .add(attempt);
    }

    // Transactions

    void commit(Task task) {
        Transaction tx = task.tx;
        evidence.met(Met.COMMITS);
        boolean isUnknown = isFaulty && dice.chance(odds.commitUnknown());
        if (isUnknown) {
            evidence.met(Met.COMMITS_UNKNOWN);
        }
        if (isUnknown && dice.nextBoolean()) {
            db.abort(tx);
        } else {
            apply(tx);
        }
        task.tx = null;
        if (isUnknown) {
            throw Mishap.COMMIT_UNKNOWN;
        }
    }

    private void apply(Transaction tx) {
        List<Rows.OpenWait> opened = new ArrayList<>(2);
        for (Row<?> row : tx.held) {
            if (row.isDrafted) {
                laws.check(tx, row);
                observe(row, opened);
            }
        }
        db.commit(tx);
        opened.forEach(this::answer);
    }

    private void observe(Row<?> row, List<Rows.OpenWait> opened) {
        if (row.draft instanceof Rows.OpenWait wait && row.value == null) {
            opened.add(wait);
        } else if (row.draft instanceof Rows.Span span) {
            long readAt = row.value == null ? span.from() : span.until();
            evidence.toggles.add(new Evidence.Toggle(span.automation(), readAt, db.now));
        } else if (row.draft instanceof Contact contact) {
            know(contact.id(), (Integer) row.key);
            if (contact.unsubscribed()) {
                evidence.unsubscribed.put((Integer) row.key, db.commits + 1);
            }
        }
    }

    /** Somebody does what a run waits for, in the very moment at which it gives up waiting. */
    private void answer(Rows.OpenWait wait) {
        Instant until = wait.what().until();
        if (until == null || replies >= REPLIES_MAX || !dice.chance(0.5)) {
            return;
        }
        replies++;
        Row<Run> run = db.run(wait.runId());
        Intent start = intentOf(db.event(run.value.eventId()).value.key());
        Map<String, Object> payload = Intent.payload(dice.between(5, 9), start.k());
        var intent = new Intent("reply" + replies, wait.what().await().eventName(), start.person(), payload);
        evidence.intents.add(intent);
        call(intent, until.toEpochMilli() + dice.between(-8, 2));
    }

    Intent intentOf(String key) {
        for (Intent intent : evidence.intents) {
            if (intent.key().equals(key)) {
                return intent;
            }
        }
        return null;
    }

    void abort(Task task) {
        if (task.tx != null) {
            db.abort(task.tx);
            task.tx = null;
        }
    }

    // Time

    /** Until all has come to rest, or plainly does not. */
    void run() {
        while (steps < STEPS_MAX) {
            int count = gatherReady();
            if (count == 0) {
                if (!advance()) {
                    return;
                }
                continue;
            }
            Task task = ready[count == 1 ? 0 : dice.below(count)];
            step(task);
        }
    }

    private int gatherReady() {
        int count = 0;
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (task.isReady(db.now) && count < ready.length) {
                ready[count++] = task;
            }
        }
        return count;
    }

    private void step(Task task) {
        steps++;
        int chance = dice.below(100);
        if (chance < 30) {
            db.now++;
        } else if (chance == 99) {
            db.now += dice.below(40);
        }
        task.blockedBy = null;
        fingerprint = (fingerprint * 31 + db.now) * 31 + task.name.hashCode();
        String doing = trace == null ? null : task.stage();
        try {
            loseConnection(task);
            task.step();
            tell(task, doing, null);
            hinder(task);
        } catch (Mishap mishap) {
            tell(task, doing, mishap);
            befall(task, mishap);
        }
        if (task instanceof Caller caller && caller.isDone) {
            tasks.remove(task);
        }
    }

    private void loseConnection(Task task) {
        if (task.isCut) {
            task.isCut = false;
            throw Mishap.CONNECTION_LOST;
        }
        if (isFaulty && task.tx != null && dice.chance(odds.connectionLost())) {
            evidence.met(Met.CONNECTIONS_LOST);
            throw Mishap.CONNECTION_LOST;
        }
    }

    /** A slow disk, or the worst of moments to die. */
    private void hinder(Task task) {
        if (!isFaulty) {
            return;
        }
        if (task.tx != null && dice.chance(odds.slow())) {
            task.wakeAt = Math.max(task.wakeAt, db.now + dice.below(Odds.SLOW_MAX));
        }
        if (task instanceof Courier courier && !courier.leases.isEmpty() && dice.chance(odds.strike())) {
            nemesis.strike(task.node);
        }
    }

    private void befall(Task task, Mishap mishap) {
        if (mishap == Mishap.BLOCKED) {
            task.blockedBy = db.blocker;
            if (!waitsForItself(task)) {
                return;
            }
            evidence.met(Met.DEADLOCKS);
        }
        if (mishap == Mishap.ROW_FAULT) {
            evidence.met(Met.ROW_FAULTS);
        }
        task.blockedBy = null;
        abort(task);
        task.failed(mishap == Mishap.BLOCKED ? Mishap.DEADLOCK : mishap);
    }

    private static boolean waitsForItself(Task task) {
        Task at = task.blockedBy.owner;
        for (int hops = 0; hops < 50 && at.blockedBy != null && !at.blockedBy.isOver; hops++) {
            if (at == task) {
                return true;
            }
            at = at.blockedBy.owner;
        }
        return at == task;
    }

    private void tell(Task task, String doing, Mishap mishap) {
        if (trace != null) {
            trace.accept(String.format(
                    "%9d  %-12s %s%s",
                    db.now - Database.BEGINNING, task, doing, mishap == null ? "" : "  -> " + mishap.getMessage()));
        }
    }

    /** Something befell a node or the database, for the trace. */
    void told(String what) {
        fingerprint = fingerprint * 31 + what.hashCode();
        if (trace != null) {
            trace.accept(String.format("%9d  %s", db.now - Database.BEGINNING, what));
        }
    }

    /** False when all is over. */
    private boolean advance() {
        boolean isOver = !isFaulty && (isSettled() || db.now > end() + SETTLE_MAX);
        return !isOver && alarm.leap(tasks);
    }

    /** When faults and load end. */
    long end() {
        return Database.BEGINNING + odds.faultMillis();
    }

    /** From here on all goes well. */
    void calm() {
        isFaulty = false;
    }

    boolean isCallerWaiting() {
        for (Caller caller : callers) {
            if (!caller.isDone) {
                return true;
            }
        }
        return false;
    }

    private boolean isSettled() {
        return !isCallerWaiting() && laws.isAtRest();
    }

    /** Two worlds with the same one went the same way. */
    long fingerprint() {
        return fingerprint * 31 + db.commits;
    }
}
