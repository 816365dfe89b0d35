package onward.trial.sink;

import java.util.Random;

/** What a mail server does to a client, and how often. */
enum Mischief {
    NONE(0),
    /** The connection is reset before a word is said. */
    REFUSE(3),
    BUSY_421(3),
    RCPT_450(6),
    RCPT_550(2),
    DATA_451(5),
    /** Taken in, then refused for good. */
    DOT_554(3),
    DROP_BEFORE_DATA(4),
    DROP_IN_BODY(4),
    /** The whole mail came, and the client never learns what became of it. */
    DROP_AFTER_DOT(4),
    DROP_IN_REPLY(4),
    /** Each reply takes its time. */
    SLOW(5),
    /** The reply to the dot takes seconds. */
    HANG(1);

    /** How often, in hundredths. */
    private final int percent;

    Mischief(int percent) {
        this.percent = percent;
    }

    boolean isAboutConnection() {
        return this == REFUSE || this == BUSY_421;
    }

    /** For a new connection, or for a new mail. */
    static Mischief draw(Random random, boolean connection) {
        int left = random.nextInt(100);
        for (Mischief each : values()) {
            if (each.isAboutConnection() == connection) {
                left -= each.percent;
                if (left < 0) {
                    return each;
                }
            }
        }
        return NONE;
    }
}
