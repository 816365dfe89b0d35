package onward.trial.simulate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.run.Run;
import onward.flow.step.Signal;
import onward.flow.step.Signal.EventReceived;

/**
 * Resumes runs that are due or have mail, as the server's run pass does: claim, lock their persons, read the mail and
 * what nobody has looked at yet, turn, save, take the mail, commit.
 */
final class RunPass extends Pump {
    private static final long SET_ASIDE = 60_000;

    private enum Stage {
        CLAIM_DUE,
        CLAIM_MAIL,
        LOCK,
        MAIL,
        UNMATCHED,
        TURN,
        SAVE,
        SAVE_BESIDE,
        TAKE,
        COMMIT,
        AFTERWARDS
    }

    private final Turning turning;
    private final List<Turning.Job> jobs = new ArrayList<>();
    private final Deque<List<UUID>> pieces = new ArrayDeque<>();
    private Stage stage = Stage.CLAIM_DUE;
    private int limit;
    private Instant now;
    private List<UUID> piece;

    RunPass(World world, Node node) {
        super(world, node, "run");
        this.turning = world.turning;
    }

    @Override
    void step() {
        switch (stage) {
            case CLAIM_DUE -> claimDue();
            case CLAIM_MAIL -> claimMail();
            case LOCK -> lock();
            case MAIL -> readMail();
            case UNMATCHED -> readUnmatched();
            case TURN -> turn();
            case SAVE -> save();
            case SAVE_BESIDE -> saveBeside();
            case TAKE -> take();
            case COMMIT -> finish();
            case AFTERWARDS -> afterwards();
        }
    }

    private void claimDue() {
        if (node.isDraining && pieces.isEmpty()) {
            rest(false);
            return;
        }
        passing();
        jobs.clear();
        now = Instant.ofEpochMilli(clock());
        limit = 1 + dice.below(4);
        begin();
        piece = pieces.poll();
        List<Row<Run>> due = new ArrayList<>(4);
        for (Row<Run> row : db.runs.rows()) {
            if (isDue(row)) {
                due.add(row);
            }
        }
        dice.shuffle(due);
        due.stream().limit(limit).forEach(this::claim);
        stage = Stage.CLAIM_MAIL;
    }

    /** The database's, as everywhere; mutants know better. */
    private long clock() {
        if (world.is(Mutant.M15)) {
            return (db.now + 999) / 1_000 * 1_000;
        }
        return world.is(Mutant.M5) ? db.now + node.skew : db.now;
    }

    private boolean isDue(Row<Run> row) {
        Run run = row.value;
        return run != null
                && run.isLive()
                && run.dueAt() != null
                && !run.dueAt().isAfter(now)
                && mayClaim(row)
                && (!world.is(Mutant.M18) || node.timers.containsKey(run.id()));
    }

    private boolean mayClaim(Row<Run> row) {
        boolean isFree = row.holder == null || world.is(Mutant.M13);
        return isFree && isMine(row.value.id());
    }

    /** Not set aside, or of the piece that is looked at by itself. */
    private boolean isMine(UUID runId) {
        return piece == null ? !node.isSetAside(runId, db.now) : piece.contains(runId);
    }

    private void claim(Row<Run> row) {
        Run run = row.value;
        if (!world.is(Mutant.M13)) {
            db.runs.lock(tx, row);
        }
        Plan plan = world.plan(run.automationId());
        var version = world.is(Mutant.M21) ? plan.newest() : plan.version(run.versionId());
        jobs.add(new Turning.Job(row, run, plan, version.chart(), db.event(run.eventId()).value));
    }

    private void claimMail() {
        Set<UUID> addressees = new HashSet<>();
        for (Row<Rows.Letter> row : db.signals.rows()) {
            boolean isFor = row.value != null && isMine(row.value.runId());
            if (isFor && addressees.size() < limit) {
                addressees.add(row.value.runId());
            }
        }
        jobs.forEach(job -> addressees.remove(job.before.id()));
        for (Row<Run> row : db.runs.rows()) {
            Run run = row.value;
            if (run != null && run.isLive() && addressees.contains(run.id()) && mayClaim(row)) {
                claim(row);
            }
        }
        boolean hasDropped = dropDead(addressees);
        if (jobs.isEmpty()) {
            if (hasDropped) {
                stage = Stage.COMMIT;
                return;
            }
            world.abort(this);
            over(false);
            return;
        }
        stage = Stage.LOCK;
    }

    /** Mail of runs that ended would be found for ever. */
    private boolean dropDead(Set<UUID> addressees) {
        boolean hasDropped = false;
        for (Row<Rows.Letter> row : List.copyOf(db.signals.rows())) {
            if (row.value != null && addressees.contains(row.value.runId())) {
                Row<Run> run = db.run(row.value.runId());
                if (!run.value.isLive() && row.holder == null) {
                    db.signals.write(tx, row, null);
                    hasDropped = true;
                }
            }
        }
        return hasDropped;
    }

