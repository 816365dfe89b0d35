package onward.trial.simulate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Correlation;
import onward.flow.fact.Event;
import onward.flow.fact.Scope;
import onward.flow.run.Machine;
import onward.flow.step.Await;

/**
 * Looks at new events as the server's match pass does: claim, spread, find the people, lock them, put signals into
 * mailboxes, start runs and turn them, save, mark, commit.
 */
final class MatchPass extends Pump {
    private static final long SET_ASIDE = 60_000;
    private static final long SPANS_KEPT = 10_000;

    private enum Stage {
        CLAIM,
        SPREAD,
        ADDRESSES,
        NEWCOMERS,
        LOCK,
        LISTEN,
        TURN,
        SAVE_RUNS,
        SAVE_BESIDE,
        MARK,
        COMMIT,
        AFTERWARDS
    }

    /** An event and an automation that was enabled when it was received. */
    private record Match(Rows.StoredEvent event, Plan plan, Plan.Version version) {}

    private final Turning turning;
    private final List<Row<Rows.StoredEvent>> claimed = new ArrayList<>();
    private final List<Match> matches = new ArrayList<>();
    private final List<Turning.Job> jobs = new ArrayList<>();
    private final List<Rows.Letter> letters = new ArrayList<>();
    /** Halves of a batch that was at fault, by id. */
    private final Deque<List<UUID>> pieces = new ArrayDeque<>();

    private Stage stage = Stage.CLAIM;
    private int limit;
    private Instant now;

    MatchPass(World world, Node node) {
        super(world, node, "match");
        this.turning = world.turning;
    }

    @Override
    void step() {
        switch (stage) {
            case CLAIM -> claim();
            case SPREAD -> spread();
            case ADDRESSES -> lookAgain();
            case NEWCOMERS -> make();
            case LOCK -> lock();
            case LISTEN -> listen();
            case TURN -> turn();
            case SAVE_RUNS -> saveRuns();
            case SAVE_BESIDE -> saveBeside();
            case MARK -> mark();
            case COMMIT -> finish();
            case AFTERWARDS -> afterwards();
        }
    }

    private void claim() {
        if (node.isDraining && pieces.isEmpty()) {
            rest(false);
            return;
        }
        passing();
        clear();
        now = db.instant();
        limit = 1 + dice.below(4);
        begin();
        List<UUID> piece = pieces.poll();
        for (Row<Rows.StoredEvent> row : candidates(piece)) {
            if (claimed.size() < limit || piece != null) {
                db.events.lock(tx, row);
                claimed.add(row);
            }
        }
        if (claimed.isEmpty()) {
            world.abort(this);
            over(false);
            return;
        }
        claimed.sort(Comparator.comparing(row -> row.value.event().id()));
        if (world.is(Mutant.M27)) {
            claimed.forEach(row -> db.events.write(tx, row, row.value.asMatched()));
            commit();
            begin();
        }
        stage = Stage.SPREAD;
    }

