package onward.trial.sink;

import java.util.Random;
import onward.trial.evidence.Request;

/** What a web server does to a client, and how often. */
enum Trouble {
    NONE(0, 200),
    /** Read, and never answered. */
    DROP(4, 0),
    /** The head of an answer of 200, and not what it promises. */
    DROP_IN_REPLY(3, 0),
    ERROR_500(4, 500),
    BUSY_503(4, 503),
    MANY_429(2, 429),
    GONE_410(2, Request.REFUSAL),
    /** The answer takes seconds. */
    SLOW(4, 200);

    /** How often, in hundredths. */
    private final int percent;

    private final int status;

    Trouble(int percent, int status) {
        this.percent = percent;
        this.status = status;
    }

    int status() {
        return status;
    }

    /** It has to come again, as far as its sender knows. */
    boolean costsAnAttempt() {
        return this != NONE && this != SLOW && this != GONE_410;
    }

    static Trouble draw(Random random) {
        int left = random.nextInt(100);
        for (Trouble each : values()) {
            left -= each.percent;
            if (left < 0) {
                return each;
            }
        }
        return NONE;
    }
}
