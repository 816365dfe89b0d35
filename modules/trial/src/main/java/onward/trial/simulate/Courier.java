package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;
import onward.flow.fact.Contact;
import onward.flow.message.OnUncertain;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.trial.simulate.Evidence.Attempt;
import onward.trial.simulate.Evidence.Met;
import onward.trial.simulate.Evidence.Reply;

/**
 * Delivers mails as the server's courier does: lease those that are due under a new fence and settle at once those that
 * may not go out any more; talk to the mail server, one after the other; settle what became of them under the fence.
 */
final class Courier extends Pump {
    static final long LEASE = 15_000;
    /** A mail's end is not sent any more this long before its lease is over. */
    static final long MARGIN = LEASE / 5;

    static final long RENEW_EVERY = LEASE / 3;
    static final long RETRY_FIRST = 5_000;
    private static final long RETRY_MAX = 60_000;
    private static final long SETTLE_AGAIN = 500;
    private static final int SETTLE_TRIES_MAX = 60;
    private static final double JITTER = 0.2;

    private enum Stage {
        LEASE,
        COMMIT_LEASE,
        CONNECT,
        DATA,
        DOT,
        REPLY,
        SETTLE,
        COMMIT_SETTLE
    }

    /** What became of an attempt, as the courier knows it. */
    private enum Receipt {
        ACCEPTED,
        REFUSED,
        DEFERRED,
        DEFERRED_BY_HOST,
        UNCLEAR,
        LEFT_BEHIND
    }

    /** A mail in hand. */
    static final class Lease {
        final Row<Rows.Mail> row;
        final Rows.Mail mail;
        final boolean isLeftBehind;
        final Attempt attempt;
        private Receipt receipt;

        Lease(Row<Rows.Mail> row, Rows.Mail mail, boolean isLeftBehind, Attempt attempt) {
            this.row = row;
            this.mail = mail;
            this.isLeftBehind = isLeftBehind;
            this.attempt = attempt;
        }

        boolean isHeld() {
            return mail.envelope().onUncertain() == OnUncertain.HOLD;
        }
    }

    private final Renewer renewer;
    final List<Lease> leases = new ArrayList<>();
    /** Until when the leases are surely ours, by a clock that goes on while the node is paused. */
    private long tenureEnd;

    private Stage stage = Stage.LEASE;
    private int at;
    private int limit;
    private int tries;
    /** Mails that a mutant found and takes without a second look. */
    private List<Row<Rows.Mail>> list = List.of();

    Courier(World world, Node node, Renewer renewer) {
        super(world, node, "courier");
        this.renewer = renewer;
    }

    @Override
    void step() {
        switch (stage) {
            case LEASE -> lease();
            case COMMIT_LEASE -> commitLease();
            case CONNECT -> connect();
            case DATA -> data();
            case DOT -> dot();
            case REPLY -> reply();
            case SETTLE -> settle();
            case COMMIT_SETTLE -> commitSettle();
        }
    }

    private void lease() {
        if (node.isDraining) {
            rest(false);
            return;
        }
        passing();
        leases.clear();
        begin(db.now);
        limit = 1 + dice.below(3);
        begin();
        for (Row<Rows.Mail> row : due()) {
            if (leases.size() < limit && row.holder == null) {
                take(row);
            }
        }
        if (leases.isEmpty()) {
            world.abort(this);
            over(false);
            return;
        }
        stage = Stage.COMMIT_LEASE;
    }

    private long clock() {
        return world.is(Mutant.M5) ? db.now + node.skew : db.now;
    }

    private List<Row<Rows.Mail>> due() {
        if (world.is(Mutant.M19) && !list.isEmpty()) {
            List<Row<Rows.Mail>> found = list;
            list = List.of();
            return found;
        }
        List<Row<Rows.Mail>> due = new ArrayList<>(4);
        for (Row<Rows.Mail> row : db.mails.rows()) {
            Rows.Mail mail = row.value;
            if (mail != null && row.holder == null && !mail.state().isFinal() && mail.dueAt() <= clock()) {
                due.add(row);
            }
        }
        dice.shuffle(due);
        if (world.is(Mutant.M19) && !due.isEmpty()) {
            list = due;
            return List.of();
        }
        return due;
    }

