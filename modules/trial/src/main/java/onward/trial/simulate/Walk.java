package onward.trial.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import onward.trial.simulate.Evidence.Met;

/**
 * Goes the way of a run once more, by the judges' own reading of its automation: what each step had to come to, and
 * from when on what came counted for it. Knows nothing of the machine.
 */
final class Walk {
    private static final int NEAR_MILLIS = 5;

    private final World world;
    private final Database db;
    private final Laws laws;
    private final Evidence evidence;
    private final Map<UUID, List<Row<Rows.Line>>> trails = new HashMap<>();

    private Run run;
    private Chart chart;
    private Rows.StoredEvent start;
    private final Set<UUID> spent = new HashSet<>();
    /** When the run came to where it is, by what moved it. */
    private long since;

    Walk(World world) {
        this.world = world;
        this.db = world.db;
        this.laws = world.laws;
        this.evidence = world.evidence;
        for (Row<Rows.Line> row : db.trail.rows()) {
            if (row.value != null) {
                trails.computeIfAbsent(row.value.runId(), id -> new ArrayList<>())
                        .add(row);
            }
        }
        trails.values()
                .forEach(lines -> lines.sort(
                        Comparator.comparingInt(row -> row.value.entry().position())));
    }

    void judge(Run one) {
        run = one;
        chart = world.plan(run.automationId()).version(run.versionId()).chart();
        start = db.event(run.eventId()).value;
        since = start.event().receivedAt().toEpochMilli();
        spent.clear();
        spent.add(run.eventId());
        checkNotOverheard();
        String here = Chart.START;
        int position = 0;
        for (Row<Rows.Line> line : trails.getOrDefault(run.id(), List.of())) {
            TrailEntry entry = line.value.entry();
            if (!entry.stepKey().equals(here) || entry.position() != position) {
                laws.violated("I-7", run.id(), "Expected step " + here + ", found " + entry.stepKey());
                return;
            }
            position++;
            if (entry.completedAt() == null) {
                rests(line, here);
                return;
            }
            if (run.status() == RunStatus.CANCELLED && line.value.entry().position() == run.position() - 1) {
                break;
            }
            String branch = branch(line, chart.step(here));
            if (branch == null) {
                return;
            }
            here = chart.next(here, branch);
        }
        if (run.status() == RunStatus.CANCELLED) {
            exited();
            return;
        }
        boolean isOver = here == null && run.status() == RunStatus.COMPLETED;
        if (!isOver && !laws.isRotten(run)) {
            laws.violated("I-7", run.id(), "Expected the run to end behind its last step, found " + run);
        }
    }

