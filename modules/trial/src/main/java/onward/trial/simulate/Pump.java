package onward.trial.simulate;

/** The rhythm of a pass: one at a time, a ring means one more, a full batch again at once, a fault backs off. */
abstract class Pump extends Task {
    static final long IDLE_POLL = 1_000;
    private static final long BACKOFF_FIRST = 100;
    private static final int DOUBLINGS_MAX = 6;

    private boolean isRung;
    private int failures;
    private boolean isPassing;

    Pump(World world, Node node, String name) {
        super(world, node, name);
        sleep(dice.below((int) IDLE_POLL));
    }

    void ring() {
        isRung = true;
        if (!isPassing && failures == 0 && !node.isDraining) {
            wakeAt = Math.min(wakeAt, db.now);
        }
    }

    @Override
    boolean isIdle() {
        return !isPassing;
    }

    /** Does it only look from time to time? */
    boolean isPolling() {
        return !isPassing && failures == 0 && !isRung;
    }

    void passing() {
        isPassing = true;
        isRung = false;
    }

    /** @param more there is at once more to do */
    void rest(boolean more) {
        isPassing = false;
        failures = 0;
        long poll = world.is(Mutant.M32) ? NEVER - db.now : IDLE_POLL;
        sleep(node.isDraining ? NEVER - db.now : more || isRung ? 0 : poll);
    }

    @Override
    void failed(Mishap mishap) {
        isPassing = false;
        failures++;
        sleep(node.isDraining ? NEVER - db.now : BACKOFF_FIRST << Math.min(failures - 1, DOUBLINGS_MAX));
    }

    @Override
    void restart() {
        isPassing = false;
        isRung = false;
        failures = 0;
        sleep(dice.below((int) IDLE_POLL));
    }
}
