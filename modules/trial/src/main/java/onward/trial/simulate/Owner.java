package onward.trial.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import onward.flow.fact.Contact;

/** Whose automations they are: stops, enables and changes them, and unsubscribes people. Tries once. */
final class Owner extends Task {
    private static final int ACTS_MAX = 4;

    private enum Act {
        TOGGLE,
        PUBLISH,
        UNSUBSCRIBE
    }

    private record Errand(long at, Act act, int whom) {}

    private final Deque<Errand> errands = new ArrayDeque<>();
    private final int[] versions;
    private Errand errand;
    private long readAt;
    private boolean isWritten;

    Owner(World world) {
        super(world, null, "owner");
        this.versions = new int[world.plans.size()];
        List<Errand> all = new ArrayList<>();
        for (int i = dice.below(ACTS_MAX + 1); i > 0; i--) {
            Act act = Act.values()[dice.below(3)];
            int whom = act == Act.UNSUBSCRIBE ? dice.below(2) : dice.below(world.plans.size());
            all.add(new Errand(db.now + dice.between(0, world.odds.faultMillis()), act, whom));
        }
        all.sort(Comparator.comparingLong(Errand::at));
        errands.addAll(all);
        next();
    }

    private void next() {
        errand = errands.poll();
        isWritten = false;
        readAt = 0;
        wakeAt = errand == null ? NEVER : Math.max(db.now, errand.at());
    }

    /** The instant is read, then it is written, then committed: each at its own time. */
    @Override
    void step() {
        if (readAt == 0) {
            readAt = db.now;
            return;
        }
        if (isWritten) {
            commit();
            next();
            return;
        }
        if (tx == null) {
            begin();
        }
        if (errand.act() == Act.UNSUBSCRIBE) {
            unsubscribe();
        } else {
            change(world.plans.get(errand.whom()));
        }
        isWritten = true;
    }

    private void unsubscribe() {
        Row<Contact> row = db.contacts.at(errand.whom());
        if (row == null || row.value == null || row.value.unsubscribed()) {
            return;
        }
        Contact contact = row.value;
        db.contacts.write(
                tx,
                row,
                new Contact(
                        contact.projectId(),
                        contact.id(),
                        contact.email(),
                        null,
                        null,
                        true,
                        contact.properties(),
                        contact.createdAt(),
                        db.instant()));
    }

    private void change(Plan plan) {
        Row<Rows.Span> open = null;
        for (Row<Rows.Span> row : db.enablements.rows()) {
            if (row.value != null && row.value.automation() == plan.number() && row.value.until() == Long.MAX_VALUE) {
                open = row;
            }
        }
        boolean isPublish = errand.act() == Act.PUBLISH;
        if (isPublish) {
            versions[plan.number()] = 1;
        }
        if (open != null) {
            Rows.Span span = open.value;
            db.enablements.write(tx, open, new Rows.Span(plan.number(), span.version(), span.from(), readAt));
        }
        if (isPublish == (open != null)) {
            db.enablements.insert(
                    tx, null, new Rows.Span(plan.number(), versions[plan.number()], readAt, Long.MAX_VALUE));
        }
    }

    @Override
    void failed(Mishap mishap) {
        next();
    }

    @Override
    String stage() {
        return errand == null ? "" : errand.act() + " " + errand.whom();
    }
}
