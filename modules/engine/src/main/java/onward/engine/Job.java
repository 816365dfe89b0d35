package onward.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

    /**
     * The instant at which the run moves. A pass reads its `now` first and may be held up before it claims; meanwhile
     * another node, whose `now` is later, may have moved the run and something may have come for it. Time does not go
     * back for a run.
     */
    Instant at(Instant now) {
        return Stream.concat(Stream.of(now, run.since()), mailbox.stream().map(Signal::receivedAt))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    boolean isFresh() {
        return run.position() == 0 && run.retry() == null;
    }
}
