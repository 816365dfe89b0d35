package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.flow.fact.Scope;
import onward.flow.policy.Entry;
import onward.store.table.Entries;
import onward.store.table.Entries.EntryKey;
import onward.store.table.Entries.Refusal;
import onward.store.table.RunRef;
import onward.store.table.Signals;

/**
 * Who may enter: holds jobs that begin against the entry rules of their automations. A job whose key another job of
 * the batch has too waits for its own round, for whether it may enter depends on what became of the other.
 */
final class Admission {
    private final SqlClient tx;
    private final Instant now;
    private final Ids ids;
    private final List<Job> admitted = new ArrayList<>();
    private final List<Entries.Entry> replacements = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Signals.Entry> replaced = new ArrayList<>();

    private Admission(SqlClient tx, Instant now, Ids ids) {
        this.tx = tx;
        this.now = now;
        this.ids = ids;
    }

    /** Rounds of jobs in which no key of an entry rule comes twice; one round where no automation has such a rule. */
    static List<List<Job>> rounds(List<Job> jobs) {
        var rounds = new ArrayList<List<Job>>();
        var taken = new ArrayList<Set<EntryKey>>();
        for (Job job : jobs) {
            Optional<EntryKey> key = key(job);
            int round = 0;
            while (key.isPresent() && round < taken.size() && taken.get(round).contains(key.get())) {
                round++;
            }
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
                taken.add(new HashSet<>());
            }
            rounds.get(round).add(job);
            taken.get(round).addAll(key.stream().toList());
        }
        return rounds;
    }

    /** The jobs of a round that may enter; why others may not is kept. */
    static Future<List<Job>> admit(SqlClient tx, List<Job> round, Instant now, Ids ids) {
        return new Admission(tx, now, ids).admit(round);
    }

    private Future<List<Job>> admit(List<Job> round) {
        Map<EntryKey, Job> asking = new LinkedHashMap<>();
        for (Job job : round) {
            if (job.automation().entry().isEvery()) {
                admitted.add(job);
            } else {
                key(job).ifPresentOrElse(key -> asking.put(key, job), () -> refuse(job, "no_key", null));
            }
        }
        return asking.isEmpty() ? write() : decide(asking).compose(done -> write());
    }

    private Future<Void> decide(Map<EntryKey, Job> asking) {
        var wanted = new ArrayList<Entries.Entry>();
        asking.forEach((key, job) -> wanted.add(entry(key, job)));
        return Entries.hold(tx, wanted)
                .compose(held -> Entries.running(tx, runs(held))
                        .onSuccess(running -> asking.forEach((key, job) -> decide(key, job, held.get(key), running))))
                .mapEmpty();
    }

    private static Entries.Entry entry(EntryKey key, Job job) {
        return new Entries.Entry(key, job.run().id(), job.event().receivedAt());
    }

    private static List<RunRef> runs(Map<EntryKey, Entries.Entry> held) {
        return held.values().stream()
                .map(entry -> new RunRef(entry.key().projectId(), entry.runId()))
                .toList();
    }

    private void decide(EntryKey key, Job job, Entries.Entry before, Set<UUID> running) {
        if (before.runId().equals(job.run().id())) {
            admitted.add(job);
            return;
        }
        boolean isRunning = running.contains(before.runId());
        Entry rule = job.automation().entry();
        if (!mayEnter(rule, job, before, isRunning)) {
            refuse(job, rule.mode().word(), before.runId());
            return;
        }
        admitted.add(job);
        replacements.add(entry(key, job));
        if (rule.mode() == Entry.Mode.REPLACE_RUNNING && isRunning) {
            replaced.add(Signals.Entry.replaced(
                    key.projectId(), ids.next(now), before.runId(), job.run().id(), now));
        }
    }

    private static boolean mayEnter(Entry rule, Job job, Entries.Entry before, boolean isRunning) {
        return switch (rule.mode()) {
            case EVERY, REPLACE_RUNNING -> true;
            case ONCE -> false;
            case ONCE_PER_WINDOW ->
                !job.event().receivedAt().isBefore(before.enteredAt().plus(rule.window()));
            case SKIP_IF_RUNNING -> !isRunning;
        };
    }

    private void refuse(Job job, String reason, UUID runId) {
        refusals.add(new Refusal(
                job.run().projectId(),
                job.run().automationId(),
                job.event().id(),
                job.contact().id(),
                reason,
                runId));
    }

    private Future<List<Job>> write() {
        Future<Void> entered = replacements.isEmpty() ? Future.succeededFuture() : Entries.replace(tx, replacements);
        return entered.compose(done -> replaced.isEmpty() ? Future.succeededFuture() : Signals.put(tx, replaced))
                .compose(done -> refusals.isEmpty() ? Future.succeededFuture() : Entries.refuse(tx, refusals, now))
                .map(admitted);
    }

    private static Optional<EntryKey> key(Job job) {
        Entry rule = job.automation().entry();
        if (rule.isEvery()) {
            return Optional.empty();
        }
        var scope = new Scope(
                job.event().payload(), job.contact(), Map.of(), job.run().since());
        return rule.keyOf(scope)
                .map(key -> new EntryKey(job.run().projectId(), job.run().automationId(), key));
    }
}
