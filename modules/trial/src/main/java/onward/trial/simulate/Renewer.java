package onward.trial.simulate;

import onward.trial.simulate.Evidence.Met;

/** Keeps the leases of one courier while a delivery is under way, beside it. */
final class Renewer extends Task {
    private Courier courier;
    private long reading;
    private int kept;
    private boolean isWritten;

    Renewer(World world, Node node) {
        super(world, node, "renewer");
        this.wakeAt = NEVER;
    }

    void keep(Courier of) {
        courier = of;
        sleep(Courier.RENEW_EVERY);
    }

    void stop() {
        isWritten = false;
        if (tx != null) {
            world.abort(this);
        }
        courier = null;
        wakeAt = NEVER;
    }

    /** The tenure begins anew only when all leases are still ours. */
    @Override
    void step() {
        boolean isOff = courier == null || world.is(Mutant.M29) || world.is(Mutant.M4) && node.isDraining;
        if (isOff) {
            wakeAt = NEVER;
            return;
        }
        if (isWritten) {
            finish();
            return;
        }
        if (tx == null) {
            begin();
            reading = db.now;
        }
        kept = 0;
        for (Courier.Lease lease : courier.leases) {
            Rows.Mail mail = lease.row.seenBy(tx);
            if (mail.state() == Rows.State.SENDING && mail.fence() == lease.mail.fence()) {
                long until = db.now + Courier.LEASE;
                db.mails.write(
                        tx,
                        lease.row,
                        new Rows.Mail(
                                mail.envelope(), mail.state(), mail.attempts(), mail.fence(), until, mail.fence()));
                kept++;
            }
        }
        isWritten = true;
    }

    private void finish() {
        isWritten = false;
        commit();
        if (kept == courier.leases.size()) {
            courier.begin(reading);
            courier.leases.forEach(lease -> lease.attempt.leaseUntil = reading + Courier.LEASE);
        } else {
            world.evidence.met(Met.LEASES_LOST);
        }
        sleep(Courier.RENEW_EVERY);
    }

    @Override
    void failed(Mishap mishap) {
        isWritten = false;
        if (courier != null) {
            courier.leases.forEach(lease -> lease.attempt.isHidden = true);
            sleep(Courier.RENEW_EVERY);
        }
    }

    @Override
    void restart() {
        isWritten = false;
        courier = null;
        wakeAt = NEVER;
    }

    @Override
    boolean isIdle() {
        return courier == null;
    }

    @Override
    String stage() {
        return courier == null ? "nothing to keep" : !isWritten ? "RENEW" : "COMMIT";
    }
}
