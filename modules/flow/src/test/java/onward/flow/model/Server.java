package onward.flow.model;

import java.time.Instant;

/** Somebody who plays a scenario, act by act. */
public interface Server {

    /** Takes notice of everything received until now, and of every due instant that has come. */
    void act(Instant now);

    /** The earliest due instant of a live run; null when there is none. */
    Instant nextDue();

    /** What became of it so far. */
    Account account();

    /** Plays the whole scenario at a pace and tells what became of it. */
    static Account play(Server server, Scenario scenario, Pace pace) {
        Instant now = pace.next(scenario, Instant.MIN, server.nextDue());
        while (now != null) {
            server.act(now);
            now = pace.next(scenario, now, server.nextDue());
        }
        return server.account();
    }
}
