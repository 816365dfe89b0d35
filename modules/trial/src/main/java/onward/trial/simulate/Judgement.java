package onward.trial.simulate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import onward.flow.run.Run;
import onward.trial.simulate.Evidence.Met;

/** Holds a world that has come to rest against what is promised of events and runs; mails are judged by another. */
final class Judgement {
    private final World world;
    private final Database db;
    private final Laws laws;
    private final Evidence evidence;

    Judgement(World world) {
        this.world = world;
        this.db = world.db;
        this.laws = world.laws;
        this.evidence = world.evidence;
    }

    void judge() {
        if (!laws.isAtRest()) {
            laws.violated("I-10", "world", "Expected all to come to rest, found " + laws.unrest());
        }
        if (world.isCallerWaiting()) {
            laws.violated(
                    "I-10", "caller", "Expected every event to be acknowledged in the end, found one that is not");
        }
        acks();
        keys();
        runs();
        waits();
        Walk walk = new Walk(world);
        for (Row<Run> row : db.runs.rows()) {
            if (row.value != null) {
                evidence.met(Met.RUNS);
                walk.judge(row.value);
            }
        }
        new MailJudgement(world).judge();
    }

    /** I-1: what was acknowledged is there, as it was sent. I-2: with one answer. */
    private void acks() {
        Map<String, UUID> ids = new HashMap<>();
        Set<String> fresh = new HashSet<>();
        for (Evidence.Ack ack : evidence.acks) {
            Row<Rows.StoredEvent> row = db.event(ack.eventId());
            Intent intent = ack.intent();
            boolean isKept = row != null
                    && row.value.person() == intent.person()
                    && row.value.event().name().equals(intent.name())
                    && row.value.event().payload().equals(intent.payload());
            if (!isKept) {
                laws.violated("I-1", intent.key(), "Expected an acknowledged event to be there, found " + kept(row));
            }
            UUID before = ids.put(intent.key(), ack.eventId());
            if (before != null && !before.equals(ack.eventId())) {
                laws.violated("I-2", intent.key(), "Expected all answers to name one event, found two");
            }
            if (!ack.isDeduplicated() && !fresh.add(intent.key())) {
                laws.violated("I-2", intent.key(), "Expected one answer for the first of its key, found two");
            }
        }
    }

    private static String kept(Row<Rows.StoredEvent> row) {
        return row == null ? "none" : String.valueOf(row.value);
    }

    /** I-2: one event for each key. I-3: none that nobody sent. */
    private void keys() {
        Set<String> seen = new HashSet<>();
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value == null) {
                continue;
            }
            evidence.met(Met.EVENTS);
            String key = row.value.key();
            if (!seen.add(key)) {
                laws.violated("I-2", key, "Expected one event for each key, found two");
            }
            if (world.intentOf(key) == null) {
                laws.violated("I-3", key, "Expected events that somebody sent, found another");
            }
        }
    }

    /** I-4: exactly one run for each event and automation that was enabled when it was received; I-33: of its project. */
    private void runs() {
        for (Row<Rows.StoredEvent> row : db.events.rows()) {
            if (row.value != null && row.value.matched()) {
                world.plans.forEach(plan -> run(row.value, plan));
            }
        }
    }

    private void run(Rows.StoredEvent event, Plan plan) {
        long at = event.event().receivedAt().toEpochMilli();
        Row<Run> run = db.runs.at(new Rows.RunKey(plan.number(), event.event().id()));
        boolean isThere = run != null && run.value != null;
        boolean isOfProject = plan.project() == People.project(event.person());
        if (isThere && !isOfProject) {
            laws.violated("I-33", event.key(), "Expected automation " + plan.number() + " to hear its own project");
            return;
        }
        if (!isOfProject || isOpen(plan, at)) {
            return;
        }
        Plan.Version version = enabled(plan, at);
        boolean isExpected = version != null
                && version.chart().trigger().equals(event.event().name());
        if (isExpected != isThere) {
            laws.violated(
                    isThere ? "I-24" : "I-4",
                    event.key(),
                    "Expected " + (isExpected ? "a" : "no") + " run of automation " + plan.number() + ", found "
                            + (isThere ? "one" : "none"));
        }
        if (isThere && isExpected && !run.value.versionId().equals(version.id())) {
            laws.violated("I-6", event.key(), "Expected the version enabled when it was received, found another");
        }
    }

    /** An automation was being changed just then: either is right. */
    private boolean isOpen(Plan plan, long at) {
        for (Evidence.Toggle toggle : evidence.toggles) {
            if (toggle.automation() == plan.number() && toggle.readAt() <= at && at <= toggle.committedAt()) {
                return true;
            }
        }
        return false;
    }

    private Plan.Version enabled(Plan plan, long at) {
        for (Row<Rows.Span> row : db.enablements.rows()) {
            if (row.value != null && row.value.automation() == plan.number() && row.value.covers(at)) {
                return plan.versions().get(row.value.version());
            }
        }
        return null;
    }

    /** Nothing of a run that ended still waits; what lives waits once. */
    private void waits() {
        Set<List<Object>> seen = new HashSet<>();
        for (Row<Rows.OpenWait> row : db.waits.rows()) {
            Rows.OpenWait wait = Objects.requireNonNull(row.value);
            if (!db.run(wait.runId()).value.isLive()) {
                laws.violated("I-20", wait.runId(), "Expected no wait of a run that ended, found one");
            }
            if (!seen.add(List.of(wait.runId(), wait.what().stepKey()))) {
                laws.violated("I-20", wait.runId(), "Expected one wait, found two");
            }
        }
    }
}
