package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onward.flow.run.Run;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.trial.check.Violation;

/** What must hold of every single write when it is committed, and what keeps a world from being at rest. */
final class Laws {
    /** More of one world say nothing new. */
    private static final int VIOLATIONS_MAX = 20;

    private final World world;
    private final Database db;
    private final List<Violation> violations = new ArrayList<>();

    Laws(World world) {
        this.world = world;
        this.db = world.db;
    }

    List<Violation> violations() {
        return violations;
    }

    void violated(String invariant, Object id, String text) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new Violation(invariant, String.valueOf(id), text));
            world.told(invariant + " is broken for " + id + ": " + text);
        }
    }

    /** Looks at a row that the transaction wrote and is about to commit. */
    void check(Transaction tx, Row<?> row) {
        if (row.draft instanceof Run run) {
            checkRun(tx, (Run) row.value, run);
        } else if (row.draft instanceof Rows.Mail mail) {
            checkMail((Rows.Mail) row.value, mail);
        } else if (row.draft instanceof Rows.Line line) {
            checkLine((Rows.Line) row.value, line);
        }
    }

    private void checkRun(Transaction tx, Run before, Run run) {
        boolean isRewritten = before != null && !before.isLive() && !before.equals(run);
        if (isRewritten) {
            violated("I-8", run.id(), "Expected a run that ended to stay as it is, found it changed");
        }
        boolean isSetBack = before != null && run.position() < before.position();
        if (isSetBack) {
            violated("I-26", run.id(), "Expected a run to go forward, found it at " + run.position());
        }
        if (run.isLive() && run.dueAt() == null && !(run.resting() && listens(tx, run.id()))) {
            violated("I-9", run.id(), "Expected a live run to have a reason to move, found none");
        }
    }

    private boolean listens(Transaction tx, UUID runId) {
        for (Row<Rows.OpenWait> row : db.waits.rows()) {
            Rows.OpenWait wait = row.seenBy(tx);
            if (wait != null
                    && wait.runId().equals(runId)
                    && !wait.what().stepKey().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void checkMail(Rows.Mail before, Rows.Mail mail) {
        if (before == null) {
            return;
        }
        UUID id = mail.envelope().id();
        if (before.state().isFinal()) {
            violated("I-27", id, "Expected a mail that is " + before.state() + " to stay so, found " + mail.state());
        }
        if (mail.writtenUnder() < before.fence()) {
            violated("I-27", id, "Expected fence " + before.fence() + " or a newer one, found " + mail.writtenUnder());
        }
        boolean isStolen = before.state() == Rows.State.SENDING
                && mail.state() == Rows.State.SENDING
                && mail.fence() > before.fence()
                && db.now < before.dueAt();
        if (isStolen) {
            violated("I-28", id, "Expected a live lease to be left alone, found it taken");
        }
    }

    private void checkLine(Rows.Line before, Rows.Line line) {
        if (before != null && before.entry().completedAt() != null) {
            violated("I-8", line.runId(), "Expected " + line.entry().stepKey() + " to be done once, found it twice");
        }
        checkNotEarly(line);
    }

    /** By the clock of the database, whatever the entry says. */
    private void checkNotEarly(Rows.Line line) {
        TrailEntry entry = line.entry();
        boolean isTimer = entry.status() == StepStatus.COMPLETED
                && entry.output() != null
                && (entry.stepType().equals("delay")
                        || "timeout".equals(entry.output().get("outcome")));
        if (isTimer) {
            Run run = db.run(line.runId()).value;
            if (run.dueAt() == null || db.now < run.dueAt().toEpochMilli()) {
                violated("I-11", line.runId(), "Expected nothing before " + run.dueAt() + ", found it early");
            }
        }
    }

    /** Is there nothing left to do but what the database refuses? */
    boolean isAtRest() {
        return unrest() == null;
    }

    /** The first thing that is not at rest, in words; null when there is none. */
    String unrest() {
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value == null || !row.value.matched() && !world.isRotten(row.value.key())) {
                return "an event that nobody looked at";
            }
        }
        for (Row<Run> row : db.runs.rows()) {
            if (row.value == null || isStuck(row.value)) {
                return "a run that does not end, " + (row.value == null ? null : row.value.id());
            }
        }
        for (Row<Rows.Mail> row : db.mails.rows()) {
            if (row.value == null || !row.value.state().isFinal()) {
                return "a mail that is not settled";
            }
        }
        for (Row<Rows.Letter> row : db.signals.rows()) {
            if (row.value == null || !isRotten(db.run(row.value.runId()).value)) {
                return "a mailbox that is not read";
            }
        }
        return null;
    }

    /** A wait without a timeout may last. */
    private boolean isStuck(Run run) {
        return run.isLive() && !(run.resting() && run.dueAt() == null) && !isRotten(run);
    }

    boolean isRotten(Run run) {
        return world.isAnyhowRotten(db.event(run.eventId()).value.key());
    }
}