    private void take(Row<Rows.Mail> row) {
        Rows.Mail mail = row.value;
        boolean isLeftBehind = mail.state() == Rows.State.SENDING;
        long fence = mail.fence() + 1;
        if (isBarred(mail)) {
            var failed = new Rows.Mail(mail.envelope(), Rows.State.FAILED, mail.attempts(), fence, 0, fence);
            db.mails.write(tx, row, failed);
            leases.add(new Lease(row, failed, isLeftBehind, null));
            world.evidence.met(Met.SUPPRESSED);
            return;
        }
        long until = clock() + LEASE;
        int attempts = mail.attempts() + (isLeftBehind ? 0 : 1);
        var leased = new Rows.Mail(mail.envelope(), Rows.State.SENDING, attempts, fence, until, fence);
        db.mails.write(tx, row, leased);
        var attempt = new Attempt(mail.envelope().id(), node, db.commits, db.now, until);
        leases.add(new Lease(row, leased, isLeftBehind, attempt));
    }

    /** Unsubscribed since it was made, or its run was cancelled. */
    private boolean isBarred(Rows.Mail mail) {
        if (world.is(Mutant.M17)) {
            return false;
        }
        Contact contact = world.contactOf(mail.envelope().contactId());
        Run run = db.run(mail.envelope().runId()).value;
        return contact.unsubscribed()
                        && !contact.updatedAt().equals(mail.envelope().createdAt())
                || run.status() == RunStatus.CANCELLED;
    }

    private void commitLease() {
        commit();
        leases.removeIf(lease -> lease.attempt == null);
        leases.forEach(lease -> world.attempted(lease.attempt));
        renewer.keep(this);
        at = 0;
        if (world.is(Mutant.M6)) {
            leases.forEach(lease -> lease.receipt = Receipt.ACCEPTED);
            tries = 0;
            stage = Stage.SETTLE;
            return;
        }
        next();
    }

    /** The next mail that is to be attempted; what was left behind and is held for a person is not. */
    private void next() {
        while (at < leases.size()) {
            Lease lease = leases.get(at);
            if (!(lease.isLeftBehind && lease.isHeld()) || world.is(Mutant.M31)) {
                stage = Stage.CONNECT;
                return;
            }
            lease.receipt = Receipt.LEFT_BEHIND;
            at++;
        }
        tries = 0;
        stage = leases.isEmpty() ? Stage.LEASE : Stage.SETTLE;
        if (leases.isEmpty()) {
            over(true);
        }
    }

    private void received(Receipt receipt) {
        leases.get(at).receipt = receipt;
        at++;
        next();
    }

    private boolean holds() {
        return db.now < tenureEnd || world.is(Mutant.M30);
    }

    /** Begins anew, for leases that were granted or renewed after the reading. */
    void begin(long reading) {
        tenureEnd = reading + LEASE - MARGIN;
    }

    // The mail server, by phases

    private boolean misbehaves() {
        return dice.chance(world.mailFault());
    }

    private void connect() {
        Attempt attempt = leases.get(at).attempt;
        if (node.isDraining && attempt.startedAt < 0 && !world.is(Mutant.M4)) {
            received(Receipt.DEFERRED_BY_HOST);
            return;
        }
        if (!holds()) {
            received(Receipt.DEFERRED);
            return;
        }
        if (misbehaves() && dice.chance(0.3)) {
            received(Receipt.DEFERRED_BY_HOST);
            return;
        }
        attempt.startedAt = db.now;
        attempt.messageId = leases.get(at).mail.envelope().messageId()
                + (world.is(Mutant.M7) ? "#" + leases.get(at).mail.attempts() : "");
        world.evidence.met(Met.ATTEMPTS);
        stage = Stage.DATA;
        sleep(dice.below(3));
    }

    /** From MAIL to the last byte before the dot. */
    private void data() {
        Attempt attempt = leases.get(at).attempt;
        stage = Stage.DOT;
        if (misbehaves()) {
            int lot = dice.below(4);
            if (lot == 0) {
                attempt.reply = Reply.REFUSED;
                attempt.isReplyRead = true;
                received(Receipt.REFUSED);
            } else if (lot == 1) {
                attempt.reply = Reply.DEFERRED;
                attempt.isReplyRead = true;
                received(Receipt.DEFERRED);
            } else if (lot == 2) {
                received(Receipt.DEFERRED);
            } else {
                sleep(dice.between(1_000, 25_000));
            }
        }
    }

    /** The server has the mail from here on, whatever becomes of its answer. */
    private void dot() {
        Attempt attempt = leases.get(at).attempt;
        if (!holds()) {
            received(Receipt.DEFERRED);
            return;
        }
        attempt.dotAt = db.now;
        attempt.reply = Reply.ACCEPTED;
        stage = Stage.REPLY;
        if (misbehaves()) {
            int lot = dice.below(4);
            attempt.reply = lot == 0 ? Reply.REFUSED : lot == 1 ? Reply.DEFERRED : Reply.ACCEPTED;
            sleep(lot == 2 ? dice.between(1_000, 40_000) : dice.below(20));
        }
    }

