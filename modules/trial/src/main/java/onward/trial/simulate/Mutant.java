package onward.trial.simulate;

import java.util.Arrays;
import java.util.Optional;

/**
 * A mistake in the protocol that a simulated server can be made with. Each must be found; one that is not shows what the
 * laws overlook.
 */
enum Mutant {
    M1("events are answered before they are committed"),
    M2("repeated events are looked for by a select before the insert, without a unique key"),
    M3("what became of a mail is settled without a look at the fence"),
    M4("leases are not renewed any more once a node was told to stop"),
    M5("leases and due instants are compared with the clock of the node"),
    M6("a mail is marked as sent before it is"),
    M7("each attempt makes a Message-ID of its own"),
    M8("a final refusal is tried again"),
    M9("a mail is given up after its first deferral"),
    M10("one refusal rolls back what became of its whole batch"),
    M11("a wait is registered without a look back"),
    M12("a wait looks back, and an event looks for waits, without the lock on their person"),
    M13("a run is resumed from a plain read: not locked, its status not looked at again"),
    M14("an event counts by when it is read and not by when it was received"),
    M15("due instants are rounded, so timers are early"),
    M16("which automations are enabled is read from a cache"),
    M17("whether somebody is unsubscribed is looked at when the mail is made, not when it is leased"),
    M18("timers live in the memory of the node that set them"),
    M19("a list of mails left behind is worked off without a second look"),
    M21("a run goes on with the newest version of its automation"),
    M22("what cannot be done is tried again for ever, before all else"),
    M23("a sweeper puts mails back into the queue that were settled after it looked"),
    M24("automations are looked up without their project"),
    M25("when the outcome of a commit is not known, it is taken for done"),
    M26("a timeout does not look for events in time that nobody has looked at yet"),
    M27("an event is marked as looked at before its runs are saved"),
    M28("mails are sealed in a transaction of their own, after the run was saved"),
    M29("long deliveries do not keep their leases"),
    M30("the end of the lease is not looked at before the final dot"),
    M31("a mail that is to be held for a person is sent again when its fate is not known"),
    M32("work is looked for only when the bell rings"),
    M33("the wait is written, and events look for it, by the instant the server got round to it"),
    M34("an event is put into the mailbox after its commit, in a transaction of its own that is not repeated"),
    M35("what ends a run is not listened for any more once the first step that waited was left");

    private final String what;

    Mutant(String what) {
        this.what = what;
    }

    /** What is wrong, in words. */
    String what() {
        return what;
    }

    static Optional<Mutant> of(String name) {
        return Arrays.stream(values())
                .filter(mutant -> mutant.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
