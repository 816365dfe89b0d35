package onward.trial.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Event;

/** Takes events in as the server does: the clock, one insert for all that came, an answer to each after the commit. */
final class Ingest extends Task {
    private static final int BATCH_MAX = 3;

    private enum Stage {
        GATHER,
        INSERT,
        COMMIT,
        ANSWER
    }

    private final Deque<Caller> inbox = new ArrayDeque<>();
    private final List<Caller> batch = new ArrayList<>();
    private final Map<Caller, UUID> made = new HashMap<>();
    private final Map<Caller, Event> drafts = new HashMap<>();
    private Stage stage = Stage.GATHER;

    Ingest(World world, Node node) {
        super(world, node, "ingest");
        this.wakeAt = NEVER;
    }

    void receive(Caller caller) {
        inbox.add(caller);
        if (stage == Stage.GATHER) {
            sleep(dice.below(3));
        }
    }

    @Override
    void step() {
        switch (stage) {
            case GATHER -> gather();
            case INSERT -> insert();
            case COMMIT -> store();
            case ANSWER -> answer();
        }
    }

    /** The instant of receipt is read here, before the insert. */
    private void gather() {
        if (inbox.isEmpty()) {
            wakeAt = NEVER;
            return;
        }
        if (!db.isUp) {
            throw Mishap.CONNECTION_LOST;
        }
        while (!inbox.isEmpty() && batch.size() < BATCH_MAX) {
            batch.add(inbox.poll());
        }
        for (Caller caller : batch) {
            drafts.put(caller, event(caller.intent));
        }
        stage = Stage.INSERT;
    }

    private Event event(Intent intent) {
        return new Event(
                People.projectId(intent.person()),
                world.ids.next(db.instant()),
                intent.name(),
                null,
                People.address(intent.person()),
                intent.payload(),
                db.instant(),
                db.instant());
    }

    private void insert() {
        if (tx == null) {
            begin();
        }
        Set<String> fresh = world.is(Mutant.M2) ? unknown() : null;
        for (Caller caller : batch) {
            Intent intent = caller.intent;
            Event event = drafts.get(caller);
            var row = new Rows.StoredEvent(event, intent.person(), intent.key(), false);
            boolean isNew = fresh == null ? db.events.insert(tx, key(intent), row) : fresh.remove(intent.key());
            if (fresh != null && isNew) {
                db.events.insert(tx, null, row);
            }
            if (isNew) {
                made.put(caller, event.id());
            }
        }
        stage = Stage.COMMIT;
        if (world.is(Mutant.M1)) {
            made.forEach((caller, id) -> caller.answered(id, false));
        }
    }

    private static String key(Intent intent) {
        return intent.key();
    }

    /** The keys that nobody has committed yet. */
    private Set<String> unknown() {
        Set<String> unknown = new HashSet<>();
        batch.forEach(caller -> unknown.add(caller.intent.key()));
        db.events.rows().forEach(row -> {
            if (row.value != null) {
                unknown.remove(row.value.key());
            }
        });
        return unknown;
    }

    private void store() {
        commit();
        stage = Stage.ANSWER;
        world.ringMatchers(node);
    }

    /** What is there for the keys that stored nothing is looked for by another statement. */
    private void answer() {
        if (!db.isUp) {
            throw Mishap.CONNECTION_LOST;
        }
        for (Caller caller : batch) {
            UUID id = made.get(caller);
            if (caller.isDone) {
                continue;
            }
            if (id != null) {
                caller.answered(id, false);
            } else {
                stored(caller);
            }
        }
        over();
    }

    private void stored(Caller caller) {
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value != null && row.value.key().equals(caller.intent.key())) {
                caller.answered(row.value.event().id(), true);
                return;
            }
        }
        throw new IllegalStateException("Expected an event to be stored or to be there, found neither");
    }

    private void over() {
        batch.clear();
        made.clear();
        drafts.clear();
        stage = Stage.GATHER;
        sleep(0);
    }

    @Override
    void failed(Mishap mishap) {
        batch.forEach(Caller::refused);
        over();
    }

    @Override
    void restart() {
        inbox.forEach(Caller::refused);
        inbox.clear();
        batch.forEach(Caller::refused);
        over();
        wakeAt = NEVER;
    }

    @Override
    boolean isIdle() {
        return stage == Stage.GATHER && inbox.isEmpty();
    }

    @Override
    String stage() {
        return stage + " " + batch.size();
    }
}
