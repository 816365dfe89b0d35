package onward.trial.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.message.Template;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.flow.run.Wait;
import onward.flow.step.Catalogue;
import onward.flow.step.Effect;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import onward.flow.step.Signal.EventReceived;

/** Decides, with the real machine, and saves what it decided: what match pass and run pass have in common. */
final class Turning {
    private static final Catalogue CATALOGUE = new Catalogue(
            Map.of(
                    Chart.TEMPLATE,
                    new Template(
                            new UUID(1, 1),
                            new UUID(1, 2),
                            "shop@example.com",
                            "Hello",
                            List.of(),
                            null,
                            "Hello from the shop.",
                            List.of())),
            Set.of(),
            Set.of(),
            Map.of(),
            null,
            "example.com");

    private static final Comparator<EventReceived> ORDER =
            Comparator.comparing(EventReceived::receivedAt).thenComparing(EventReceived::eventId);

    private final World world;
    private final Database db;

    Turning(World world) {
        this.world = world;
        this.db = world.db;
    }

    /** A run in hand: what it was, what it may hear, and what the machine made of it. */
    static final class Job {
        final Row<Run> row;
        final Run before;
        final Plan plan;
        final Chart chart;
        final Rows.StoredEvent event;
        Contact contact;
        List<Row<Rows.Letter>> letters = List.of();
        List<Signal> mailbox = List.of();
        Decision decision;

        Job(Row<Run> row, Run before, Plan plan, Chart chart, Rows.StoredEvent event) {
            this.row = row;
            this.before = before;
            this.plan = plan;
            this.chart = chart;
            this.event = event;
        }

        boolean isFresh() {
            return row == null;
        }
    }

    void turn(Transaction tx, Job job, Instant now) {
        var facts = new Facts(
                job.event.event(),
                job.contact,
                job.isFresh() || !job.chart.automation.needsPast() ? Past.NONE : past(tx, job.before.id()),
                recent(tx, job, now),
                CATALOGUE);
        job.decision = Machine.advance(job.before, job.mailbox, job.chart.automation, facts, now, world.ids);
    }

    private Past past(Transaction tx, UUID runId) {
        List<TrailEntry> entries = new ArrayList<>();
        for (Row<Rows.Line> row : db.trail.rows()) {
            Rows.Line line = row.seenBy(tx);
            if (line != null
                    && line.runId().equals(runId)
                    && line.entry().output() != null
                    && (line.entry().status() == StepStatus.COMPLETED
                            || line.entry().status() == StepStatus.FAILED)) {
                entries.add(line.entry());
            }
        }
        entries.sort(Comparator.comparingInt(TrailEntry::position));
        List<Past.Visit> visits = new ArrayList<>(entries.size());
        entries.forEach(entry -> visits.add(new Past.Visit(entry.stepKey(), entry.stepType(), entry.output())));
        return new Past(visits);
    }

    private List<EventReceived> recent(Transaction tx, Job job, Instant now) {
        var automation = job.chart.automation;
        if (automation.interests().isEmpty() || job.contact == null || world.is(Mutant.M11)) {
            return List.of();
        }
        Instant from = world.is(Mutant.M33)
                ? now
                : automation.earliestFrom(movedAt(job, now), job.event.event().receivedAt());
        return received(tx, job.event.person(), from, automation.listenedNames(), false);
    }

    private static Instant movedAt(Job job, Instant now) {
        if (job.isFresh()) {
            return job.before.since();
        }
        Instant dueAt = job.before.dueAt();
        Instant earliest = dueAt != null && !dueAt.isAfter(now) ? dueAt : now;
        for (Signal signal : job.mailbox) {
            earliest = signal.receivedAt().isBefore(earliest) ? signal.receivedAt() : earliest;
        }
        return earliest;
    }

    /** Events of a person since an instant, the oldest first; or only those that nobody has looked at. */
    List<EventReceived> received(Transaction tx, int person, Instant from, Set<String> names, boolean onlyUnmatched) {
        List<EventReceived> found = new ArrayList<>(4);
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            Rows.StoredEvent event = row.seenBy(tx);
            if (event != null
                    && event.person() == person
                    && !(onlyUnmatched && event.matched())
                    && !event.event().receivedAt().isBefore(from)
                    && names.contains(event.event().name())) {
                found.add(signal(event));
            }
        }
        found.sort(ORDER);
        return found;
    }

    static EventReceived signal(Rows.StoredEvent event) {
        return new EventReceived(
                event.event().id(),
                event.event().name(),
                event.event().payload(),
                event.event().receivedAt());
    }

    /** Trail, mails, closed and opened waits. The run itself is saved before. */
    void saveBeside(Transaction tx, Job job) {
        saveTrail(tx, job);
        if (!world.is(Mutant.M28)) {
            saveMails(tx, job);
        }
        saveWaits(tx, job);
    }

    private void saveTrail(Transaction tx, Job job) {
        UUID runId = job.before.id();
        for (TrailEntry entry : job.decision.trail()) {
            var key = new Rows.LineKey(runId, entry.stepKey());
            var line = new Rows.Line(runId, entry, tx.began);
            if (!db.trail.insert(tx, key, line)) {
                Row<Rows.Line> there = db.trail.at(key);
                db.trail.write(
                        tx, there, new Rows.Line(runId, arrived(there.seenBy(tx).entry(), entry), tx.began));
            }
        }
    }

    /** A visit that is there already keeps its arrival. */
    private static TrailEntry arrived(TrailEntry there, TrailEntry entry) {
        return new TrailEntry(
                entry.stepKey(),
                entry.stepType(),
                entry.visit(),
                there.position(),
                entry.status(),
                entry.output(),
                entry.error(),
                there.createdAt(),
                there.startedAt(),
                entry.completedAt());
    }

    void saveMails(Transaction tx, Job job) {
        for (Effect effect : job.decision.effects()) {
            if (effect instanceof Effect.Seal seal) {
                var envelope = seal.envelope();
                db.mails.insert(
                        tx,
                        new Rows.LineKey(envelope.runId(), envelope.stepKey()),
                        new Rows.Mail(
                                envelope,
                                Rows.State.QUEUED,
                                0,
                                0,
                                envelope.createdAt().toEpochMilli(),
                                0));
            }
        }
    }

    private void saveWaits(Transaction tx, Job job) {
        Run before = job.before;
        if (job.decision.leftWait()) {
            for (Row<Rows.OpenWait> row : List.copyOf(db.waits.rows())) {
                Rows.OpenWait wait = row.seenBy(tx);
                if (wait != null && wait.runId().equals(before.id()) && isOver(job, wait)) {
                    db.waits.write(tx, row, null);
                }
            }
        }
        for (Wait wait : job.decision.waits()) {
            db.waits.insert(tx, null, new Rows.OpenWait(before.id(), before.contactId(), wait));
        }
    }

    /** What a step listened for ends with the step, what the whole run does with the run. */
    private boolean isOver(Job job, Rows.OpenWait wait) {
        return !job.decision.run().isLive()
                || wait.what().stepKey().equals(job.before.stepKey())
                || world.is(Mutant.M35);
    }
}
