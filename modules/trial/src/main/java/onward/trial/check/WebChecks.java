package onward.trial.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Request;
import onward.trial.evidence.Rows.CallRow;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Told;

/**
 * Requests to other servers: those of steps are answered once unless a fault hid the answer, a webhook is told of
 * every mail that is over, and whatever is told again is the same again.
 */
final class WebChecks {
    /**
     * How long before it was read a request may have been on its way: one that was begun and then paused arrives when its
     * sender goes on, who finds that its time is over and hears no answer.
     */
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);

    private final Index index;
    private final Findings findings;
    private final Map<String, CallRow> calls;
    private final Map<String, EnvelopeRow> envelopes;

    WebChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
        this.calls = index.history.rows().calls().stream().collect(Collectors.toMap(CallRow::id, row -> row));
        this.envelopes =
                index.history.rows().envelopes().stream().collect(Collectors.toMap(EnvelopeRow::id, row -> row));
    }

    void run() {
        index.requests.forEach(this::checkSame);
        index.requests.forEach(this::checkOnce);
        index.history.requests().forEach(this::checkMeant);
        index.history.rows().runs().forEach(this::checkSteps);
        index.history.rows().calls().forEach(this::checkCall);
        checkTold();
    }

    private void checkSame(String key, List<Request> requests) {
        Set<String> bodies = requests.stream()
                .map(request -> request.path() + " " + request.hash())
                .collect(Collectors.toSet());
        if (bodies.size() > 1) {
            findings.violated("I-29", key, "Expected the same request on every attempt, found " + bodies);
        }
        if (!requests.stream().allMatch(Request::signed)) {
            findings.violated("I-29", key, "Expected the signature of the webhook's secret, found another");
        }
    }

    /** After an answer that ends it, a request comes again only if a fault lies between that hid the answer. */
    private void checkOnce(String key, List<Request> requests) {
        for (int i = 1; i < requests.size(); i++) {
            Request before = requests.get(i - 1);
            Request again = requests.get(i);
            boolean isOver = before.isAccepted() || before.type() == null && before.isRefused();
            if (!isOver) {
                continue;
            }
            if (hiding(before, again).isPresent()) {
                findings.count("requests answered again", 1);
            } else {
                findings.violated(
                        "I-29",
                        key,
                        "Expected no request after the answer " + before.status() + " to that of " + before.readAt()
                                + ", found one at " + again.readAt() + ", and no fault between that hides an answer");
            }
        }
    }

    /** Who asked is not known, so a fault of any node will do. */
    private Optional<Fault> hiding(Request before, Request again) {
        return index.history.faults().stream()
                .filter(fault -> fault.kind().hidesReplies()
                        && fault.touches(before.readAt().minus(UNDER_WAY), again.readAt()))
                .findFirst();
    }

    private void checkMeant(Request request) {
        boolean isMeant = request.type() == null ? isOfStep(request) : isOfMail(request);
        if (!isMeant) {
            findings.violated("I-16", request.key(), "Expected a step or a mail behind " + request + ", found none");
        }
    }

    private boolean isOfStep(Request request) {
        CallRow call = calls.get(request.key());
        RunRow run = call == null ? null : index.runs.get(call.runId());
        EventRow event = run == null ? null : index.events.get(run.eventId());
        return event != null
                && event.email().equals(request.about())
                && request.path().endsWith("/" + call.stepKey());
    }

    private boolean isOfMail(Request request) {
        EnvelopeRow envelope = envelopes.get(request.about());
        return envelope != null && envelope.state().equals(request.type().equals(Told.SENT) ? "sent" : "failed");
    }

    private void checkSteps(RunRow run) {
        for (TrailRow entry : index.trail(run)) {
            if (!entry.type().equals("http_request")) {
                continue;
            }
            List<CallRow> made = index.callsByRun.getOrDefault(run.id(), List.of()).stream()
                    .filter(call -> call.stepKey().equals(entry.stepKey()))
                    .toList();
            String expected = entry.status().equals("completed") ? "answered" : "failed";
            if (made.size() != 1 || !made.get(0).state().equals(expected)) {
                findings.violated(
                        "I-15",
                        run.id(),
                        "Expected one request, " + expected + ", of the " + entry.status() + " step " + entry.stepKey()
                                + ", found " + made);
            }
        }
    }

    private void checkCall(CallRow call) {
        List<Request> requests = index.requests.getOrDefault(call.id(), List.of());
        boolean isAnswered = call.state().equals("answered");
        findings.count(isAnswered ? "requests answered" : "requests refused", 1);
        boolean isSo = isAnswered
                ? requests.stream().anyMatch(Request::isAccepted)
                : requests.stream().anyMatch(Request::isRefused);
        if (!isSo) {
            findings.violated(
                    "I-15", call.id(), "Expected an answer behind `" + call.state() + "`, found none in " + requests);
        }
    }

    /** Of each mail that is over the webhook was told, in one event, until it said that it has heard. */
    private void checkTold() {
        Map<String, Set<String>> keys = new HashMap<>();
        Map<String, Boolean> heard = new HashMap<>();
        index.history.requests().stream()
                .filter(request -> request.type() != null)
                .forEach(request -> {
                    keys.computeIfAbsent(request.about(), id -> new HashSet<>()).add(request.key());
                    heard.merge(request.about(), request.isAccepted(), Boolean::logicalOr);
                });
        findings.count("webhook events", keys.size());
        keys.forEach((id, found) -> {
            if (found.size() > 1) {
                findings.violated("I-29", id, "Expected one event of a mail that is over, found " + found);
            }
        });
        index.history.rows().envelopes().stream()
                .filter(envelope -> Set.of("sent", "failed").contains(envelope.lastEvent()))
                .filter(envelope -> !heard.getOrDefault(envelope.id(), false))
                .forEach(envelope -> findings.violated(
                        "I-29",
                        envelope.id(),
                        "Expected the webhook to hear of the mail that is " + envelope.lastEvent()
                                + ", found that it has not"));
    }
}
