package onward.trial.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Outcome;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Rows.EventRow;

/** Events: what was answered with success is there, once, as it was sent, and nothing else is. */
final class EventChecks {
    /** Clocks of one machine, read by two programs. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(5);

    private final Index index;
    private final Findings findings;

    EventChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    void run() {
        index.history.intents().forEach(this::checkIntent);
        index.history.rows().events().forEach(this::checkInvented);
    }

    private void checkIntent(Intent intent) {
        List<Call> calls = index.eventCalls.getOrDefault(intent.key(), List.of());
        List<Call> yes = calls.stream().filter(Call::isOk).toList();
        List<EventRow> rows = index.eventsByKey.getOrDefault(intent.key(), List.of());
        findings.count("events sent", 1);
        findings.count("calls for events", calls.size());
        calls.stream()
                .filter(call -> call.outcome() == Outcome.NO)
                .forEach(call -> findings.violated(
                        "I-1", intent.key(), "Expected the event to be taken, found status " + call.status()));
        if (!yes.isEmpty()) {
            findings.count("events acked", 1);
            checkThere(intent, yes, rows);
            checkOneAnswer(intent, calls, yes);
        }
        if (rows.size() > 1) {
            findings.violated("I-2", intent.key(), "Expected one event of the key, found " + rows.size());
        }
    }

    private void checkThere(Intent intent, List<Call> yes, List<EventRow> rows) {
        for (String id : yes.stream().map(Call::id).collect(Collectors.toSet())) {
            if (rows.stream().noneMatch(row -> row.id().equals(id))) {
                findings.violated("I-1", intent.key(), "Expected the acknowledged event " + id + ", found no row");
            }
        }
        rows.forEach(row -> checkSame(intent, row));
    }

    private void checkSame(Intent intent, EventRow row) {
        boolean same = row.name().equals(intent.name())
                && row.email().equalsIgnoreCase(intent.email())
                && Integer.valueOf(intent.number()).equals(row.number());
        if (!same) {
            findings.violated("I-1", intent.key(), "Expected " + intent + ", found " + row);
        }
        index.acceptance(intent.key()).ifPresent(span -> {
            boolean within = !row.receivedAt().isBefore(span.from().minus(CLOCK_TOLERANCE))
                    && !row.receivedAt().isAfter(span.to().plus(CLOCK_TOLERANCE));
            if (!within) {
                findings.violated(
                        "I-1",
                        intent.key(),
                        "Expected it received between the first call and the first yes, " + span + ", found "
                                + row.receivedAt());
            }
        });
    }

    private void checkOneAnswer(Intent intent, List<Call> calls, List<Call> yes) {
        Set<String> ids = yes.stream().map(Call::id).collect(Collectors.toSet());
        if (ids.size() > 1) {
            findings.violated("I-2", intent.key(), "Expected one id in all answers, found " + ids);
        }
        long fresh = yes.stream().filter(call -> !call.deduplicated()).count();
        boolean mayBeHidden = calls.stream().anyMatch(call -> call.outcome() == Outcome.UNKNOWN);
        if (fresh > 1 || fresh == 0 && !mayBeHidden) {
            findings.violated(
                    "I-2", intent.key(), "Expected one answer that does not say deduplicated, found " + fresh);
        }
    }

    private void checkInvented(EventRow row) {
        boolean isOfTheSystem = row.key() == null && row.name().startsWith("resend:");
        if (isOfTheSystem) {
            return;
        }
        List<Call> calls = row.key() == null ? List.of() : index.eventCalls.getOrDefault(row.key(), List.of());
        boolean mayHaveBeen = calls.stream().anyMatch(call -> call.outcome() != Outcome.NO);
        if (!mayHaveBeen || !index.intents.containsKey(row.key())) {
            findings.violated("I-3", row.id(), "Expected a request behind every event, found none for " + row);
        }
    }
}
