package onward.flow.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.step.Facts;
import onward.flow.step.Signal;

/** Turns a run: asks its steps what to do until one rests, ends or fails. Does no I/O and never throws. */
public final class Machine {

    private Machine() {}

    /** A run that is about to enter its trigger. */
    public static Run start(
            UUID runId, UUID automationId, UUID versionId, Event event, Contact contact, Automation a, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** Turns the run as far as it goes at this instant. */
    public static Decision advance(Run run, List<Signal> mailbox, Automation a, Facts facts, Instant now, Ids ids) {
        throw new UnsupportedOperationException();
    }
}
