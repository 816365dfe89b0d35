package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.RUN;
import static onward.flow.Sample.id;
import static onward.flow.Sample.ids;

import java.time.Instant;
import java.util.List;
import onward.flow.Sample;
import onward.flow.graph.Automation;
import onward.flow.step.Facts;
import onward.flow.step.Signal;

/** Turns of Ada's run, which is started by the event of the facts. */
final class Turns {

    private Turns() {}

    static Run start(Automation automation, Facts facts) {
        return Machine.start(RUN, id(8), id(9), facts.event(), Sample.ada(), automation, NOON);
    }

    /** The first turn, at noon. */
    static Decision begin(Automation automation, Facts facts) {
        return begin(automation, facts, NOON);
    }

    static Decision begin(Automation automation, Facts facts, Instant now) {
        return advance(start(automation, facts), automation, facts, now);
    }

    static Decision advance(Run run, Automation automation, Facts facts, Instant now, Signal... mailbox) {
        return Machine.advance(run, List.of(mailbox), automation, facts, now, ids());
    }

    /** The trail as {@code position key status}. */
    static List<String> told(Decision decision) {
        return decision.trail().stream()
                .map(entry -> entry.position() + " " + entry.stepKey() + " "
                        + entry.status().word())
                .toList();
    }
}
