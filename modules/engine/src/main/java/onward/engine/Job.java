package onward.engine;

import java.util.List;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.graph.Automation;
import onward.flow.run.Run;
import onward.flow.step.Signal;

/**
 * A run in hand, with what it needs to move.
 *
 * @param contact null when the person was deleted
 * @param mailbox in order of receipt
 */
record Job(Run run, Automation automation, Event event, Contact contact, List<Signal> mailbox) {

    /** A run that begins. */
    Job(Run run, Automation automation, Event event, Contact contact) {
        this(run, automation, event, contact, List.of());
    }

    /** The same about the contact as it is by now. */
    Job with(Contact current) {
        return new Job(run, automation, event, current, mailbox);
    }

    boolean isFresh() {
        return run.position() == 0;
    }
}
