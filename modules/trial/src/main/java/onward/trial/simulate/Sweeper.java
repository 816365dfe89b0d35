package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;

/** A mistake in itself ({@link Mutant#M23}): lists leases that ran out, and later puts those mails into the queue again. */
final class Sweeper extends Task {
    private static final long EVERY = 5_000;

    private final List<Row<Rows.Mail>> found = new ArrayList<>();

    Sweeper(World world, Node node) {
        super(world, node, "sweeper");
        sleep(EVERY);
    }

    @Override
    void step() {
        if (found.isEmpty()) {
            look();
            return;
        }
        if (tx == null) {
            begin();
        }
        for (Row<Rows.Mail> row : found) {
            Rows.Mail mail = row.seenBy(tx);
            db.mails.write(
                    tx,
                    row,
                    new Rows.Mail(
                            mail.envelope(), Rows.State.QUEUED, mail.attempts(), mail.fence(), db.now, mail.fence()));
        }
        commit();
        found.clear();
        sleep(EVERY);
    }

    private void look() {
        for (Row<Rows.Mail> row : db.mails.rows()) {
            if (row.value != null && row.value.state() == Rows.State.SENDING && row.value.dueAt() <= db.now) {
                found.add(row);
            }
        }
        sleep(found.isEmpty() ? EVERY : 500);
    }

    @Override
    void failed(Mishap mishap) {
        found.clear();
        sleep(EVERY);
    }

    @Override
    void restart() {
        found.clear();
        sleep(EVERY);
    }

    @Override
    String stage() {
        return "sweeps";
    }
}
