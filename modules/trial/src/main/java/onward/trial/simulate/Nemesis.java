package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;
import onward.trial.simulate.Evidence.Met;

/** Kills nodes, stops them in their tracks for longer than their leases, tells them to end, takes the database away. */
final class Nemesis extends Task {
    private static final long DOWN_MAX = 5_000;
    private static final long PAUSE_MIN = 200;
    private static final long PAUSE_MAX = 25_000;
    private static final long OUTAGE_MAX = 4_000;
    private static final long DRAIN_LOOK = 50;
    /** A transaction that says nothing for so long may be ended by the database. */
    private static final long IDLE_IN_TRANSACTION = 10_000;

    private record Return(Node node, long at) {}

    private final List<Return> returns = new ArrayList<>();
    private long crashAt;
    private long pauseAt;
    private long outageAt;
    private long drainAt;
    private long outageUntil = NEVER;
    private Node draining;

    Nemesis(World world) {
        super(world, null, "nemesis");
        crashAt = after(world.odds.crashEvery());
        pauseAt = after(world.odds.pauseEvery());
        outageAt = after(world.odds.outageEvery());
        drainAt = after(world.odds.drainEvery());
        plan();
    }

    private long after(long every) {
        return every == 0 ? NEVER : db.now + dice.between(every / 4, every * 7 / 4);
    }

    private void plan() {
        long next = Math.min(Math.min(crashAt, pauseAt), Math.min(outageAt, drainAt));
        next = Math.min(Math.min(next, outageUntil), world.end());
        for (Return one : returns) {
            next = Math.min(next, one.at());
        }
        if (draining != null) {
            next = Math.min(next, db.now + DRAIN_LOOK);
        }
        wakeAt = Math.max(next, db.now);
    }

    @Override
    void step() {
        if (db.now >= world.end()) {
            relent();
            return;
        }
        bringBack(false);
        if (db.now >= crashAt) {
            crash(dice.oneOf(world.nodes));
            crashAt = after(world.odds.crashEvery());
        }
        if (db.now >= pauseAt) {
            pause(dice.oneOf(world.nodes), dice.between(PAUSE_MIN, PAUSE_MAX));
            pauseAt = after(world.odds.pauseEvery());
        }
        if (db.now >= outageAt) {
            takeDatabase();
            outageAt = NEVER;
        }
        if (db.now >= outageUntil) {
            returnDatabase();
            outageAt = after(world.odds.outageEvery());
        }
        if (db.now >= drainAt) {
            drain(dice.oneOf(world.nodes));
            drainAt = after(world.odds.drainEvery());
        }
        endDrain();
        plan();
    }

    /** In the middle of a delivery: dies, or stands still until its leases are another's. */
    void strike(Node node) {
        if (dice.nextBoolean()) {
            crash(node);
            plan();
        } else {
            pause(node, dice.between(Courier.LEASE, PAUSE_MAX));
        }
    }

    private void bringBack(boolean all) {
        for (Return one : List.copyOf(returns)) {
            if (all || one.at() <= db.now) {
                returns.remove(one);
                one.node().isUp = true;
                one.node().isDraining = false;
                one.node().tasks.forEach(Task::restart);
                world.told(one.node() + " is started");
            }
        }
    }

    private void crash(Node node) {
        if (!node.isUp) {
            return;
        }
        world.evidence.met(Met.CRASHES);
        world.told(node + " is killed");
        takeDown(node);
    }

    private void takeDown(Node node) {
        hide(node);
        for (Task task : node.tasks) {
            world.abort(task);
            task.blockedBy = null;
            task.isCut = false;
            task.restart();
        }
        node.forgetAll();
        node.isUp = false;
        node.pausedUntil = 0;
        if (draining == node) {
            draining = null;
        }
        returns.add(new Return(node, db.now + dice.between(0, DOWN_MAX)));
    }

    /** What it has in hand may end without anybody knowing. */
    private static void hide(Node node) {
        for (Task task : node.tasks) {
            if (task instanceof Courier courier) {
                courier.leases.forEach(lease -> {
                    if (lease.attempt != null) {
                        lease.attempt.isHidden = true;
                    }
                });
            }
        }
    }

    private void pause(Node node, long millis) {
        if (!node.isUp) {
            return;
        }
        world.told(node + " stands still for " + millis + " ms");
        node.pausedUntil = db.now + millis;
        hide(node);
        if (millis > Courier.LEASE) {
            world.evidence.met(Met.PAUSES_PAST_LEASE);
        }
        if (millis > IDLE_IN_TRANSACTION && dice.chance(0.5)) {
            node.tasks.forEach(this::cut);
        }
    }

    private void cut(Task task) {
        if (task.tx != null) {
            world.abort(task);
            task.blockedBy = null;
            task.isCut = true;
        }
    }

    private void takeDatabase() {
        world.evidence.met(Met.OUTAGES);
        world.told("the database is gone");
        db.isUp = false;
        world.nodes.forEach(node -> node.tasks.forEach(this::cut));
        outageUntil = db.now + dice.between(100, OUTAGE_MAX);
    }

    private void returnDatabase() {
        world.told("the database is back");
        db.isUp = true;
        outageUntil = NEVER;
    }

    private void drain(Node node) {
        if (!node.isUp || draining != null) {
            return;
        }
        world.evidence.met(Met.DRAINS);
        world.told(node + " is told to stop");
        node.isDraining = true;
        draining = node;
    }

    private void endDrain() {
        if (draining == null || draining.pausedUntil > db.now) {
            return;
        }
        for (Task task : draining.tasks) {
            if (!task.isIdle()) {
                return;
            }
        }
        world.told(draining + " has stopped");
        takeDown(draining);
    }

    /** All is well from here on. */
    private void relent() {
        world.told("faults end");
        returnDatabase();
        bringBack(true);
        for (Node node : world.nodes) {
            node.pausedUntil = 0;
            if (node.isDraining) {
                node.isDraining = false;
                node.tasks.forEach(task -> {
                    if (task.isIdle()) {
                        task.restart();
                    }
                });
            }
        }
        world.calm();
        wakeAt = NEVER;
    }

    @Override
    void failed(Mishap mishap) {
        throw new IllegalStateException("Expected the nemesis to have no transaction", mishap);
    }

    @Override
    String stage() {
        return "strikes";
    }
}