    /** An event that somebody looked at before the last turn of a run began, and that ends runs, ended it. */
    private void checkNotOverheard() {
        List<Row<Rows.Line>> lines = trails.getOrDefault(run.id(), List.of());
        if (chart.exit == null || run.status() == RunStatus.CANCELLED || lines.isEmpty() || laws.isRotten(run)) {
            return;
        }
        long read = run.isLive()
                ? Long.MAX_VALUE
                : lines.get(lines.size() - 1).value.read();
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value != null && row.value.matched() && row.lastSeq <= read && ends(row.value)) {
                laws.violated("I-25", run.id(), "Expected " + row.value.key() + " to end the run, found it going on");
            }
        }
    }

    private boolean ends(Rows.StoredEvent event) {
        return event.person() == start.person()
                && event.event().name().equals(chart.exit)
                && !event.event().id().equals(run.eventId())
                && !event.event().receivedAt().isBefore(start.event().receivedAt());
    }

    private void exited() {
        evidence.met(Met.EXITS);
        Object id = run.reason().get("event_id");
        boolean isRight = id != null && ends(db.event(UUID.fromString((String) id)).value);
        if (!isRight) {
            laws.violated("I-25", run.id(), "Expected an event that ends the run, found " + run.reason());
        }
    }

    /** A wait without a timeout, for which nothing came. */
    private void rests(Row<Rows.Line> line, String here) {
        Chart.Step step = chart.step(here);
        if (laws.isRotten(run)) {
            return;
        }
        boolean isWaiting = step.kind() == Chart.Kind.WAIT_FOR_EVENT && step.millis() == 0 && run.isLive();
        if (!isWaiting) {
            laws.violated("I-10", run.id(), "Expected " + here + " to be done by now, found it under way");
        }
        Row<Rows.StoredEvent> first = first(step, Long.MAX_VALUE, Long.MAX_VALUE, true);
        if (first != null && isWaiting) {
            laws.violated("I-21", run.id(), "Expected " + first.value.key() + " to end " + here + ", found it waiting");
        }
        evidence.met(line.value.entry().status() == StepStatus.WAITING ? Met.WAITS_OPEN : Met.RUNS);
    }

    /** The branch it had to take; null when that cannot be told. */
    private String branch(Row<Rows.Line> line, Chart.Step step) {
        TrailEntry entry = line.value.entry();
        return switch (step.kind()) {
            case TRIGGER -> "default";
            case CONDITION -> world.intentOf(start.key()).n() >= step.least() ? "condition_met" : "condition_not_met";
            case DELAY -> {
                since = entry.startedAt().toEpochMilli() + step.millis();
                notBefore(line, since);
                yield "default";
            }
            case SEND_EMAIL -> {
                send(line, step);
                yield "default";
            }
            case WAIT_FOR_EVENT -> waited(line, step);
        };
    }

    private void notBefore(Row<Rows.Line> line, long due) {
        if (line.lastAt < due) {
            laws.violated("I-11", run.id(), "Expected nothing before " + due + ", found " + line.lastAt);
        }
    }

    private void send(Row<Rows.Line> line, Chart.Step step) {
        boolean isSkipped = line.value.entry().status() == StepStatus.SKIPPED;
        Long unsubscribed = evidence.unsubscribed.get(start.person());
        boolean isMayBe = unsubscribed != null && unsubscribed <= line.bornSeq;
        boolean isMust = unsubscribed != null && unsubscribed <= line.value.read();
        if (isSkipped ? !isMayBe : isMust) {
            laws.violated("I-19", run.id(), "Expected nobody but the unsubscribed to be skipped at " + step.key());
        }
        Row<Rows.Mail> mail = db.mails.at(new Rows.LineKey(run.id(), step.key()));
        boolean hasMail = mail != null && mail.value != null;
        if (isSkipped == hasMail) {
            laws.violated("I-15", run.id(), "Expected a mail of each completed " + step.key() + ", and of no other");
        }
    }

    private String waited(Row<Rows.Line> line, Chart.Step step) {
        TrailEntry entry = line.value.entry();
        long due = step.millis() == 0 ? Long.MAX_VALUE : entry.startedAt().toEpochMilli() + step.millis();
        String outcome =
                String.valueOf(entry.output() == null ? null : entry.output().get("outcome"));
        Row<Rows.StoredEvent> first = first(step, due, line.value.read(), false);
        if (outcome.equals("timeout")) {
            evidence.met(Met.WAITS_TIMED_OUT);
            notBefore(line, due);
            if (first != null) {
                laws.violated(
                        "I-21",
                        run.id(),
                        "Expected " + first.value.key() + " to end " + step.key() + ", found timeout");
            } else if (first(step, due, Long.MAX_VALUE, false) != null) {
                evidence.met(Met.COMMITTED_ACROSS_TIMEOUT);
            }
            since = due;
            return "timeout";
        }
        if (!outcome.equals("event_received")) {
            laws.violated("I-20", run.id(), "Expected event_received or timeout, found " + entry);
            return null;
        }
        evidence.met(Met.WAITS_RECEIVED);
        Row<Rows.StoredEvent> heard =
                db.event(UUID.fromString((String) entry.output().get("event_id")));
        if (!fits(step, heard, due)) {
            laws.violated(
                    heard.value.event().receivedAt().toEpochMilli() >= due ? "I-22" : "I-21",
                    run.id(),
                    "Expected an event that counts for " + step.key() + ", found " + heard.value);
            return null;
        }
        if (first != null
                && first.value.event().receivedAt().isBefore(heard.value.event().receivedAt())) {
            laws.violated(
                    "I-21",
                    run.id(),
                    "Expected the first, " + first.value.key() + ", to end " + step.key() + ", found "
                            + heard.value.key());
        }
        spent.add(heard.value.event().id());
        since = Math.max(since, heard.value.event().receivedAt().toEpochMilli());
        return "event_received";
    }

    /** The first event that counts for a wait, of those committed when its transaction began. */
    private Row<Rows.StoredEvent> first(Chart.Step step, long due, long read, boolean isMatched) {
        Row<Rows.StoredEvent> first = null;
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            boolean counts = row.value != null
                    && row.bornSeq <= read
                    && (row.value.matched() || !isMatched)
                    && fits(step, row, due);
            if (counts
                    && (first == null
                            || row.value
                                    .event()
                                    .receivedAt()
                                    .isBefore(first.value.event().receivedAt()))) {
                first = row;
            }
        }
        return first;
    }

    private boolean fits(Chart.Step step, Row<Rows.StoredEvent> row, long due) {
        Rows.StoredEvent event = row.value;
        if (event.person() != start.person()
                || !event.event().name().equals(step.name())
                || spent.contains(event.event().id())) {
            return false;
        }
        Intent intent = world.intentOf(event.key());
        long at = event.event().receivedAt().toEpochMilli();
        if (Math.abs(at - due) <= NEAR_MILLIS) {
            evidence.met(Met.WITHIN_5_MS_OF_TIMEOUT);
        }
        boolean isInTime = at >= from(step) && at < due;
        boolean isCorrelated = !step.isCorrelated()
                || intent.k() == world.intentOf(start.key()).k();
        return isInTime && isCorrelated && intent.n() >= step.least();
    }

    private long from(Chart.Step step) {
        return step.lookBackMillis() < 0 ? start.event().receivedAt().toEpochMilli() : since - step.lookBackMillis();
    }
}
