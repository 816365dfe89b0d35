package onward.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.bus.Change;
import onward.bus.Moved;
import onward.flow.message.Envelope;
import onward.flow.run.Run;
import onward.flow.run.TrailEntry;
import onward.flow.step.Effect;
import onward.store.table.Outbox.Settlement;

/** What passes did, in the words of the feed: the same that the API has for it. */
final class Telling {
    private static final String QUEUED = "queued";

    private Telling() {}

    static Moved of(List<Turned> turned) {
        var changes = new ArrayList<Change>();
        for (Turned one : turned) {
            Run run = one.decision().run();
            changes.add(change(run));
            one.decision().trail().forEach(entry -> changes.add(change(run, entry)));
            one.decision().effects().stream()
                    .filter(effect -> effect instanceof Effect.Seal)
                    .map(effect -> ((Effect.Seal) effect).envelope())
                    .filter(envelope -> !envelope.isPush())
                    .forEach(envelope -> changes.add(change(envelope, QUEUED, envelope.createdAt())));
        }
        return new Moved(changes);
    }

    static Moved ofMails(List<Settlement> settlements) {
        return new Moved(settlements.stream()
                .filter(settlement -> !settlement.lease().envelope().isPush())
                .map(settlement -> change(settlement.lease().envelope(), settlement.lastEvent(), settlement.at()))
                .toList());
    }

    private static Change change(Run run) {
        Instant at = run.completedAt() == null ? run.since() : run.completedAt();
        return new Change.OfRun(
                run.projectId(), run.automationId(), run.id(), run.status().word(), at);
    }

    private static Change change(Run run, TrailEntry entry) {
        Instant at = entry.completedAt() == null ? entry.startedAt() : entry.completedAt();
        return new Change.OfStep(
                run.projectId(),
                run.id(),
                entry.stepKey(),
                entry.visit(),
                entry.status().word(),
                at);
    }

    private static Change change(Envelope mail, String status, Instant at) {
        return new Change.OfEmail(mail.projectId(), mail.id(), mail.runId(), status, at);
    }
}
