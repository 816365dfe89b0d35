package onward.flow.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.step.Facts;
import onward.flow.step.Signal;

/**
 * Turns a run: asks its steps what to do until one rests, ends or fails. Does no I/O, has no clock of its own, and
 * never throws: a fault inside a step is an error on the run.
 *
 * <pre>
 *  about to enter ──enter──▶ Go, Skip ──▶ about to enter the next, or completed where nothing is connected
 *        ▲                   Rest     ──▶ resting ──hear, resume──▶ Go, Skip, Rest, Stop, Fail
 *        └── next visit      Fail     ──▶ about to enter the next, or failed where nothing is connected to it
 *                            Stop     ──▶ failed
 * </pre>
 */
public final class Machine {

    /**
     * How many steps one turn may go through. More than an automation can have, so that a run that never rests is
     * written once; a run that meets it is due again at once.
     */
    public static final int HOPS_PER_ADVANCE_MAX = 200;

    /**
     * How many runs may stand between a run and an event from outside. An automation that is started by the mails it
     * sends would otherwise send for ever.
     */
    public static final int HOPS_MAX = 10;

    private Machine() {}

    /** A run that is about to enter its trigger. */
    public static Run start(
            UUID runId,
            UUID automationId,
            UUID versionId,
            Event event,
            Contact contact,
            Automation automation,
            Instant now) {
        return new Run(
                event.projectId(),
                runId,
                automationId,
                versionId,
                event.id(),
                contact.id(),
                RunStatus.RUNNING,
                automation.trigger().key(),
                1,
                0,
                false,
                null,
                event.receivedAt(),
                event.hops(),
                null,
                now,
                now,
                null);
    }

    /**
     * Turns the run as far as it goes at this instant.
     *
     * @param mailbox in order of arrival. Only a run that rests hears them; one received at or after its due instant
     *     changes nothing, whenever it is read, unless it ends the run
     * @return the next state of the run with what to save beside it; unchanged and empty for a run that ended, or
     *     that rests with nothing new
     */
    public static Decision advance(
            Run run, List<Signal> mailbox, Automation automation, Facts facts, Instant now, Ids ids) {
        return advance(run, mailbox, automation, facts, now, ids, HOPS_PER_ADVANCE_MAX);
    }

    /**
     * Ends a live run because somebody says so, as an exit rule would: the step it rests at is skipped, and nothing of
     * it waits any more.
     *
     * @param reason {@code {name, message, …}}; its name is also why the step was skipped
     */
    public static Decision cancel(Run run, Automation automation, Map<String, Object> reason, Instant now) {
        // A run that ends looks at no facts and makes no ids.
        return new Turn(run, automation, null, now, null).cancelled(reason);
    }

    static Decision advance(
            Run run, List<Signal> mailbox, Automation automation, Facts facts, Instant now, Ids ids, int hopsMax) {
        return new Turn(run, automation, facts, now, ids).take(mailbox, hopsMax);
    }
}