    /** Unmatched, not in another's hands, not set aside, shuffled: which of them it gets is up to chance. */
    private List<Row<Rows.StoredEvent>> candidates(List<UUID> piece) {
        List<Row<Rows.StoredEvent>> found = new ArrayList<>(4);
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value == null || row.value.matched() || row.holder != null) {
                continue;
            }
            UUID id = row.value.event().id();
            if (piece == null ? !node.isSetAside(id, db.now) : piece.contains(id)) {
                found.add(row);
            }
        }
        if (found.size() > 1 && !world.is(Mutant.M22)) {
            dice.shuffle(found);
        }
        return found;
    }

    private void spread() {
        for (Row<Rows.StoredEvent> row : claimed) {
            Event event = row.value.event();
            long at = event.receivedAt().toEpochMilli();
            int first = matches.size();
            for (Rows.Span span : spans()) {
                Plan plan = world.plans.get(span.automation());
                Plan.Version version = plan.versions().get(span.version());
                boolean isOfProject = plan.project() == People.project(row.value.person()) || world.is(Mutant.M24);
                if (isOfProject
                        && span.covers(at)
                        && version.chart().trigger().equals(event.name())
                        && isFirst(plan, first)) {
                    matches.add(new Match(row.value, plan, version));
                }
            }
        }
        stage = missing(false).isEmpty() ? Stage.NEWCOMERS : Stage.ADDRESSES;
    }

    private boolean isFirst(Plan plan, int from) {
        for (int i = from; i < matches.size(); i++) {
            if (matches.get(i).plan() == plan) {
                return false;
            }
        }
        return true;
    }

    private List<Rows.Span> spans() {
        boolean isCached = world.is(Mutant.M16) && node.spans != null && db.now - node.spansReadAt < SPANS_KEPT;
        if (isCached) {
            return node.spans;
        }
        List<Rows.Span> spans = new ArrayList<>();
        for (Row<Rows.Span> row : db.enablements.rows()) {
            if (row.seenBy(tx) != null) {
                spans.add(row.seenBy(tx));
            }
        }
        node.spans = spans;
        node.spansReadAt = db.now;
        return spans;
    }

    private boolean isListened(Rows.StoredEvent event) {
        return world.listened(People.project(event.person()))
                .contains(event.event().name());
    }

    /** Persons without a contact, of events that somebody may listen for; or of those that start runs. */
    private TreeSet<Integer> missing(boolean starting) {
        TreeSet<Integer> missing = new TreeSet<>();
        for (Match match : matches) {
            if (starting || match.version().chart().automation.needsContactAlone()) {
                missing.add(match.event().person());
            }
        }
        if (!starting) {
            claimed.stream().filter(row -> isListened(row.value)).forEach(row -> missing.add(row.value.person()));
        }
        missing.removeIf(person -> contact(person) != null);
        return missing;
    }

    private Contact contact(int person) {
        Row<Contact> row = db.contacts.at(person);
        return row == null ? null : row.seenBy(tx);
    }

    /** Whoever makes the contact holds the lock of its address. */
    private void lookAgain() {
        if (!world.is(Mutant.M12)) {
            for (int person : missing(false)) {
                db.latch(tx, -1 - person);
            }
        }
        stage = Stage.NEWCOMERS;
    }

    private void make() {
        for (int person : missing(true)) {
            db.contacts.insert(tx, person, People.contact(person, world.ids.next(now), now));
        }
        stage = Stage.LOCK;
    }

    private void lock() {
        TreeSet<Integer> people = new TreeSet<>();
        for (Row<Rows.StoredEvent> row : claimed) {
            if (isListened(row.value) && contact(row.value.person()) != null) {
                people.add(row.value.person());
            }
        }
        for (Match match : matches) {
            if (match.version().chart().automation.needsContactAlone()) {
                people.add(match.event().person());
            }
        }
        if (!world.is(Mutant.M12)) {
            people.forEach(person -> db.latch(tx, person));
        }
        stage = Stage.LISTEN;
    }

    private void listen() {
        for (Row<Rows.StoredEvent> row : claimed) {
            Contact contact = contact(row.value.person());
            if (contact == null || !isListened(row.value)) {
                continue;
            }
            for (Row<Rows.OpenWait> wait : db.waits.rows()) {
                if (wait.seenBy(tx) != null && hears(wait.seenBy(tx), row.value.event(), contact)) {
                    letters.add(
                            new Rows.Letter(world.ids.next(now), wait.seenBy(tx).runId(), row.value));
                }
            }
        }
        if (!world.is(Mutant.M34)) {
            put();
        }
        stage = Stage.TURN;
    }

    /** An event is put into a mailbox once. */
    private void put() {
        for (Rows.Letter letter : letters) {
            db.signals.insert(
                    tx,
                    new Rows.LetterKey(letter.runId(), letter.event().event().id()),
                    letter);
        }
    }

    private boolean hears(Rows.OpenWait wait, Event event, Contact contact) {
        Await await = wait.what().await();
        Instant until = wait.what().until();
        return wait.contactId().equals(contact.id())
                && await.eventName().equals(event.name())
                && hasKey(await.key(), event)
                && !await.since().isAfter(event.receivedAt())
                && (until == null || until.isAfter(event.receivedAt()) || world.is(Mutant.M14));
    }

    private static boolean hasKey(String wanted, Event event) {
        return wanted.equals(Correlation.NONE)
                || wanted.equals(
                        Correlation.key("k", Scope.descend(event.payload(), "k").value()));
    }

    private void turn() {
        for (Match match : matches) {
            Contact contact = contact(match.event().person());
            var chart = match.version().chart();
            var run = Machine.start(
                    world.ids.next(now),
                    match.plan().id(),
                    match.version().id(),
                    match.event().event(),
                    contact,
                    chart.automation,
                    now);
            var job = new Turning.Job(null, run, match.plan(), chart, match.event());
            job.contact = contact;
            turning.turn(tx, job, now);
            jobs.add(job);
        }
        stage = Stage.SAVE_RUNS;
    }

    private void saveRuns() {
        for (Turning.Job job : jobs) {
            db.runs.insert(
                    tx, new Rows.RunKey(job.plan.number(), job.event.event().id()), job.decision.run());
        }
        for (Row<Rows.StoredEvent> row : claimed) {
            if (world.isRotten(row.value.key())) {
                throw Mishap.ROW_FAULT;
            }
        }
        stage = Stage.SAVE_BESIDE;
    }

    private void saveBeside() {
        for (Turning.Job job : jobs) {
            turning.saveBeside(tx, job);
        }
        stage = Stage.MARK;
    }

    private void mark() {
        claimed.forEach(row -> db.events.write(tx, row, row.value.asMatched()));
        stage = Stage.COMMIT;
    }

    private void finish() {
        commit();
        jobs.forEach(job -> world.remember(node, job.decision.run()));
        world.ringAll(node);
        if (world.is(Mutant.M28) || world.is(Mutant.M34)) {
            stage = Stage.AFTERWARDS;
        } else {
            over(claimed.size() >= limit);
        }
    }

    /** What mutants do too late. */
    private void afterwards() {
        begin();
        if (world.is(Mutant.M28)) {
            jobs.forEach(job -> turning.saveMails(tx, job));
        } else {
            put();
        }
        commit();
        over(true);
    }

    private void over(boolean more) {
        stage = Stage.CLAIM;
        rest(more || !pieces.isEmpty());
    }

    private void clear() {
        claimed.clear();
        matches.clear();
        jobs.clear();
        letters.clear();
    }

    /** A row at fault is found by halves, and left alone for a while. */
    @Override
    void failed(Mishap mishap) {
        stage = Stage.CLAIM;
        if (mishap == Mishap.ROW_FAULT && !world.is(Mutant.M22)) {
            List<UUID> ids = new ArrayList<>();
            claimed.forEach(row -> ids.add(row.value.event().id()));
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
        stage = Stage.CLAIM;
        super.restart();
    }

    @Override
    String stage() {
        return stage.toString();
    }
}