    private void lock() {
        TreeSet<Integer> people = new TreeSet<>();
        for (Turning.Job job : jobs) {
            if (job.chart.automation.needsContactAlone()) {
                people.add(job.event.person());
            }
        }
        if (!world.is(Mutant.M12)) {
            people.forEach(person -> db.latch(tx, person));
        }
        stage = Stage.MAIL;
    }

    private void readMail() {
        for (Turning.Job job : jobs) {
            Row<Contact> contact = db.contacts.at(job.event.person());
            job.contact = contact.seenBy(tx);
            job.letters = new ArrayList<>(2);
            for (Row<Rows.Letter> row : db.signals.rows()) {
                Rows.Letter letter = row.seenBy(tx);
                if (letter != null && letter.runId().equals(job.before.id())) {
                    job.letters.add(row);
                }
            }
        }
        stage = Stage.UNMATCHED;
    }

    /** What is in time and not in the mail yet counts too, in the order of receipt. */
    private void readUnmatched() {
        for (Turning.Job job : jobs) {
            Run run = job.before;
            List<Signal> mailbox = new ArrayList<>(4);
            Set<UUID> seen = new HashSet<>();
            for (Row<Rows.Letter> row : job.letters) {
                if (row.seenBy(tx) != null) {
                    EventReceived signal =
                            heard(run, Turning.signal(row.seenBy(tx).event()));
                    seen.add(signal.eventId());
                    mailbox.add(signal);
                }
            }
            boolean isDue = run.dueAt() != null && !run.dueAt().isAfter(now);
            if ((isDue || !mailbox.isEmpty()) && !world.is(Mutant.M26)) {
                var names = job.chart.automation.listenedNames();
                for (EventReceived event : turning.received(tx, job.event.person(), run.since(), names, true)) {
                    boolean isInTime = run.dueAt() == null || event.receivedAt().isBefore(run.dueAt());
                    if (isInTime && seen.add(event.eventId())) {
                        mailbox.add(event);
                    }
                }
            }
            mailbox.sort(Comparator.comparing(Signal::receivedAt));
            job.mailbox = mailbox;
        }
        stage = Stage.TURN;
    }

    private EventReceived heard(Run run, EventReceived signal) {
        boolean isLate = run.dueAt() != null && !signal.receivedAt().isBefore(run.dueAt());
        return isLate && world.is(Mutant.M14)
                ? new EventReceived(
                        signal.eventId(),
                        signal.name(),
                        signal.payload(),
                        run.dueAt().minusMillis(1))
                : signal;
    }

    private void turn() {
        for (Turning.Job job : jobs) {
            turning.turn(tx, job, now);
        }
        stage = Stage.SAVE;
    }

    private void save() {
        for (Turning.Job job : jobs) {
            db.runs.write(tx, job.row, job.decision.run());
            if (world.isRotten(job.before.id(), job.event.key())) {
                throw Mishap.ROW_FAULT;
            }
        }
        stage = Stage.SAVE_BESIDE;
    }

    private void saveBeside() {
        for (Turning.Job job : jobs) {
            turning.saveBeside(tx, job);
        }
        stage = world.is(Mutant.M25) ? Stage.COMMIT : Stage.TAKE;
    }

    private void take() {
        for (Turning.Job job : jobs) {
            for (Row<Rows.Letter> row : job.letters) {
                if (row.seenBy(tx) != null) {
                    db.signals.write(tx, row, null);
                }
            }
        }
        stage = Stage.COMMIT;
    }

    private void finish() {
        commit();
        jobs.forEach(job -> world.remember(node, job.decision.run()));
        world.ringAll(node);
        if (world.is(Mutant.M25) || world.is(Mutant.M28)) {
            stage = Stage.AFTERWARDS;
        } else {
            over(jobs.size() >= limit);
        }
    }

    /** What mutants do too late. */
    private void afterwards() {
        begin();
        if (world.is(Mutant.M28)) {
            jobs.forEach(job -> turning.saveMails(tx, job));
        } else {
            take();
        }
        commit();
        over(true);
    }

    private void over(boolean more) {
        stage = Stage.CLAIM_DUE;
        rest(more || !pieces.isEmpty());
    }

    @Override
    void failed(Mishap mishap) {
        boolean isTakenForDone = mishap == Mishap.COMMIT_UNKNOWN && stage == Stage.COMMIT && world.is(Mutant.M25);
        if (isTakenForDone) {
            stage = Stage.AFTERWARDS;
            return;
        }
        stage = Stage.CLAIM_DUE;
        if (mishap == Mishap.ROW_FAULT && !world.is(Mutant.M22)) {
            List<UUID> ids = new ArrayList<>();
            jobs.forEach(job -> ids.add(job.before.id()));
            if (ids.size() == 1) {
                node.setAside.put(ids.get(0), db.now + SET_ASIDE);
            } else {
                pieces.push(ids.subList(ids.size() / 2, ids.size()));
                pieces.push(ids.subList(0, ids.size() / 2));
            }
            rest(!pieces.isEmpty());
            return;
        }
        pieces.clear();
        super.failed(mishap);
    }

    @Override
    void restart() {
        pieces.clear();
        stage = Stage.CLAIM_DUE;
        super.restart();
    }

    @Override
    String stage() {
        return stage.toString();
    }
}