    private void reply() {
        Attempt attempt = leases.get(at).attempt;
        if (misbehaves() && dice.chance(0.5)) {
            attempt.isHidden = true;
            world.evidence.met(Met.REPLIES_HIDDEN);
            received(Receipt.UNCLEAR);
            return;
        }
        attempt.isReplyRead = true;
        received(
                attempt.reply == Reply.ACCEPTED
                        ? Receipt.ACCEPTED
                        : attempt.reply == Reply.REFUSED ? Receipt.REFUSED : Receipt.DEFERRED);
    }

    // Settling

    /** Under the fence: a mail that somebody else leased since is left alone. */
    private void settle() {
        if (tx == null) {
            begin();
        }
        for (Lease lease : leases) {
            Rows.Mail mail = lease.row.seenBy(tx);
            boolean isOurs = mail.state() == Rows.State.SENDING && mail.fence() == lease.mail.fence();
            boolean isUnfenced = world.is(Mutant.M3) && mail.state() == Rows.State.SENDING;
            if (isOurs || isUnfenced) {
                db.mails.write(tx, lease.row, settled(lease, mail));
            } else {
                world.evidence.met(Met.FENCED);
            }
        }
        if (world.is(Mutant.M10) && leases.size() > 1 && leases.stream().anyMatch(l -> l.receipt == Receipt.REFUSED)) {
            world.abort(this);
            over(false);
            return;
        }
        stage = Stage.COMMIT_SETTLE;
    }

    private Rows.Mail settled(Lease lease, Rows.Mail mail) {
        long fence = lease.mail.fence();
        return switch (lease.receipt) {
            case ACCEPTED -> with(mail, fence, Rows.State.SENT, mail.attempts(), 0);
            case REFUSED ->
                world.is(Mutant.M8) ? again(mail, fence, 0) : with(mail, fence, Rows.State.FAILED, mail.attempts(), 0);
            case DEFERRED ->
                world.is(Mutant.M9) ? with(mail, fence, Rows.State.FAILED, mail.attempts(), 0) : again(mail, fence, 0);
            case DEFERRED_BY_HOST -> again(mail, fence, 1);
            case UNCLEAR ->
                lease.isHeld() && !world.is(Mutant.M31)
                        ? with(mail, fence, Rows.State.UNCERTAIN, mail.attempts(), 0)
                        : again(mail, fence, 0);
            case LEFT_BEHIND -> with(mail, fence, Rows.State.UNCERTAIN, mail.attempts(), 0);
        };
    }

    /** @param uncounted 1 when the attempt is no mark against the mail */
    private Rows.Mail again(Rows.Mail mail, long fence, int uncounted) {
        int doublings = uncounted == 1 ? 0 : Math.max(0, Math.min(mail.attempts() - 1, 8));
        long wait = Math.min(RETRY_FIRST << doublings, RETRY_MAX);
        wait -= dice.below((int) (wait * JITTER));
        return with(mail, fence, Rows.State.QUEUED, mail.attempts() - uncounted, db.now + wait);
    }

    private static Rows.Mail with(Rows.Mail mail, long fence, Rows.State state, int attempts, long dueAt) {
        return new Rows.Mail(mail.envelope(), state, attempts, Math.max(fence, mail.fence()), dueAt, fence);
    }

    private void commitSettle() {
        commit();
        over(leases.size() >= limit);
    }

    private void over(boolean more) {
        renewer.stop();
        leases.clear();
        stage = Stage.LEASE;
        rest(more || !list.isEmpty());
    }

    /** A mail that is out and not settled would go out again, so settling is tried for long. */
    @Override
    void failed(Mishap mishap) {
        leases.forEach(lease -> {
            if (lease.attempt != null) {
                lease.attempt.isHidden = true;
            }
        });
        boolean isSettling = stage == Stage.SETTLE || stage == Stage.COMMIT_SETTLE;
        if (isSettling && tries < SETTLE_TRIES_MAX) {
            tries++;
            stage = Stage.SETTLE;
            sleep(SETTLE_AGAIN);
            return;
        }
        renewer.stop();
        leases.clear();
        stage = Stage.LEASE;
        super.failed(mishap);
    }

    @Override
    void restart() {
        leases.clear();
        list = List.of();
        stage = Stage.LEASE;
        super.restart();
    }

    @Override
    String stage() {
        return stage
                + (stage.ordinal() >= Stage.CONNECT.ordinal() && at < leases.size()
                        ? " mail of " + leases.get(at).mail.envelope().stepKey()
                        : "");
    }
}
