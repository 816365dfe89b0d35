package onward.trial.simulate;

import java.util.List;
import onward.flow.run.Run;

/** Lets time leap to the next instant at which somebody wakes, when nobody has anything to do before. */
final class Alarm {
    private final World world;
    private final Database db;
    private final Dice dice;

    Alarm(World world) {
        this.world = world;
        this.db = world.db;
        this.dice = world.dice;
    }

    /** False when nobody ever wakes. */
    boolean leap(List<Task> tasks) {
        long work = nextWork();
        long next = Task.NEVER;
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (isAround(task)) {
                skipIdlePolls(task, work);
                next = Math.min(next, task.node == null ? task.wakeAt : Math.max(task.wakeAt, task.node.pausedUntil));
            }
        }
        if (next == Task.NEVER) {
            return false;
        }
        db.now = Math.max(db.now, next);
        return true;
    }

    private static boolean isAround(Task task) {
        boolean isUp = task.node == null || task.node.isUp;
        return isUp && (task.blockedBy == null || task.blockedBy.isOver);
    }

    /** Polls that can find nothing are left out: the next one comes when there is something, within its interval. */
    private void skipIdlePolls(Task task, long work) {
        boolean isPolling = task instanceof Pump pump && pump.isPolling() && !task.node.isDraining;
        if (!isPolling || looksByAnotherClock()) {
            return;
        }
        if (work == Task.NEVER) {
            task.wakeAt = Task.NEVER;
            return;
        }
        long from = Math.max(db.now, work);
        if (task.wakeAt < work || task.wakeAt > from + Pump.IDLE_POLL) {
            task.wakeAt = from + (dice.chance(0.5) ? 0 : dice.below((int) Pump.IDLE_POLL));
        }
    }

    /** Mutants for which there is something to find at other times, or that do not poll. */
    private boolean looksByAnotherClock() {
        return world.is(Mutant.M5) || world.is(Mutant.M15) || world.is(Mutant.M32);
    }

    /** The first instant at which a pass would find something. */
    private long nextWork() {
        if (!db.signals.rows().isEmpty()) {
            return db.now;
        }
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value == null || !row.value.matched()) {
                return db.now;
            }
        }
        return Math.min(nextRun(), nextMail());
    }

    private long nextRun() {
        long next = Task.NEVER;
        for (Row<Run> row : db.runs.rows()) {
            if (row.value != null && row.value.dueAt() != null) {
                next = Math.min(next, row.value.dueAt().toEpochMilli());
            }
        }
        return next;
    }

    private long nextMail() {
        long next = Task.NEVER;
        for (Row<Rows.Mail> row : db.mails.rows()) {
            if (row.value != null && !row.value.state().isFinal()) {
                next = Math.min(next, row.value.dueAt());
            }
        }
        return next;
    }
}
