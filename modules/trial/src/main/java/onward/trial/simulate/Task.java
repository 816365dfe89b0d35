package onward.trial.simulate;

/**
 * Something that goes on beside others: one statement or one act at a time, in between of which anything may happen.
 * Its transaction, if it has one, is ended for it when its connection or its node is lost.
 */
abstract class Task {
    /** Not before something wakes it. */
    static final long NEVER = Long.MAX_VALUE;

    final World world;
    final Database db;
    final Dice dice;
    /** Null for what is outside. */
    final Node node;

    final String name;

    long wakeAt;
    Transaction tx;
    /** The transaction it waits for; it goes on when that is over. */
    Transaction blockedBy;
    /** Its connection broke; it learns of that with its next statement. */
    boolean isCut;

    Task(World world, Node node, String name) {
        this.world = world;
        this.db = world.db;
        this.dice = world.dice;
        this.node = node;
        this.name = node == null ? name : node + "." + name;
    }

    /** The next statement or act. A mishap that it throws ended its transaction, unless it is merely blocked. */
    abstract void step();

    /** What it had in hand is gone; it decides how it goes on. */
    abstract void failed(Mishap mishap);

    /** Its node begins anew. */
    void restart() {}

    /** Has it nothing in hand? */
    boolean isIdle() {
        return true;
    }

    /** What it is about to do, in a word or two. */
    abstract String stage();

    void begin() {
        tx = db.begin(this);
    }

    /** Commits, or fails without anybody knowing which. */
    void commit() {
        world.commit(this);
    }

    void sleep(long millis) {
        wakeAt = db.now + millis;
    }

    boolean isReady(long now) {
        return wakeAt <= now && (blockedBy == null || blockedBy.isOver) && (node == null || node.runs(now));
    }

    @Override
    public String toString() {
        return name;
    }
}
