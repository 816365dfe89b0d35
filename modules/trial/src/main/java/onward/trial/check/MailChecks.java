package onward.trial.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Fault;
import onward.trial.evidence.MailKey;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Session;

/** Mails: each one at most once unless a fault hid the reply, none lost, none invented, none to the unsubscribed. */
final class MailChecks {
    /** The first wait after a deferral is 5 s, less its fifth that is left to chance; it doubles. */
    static final Duration BACKOFF_LEAST = Duration.ofMillis(4_000);
    /** How long after an unsubscribe a mail that was claimed before it may still begin. */
    static final Duration UNSUBSCRIBE_GRACE = Duration.ofSeconds(20);
    /** A process that goes on may need this long to come from its claim, which it found good, to the first word. */
    static final Duration AWAKENING_MAX = Duration.ofSeconds(1);
    /** A pass reads its clock first and its contacts later; a pause may lie between. */
    static final Duration PASS_MAX = Duration.ofSeconds(30);
    /** Mails that one node can have in hand: four leases of a hundred. */
    static final int IN_FLIGHT_MAX = 400;

    private final Index index;
    private final Findings findings;
    private final Map<Integer, Integer> extraByFault = new HashMap<>();
    private int extra;

    MailChecks(Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    void run() {
        index.sessions.forEach(this::checkSessions);
        checkBounded();
        index.history.rows().envelopes().forEach(this::checkEnvelope);
        index.history.rows().runs().forEach(this::checkSendSteps);
        index.history.sessions().stream()
                .filter(session -> session.messageId() != null)
                .forEach(this::checkKnown);
        checkOneToOne();
        checkUnsubscribed();
        checkSkippedForAReason();
    }

    private void checkSessions(MailKey key, List<Session> sessions) {
        List<Session> accepted = sessions.stream().filter(Session::isAccepted).toList();
        findings.count("mails accepted", accepted.isEmpty() ? 0 : 1);
        for (int i = 1; i < accepted.size(); i++) {
            checkSecond(key, accepted.get(i - 1), next(sessions, accepted.get(i - 1)), accepted.get(i));
        }
        Set<String> hashes = distinct(sessions.stream().map(Session::hash).toList());
        if (hashes.size() > 1) {
            findings.violated("I-13", key.toString(), "Expected identical bytes on every attempt, found " + hashes);
        }
        for (int i = 1; i < sessions.size(); i++) {
            checkFollowing(key, sessions, i);
        }
    }

    /**
     * The session after this one: a hidden reply is one that was hidden before anybody tried again. Who goes on after a
     * pause with what he had begun before does not know better, and ends it without the final dot; he hides nothing.
     */
    private Session next(List<Session> sessions, Session session) {
        return sessions.subList(sessions.indexOf(session) + 1, sessions.size()).stream()
                .filter(later -> later.isAccepted() || !isLeftOver(later))
                .findFirst()
                .orElseThrow();
    }

    private boolean isLeftOver(Session session) {
        return session.dotAt() == null && index.history.faults().stream().anyMatch(fault -> isPausedIn(fault, session));
    }

    private void checkSecond(MailKey key, Session first, Session next, Session second) {
        extra++;
        Optional<Fault> excuse = hiding(first, next);
        if (excuse.isEmpty()) {
            findings.violated(
                    "I-13",
                    key.toString(),
                    "Expected one acceptance, found a second at " + second.mailAt()
                            + " by " + second.node() + " after that at " + first.dotAt() + " by " + first.node()
                            + ", and no fault between that hides a reply");
        } else {
            extraByFault.merge(excuse.get().number(), 1, Integer::sum);
            findings.duplicate(key.to() + " from " + key.from() + ": accepted at " + first.dotAt() + " for "
                    + first.node() + " and at " + second.dotAt() + " for " + second.node() + "; hidden by "
                    + excuse.get().kind() + " of " + excuse.get().target() + " at "
                    + excuse.get().begun());
        }
    }

    /**
     * A fault of the sender or of the database between the mail and the next attempt. The mail may have been on its
     * way when its sender died, so it counts from DATA on.
     */
    private Optional<Fault> hiding(Session first, Session next) {
        Instant from = first.dataAt() == null ? first.mailAt() : first.dataAt();
        return index.history.faults().stream()
                .filter(fault -> fault.kind().hidesReplies() && fault.touches(from, next.mailAt()))
                .filter(fault ->
                        fault.kind().isDatabase() || fault.target().equals(first.node()) || isPausedIn(fault, next))
                .findFirst();
    }

    /** Who was stopped in the middle of a mail goes on with it; one that it had not begun it must not begin any more. */
    private static boolean isPausedIn(Fault fault, Session next) {
        return fault.kind() == Fault.Kind.PAUSE
                && fault.target().equals(next.node())
                && next.mailAt().isAfter(fault.begun())
                && next.mailAt().isBefore(fault.ended().plus(AWAKENING_MAX));
    }

    private void checkFollowing(MailKey key, List<Session> sessions, int i) {
        Session before = sessions.get(i - 1);
        Session now = sessions.get(i);
        if (hiding(before, now).isPresent()) {
            return;
        }
        if (before.isRefused()) {
            findings.violated(
                    "I-18",
                    key.toString(),
                    "Expected no attempt after the refusal " + before.reply() + " at " + before.endedAt()
                            + ", found one at " + now.mailAt());
        } else if (before.isDeferred()) {
            long earlier = knownDeferrals(sessions, i);
            Duration least = BACKOFF_LEAST.multipliedBy(1L << Math.min(earlier - 1, 8));
            if (now.mailAt().isBefore(before.endedAt().plus(least))) {
                findings.violated(
                        "I-18",
                        key.toString(),
                        "Expected " + least + " at least after deferral " + earlier + " at " + before.endedAt()
                                + ", found an attempt at " + now.mailAt());
            }
        }
    }

    /** Up to there; of a deferral that a fault hid the server does not know, and begins that attempt again. */
    private int knownDeferrals(List<Session> sessions, int end) {
        int known = 0;
        for (int i = 0; i < end; i++) {
            boolean isKnown = hiding(sessions.get(i), sessions.get(i + 1)).isEmpty();
            known += sessions.get(i).isDeferred() && isKnown ? 1 : 0;
        }
        return known;
    }

    private void checkBounded() {
        long hiding = index.history.faults().size();
        findings.count("extra acceptances", extra);
        findings.count(
                "extra acceptances behind the worst fault",
                extraByFault.values().stream().mapToInt(Integer::intValue).max().orElse(0));
        if (extra > hiding * IN_FLIGHT_MAX) {
            findings.violated(
                    "I-14",
                    "all",
                    "Expected at most " + IN_FLIGHT_MAX + " duplicates for each of " + hiding + " faults, found "
                            + extra);
        }
    }

    private void checkEnvelope(EnvelopeRow envelope) {
        List<Session> sessions = index.sessions.getOrDefault(Index.key(envelope), List.of());
        boolean accepted = sessions.stream()
                .anyMatch(
                        session -> session.isAccepted() && envelope.messageId().equals(session.messageId()));
        boolean refused = sessions.stream().anyMatch(Session::isRefused);
        findings.count("envelopes " + envelope.state(), 1);
        switch (envelope.state()) {
            case "sent":
                if (!accepted) {
                    findings.violated("I-15", envelope.id(), "Expected an acceptance behind `sent`, found none");
                }
                break;
            case "failed":
                boolean suppressed = envelope.lastEvent().equals("suppressed")
                        && isUnsubscribed(envelope.recipients().get(0));
                findings.count("mails suppressed", suppressed ? 1 : 0);
                if (!refused && !suppressed) {
                    findings.violated("I-15", envelope.id(), "Expected a refusal behind `failed`, found none");
                }
                break;
            default:
                findings.violated("I-10", envelope.id(), "Expected the mail sent or failed, found " + envelope.state());
        }
    }

    private boolean isUnsubscribed(String email) {
        return index.unsubscribed.contains(email);
    }

    private void checkSendSteps(RunRow run) {
        List<EnvelopeRow> envelopes = index.envelopesByRun.getOrDefault(run.id(), List.of());
        for (TrailRow entry : index.trail(run)) {
            if (!entry.type().equals("send_email")) {
                continue;
            }
            long sealed = envelopes.stream()
                    .filter(envelope -> envelope.stepKey().equals(entry.stepKey()))
                    .count();
            long expected = entry.status().equals("completed") ? 1 : 0;
            if (sealed != expected) {
                findings.violated(
                        "I-15",
                        run.id(),
                        "Expected " + expected + " mails of the " + entry.status() + " step " + entry.stepKey()
                                + ", found " + sealed);
            }
        }
    }

    private void checkKnown(Session session) {
        List<EnvelopeRow> envelopes = index.envelopesByMessageId.getOrDefault(session.messageId(), List.of());
        if (envelopes.size() != 1) {
            findings.violated(
                    "I-16",
                    session.messageId(),
                    "Expected one mail of this Message-ID in the database, found " + envelopes.size());
        } else if (!Index.key(envelopes.get(0)).equals(session.key()) || !isMeant(envelopes.get(0))) {
            findings.violated("I-16", session.messageId(), "Expected " + envelopes.get(0) + ", found " + session);
        }
    }

    /** The sender is that of the run's step, the recipient that of the run's event. */
    private boolean isMeant(EnvelopeRow envelope) {
        RunRow run = index.runs.get(envelope.runId());
        if (run == null || index.graphs.get(run.automationId()) == null || index.events.get(run.eventId()) == null) {
            return false;
        }
        String sender = index.graphs
                .get(run.automationId())
                .step(envelope.stepKey())
                .map(step -> step.sender())
                .orElse(null);
        String email = index.events.get(run.eventId()).email();
        return Index.key(envelope).equals(new MailKey(sender, email.toLowerCase(Locale.ROOT)));
    }

    private void checkOneToOne() {
        Map<String, Set<MailKey>> keys = new HashMap<>();
        Map<MailKey, Set<String>> messages = new HashMap<>();
        index.history.sessions().stream()
                .filter(session -> session.messageId() != null)
                .forEach(session -> {
                    keys.computeIfAbsent(session.messageId(), id -> new HashSet<>())
                            .add(session.key());
                    messages.computeIfAbsent(session.key(), key -> new HashSet<>())
                            .add(session.messageId());
                });
        keys.forEach((id, found) -> {
            if (found.size() > 1) {
                findings.violated("I-17", id, "Expected one mail of a Message-ID, found " + found);
            }
        });
        messages.forEach((key, found) -> {
            if (found.size() > 1) {
                findings.violated("I-17", key.toString(), "Expected one Message-ID of a mail, found " + found);
            }
        });
    }

    private void checkUnsubscribed() {
        index.history.calls().stream()
                .filter(call -> call.kind() == Kind.UNSUBSCRIBE && call.isOk())
                .collect(Collectors.groupingBy(Call::subject))
                .forEach((email, calls) -> checkUnsubscribed(
                        email,
                        calls.stream()
                                .map(Call::completed)
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        firstTry(email)));
    }

    private Instant firstTry(String email) {
        return index.history.calls().stream()
                .filter(call ->
                        call.kind() == Kind.UNSUBSCRIBE && call.subject().equals(email))
                .map(Call::invoked)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void checkUnsubscribed(String email, Instant known, Instant tried) {
        findings.count("unsubscribed", 1);
        index.history.sessions().stream()
                .filter(session -> email.equals(session.to()))
                .filter(session -> session.mailAt().isAfter(known.plus(UNSUBSCRIBE_GRACE)))
                .forEach(session -> findings.violated(
                        "I-19",
                        email,
                        "Expected no mail begun later than "
                                + UNSUBSCRIBE_GRACE + " after " + known + ", found " + session.from() + " at "
                                + session.mailAt()));
        for (TrailRow entry : sendSteps(email)) {
            boolean skipped = entry.status().equals("skipped");
            if (!skipped && entry.startedAt().isAfter(known)) {
                findings.violated(
                        "I-19",
                        email,
                        "Expected " + entry.stepKey() + " skipped: unsubscribed at " + known + "; found it "
                                + entry.status() + " at " + entry.startedAt());
            }
            if (skipped && entry.completedAt().plus(PASS_MAX).isBefore(tried)) {
                findings.violated("I-19", email, "Expected " + entry.stepKey() + " not skipped before the unsubscribe");
            }
        }
    }

    private void checkSkippedForAReason() {
        Set<String> unsubscribed = index.history.calls().stream()
                .filter(call -> call.kind() == Kind.UNSUBSCRIBE)
                .map(Call::subject)
                .collect(Collectors.toSet());
        for (RunRow run : index.history.rows().runs()) {
            EventRow event = index.events.get(run.eventId());
            boolean skips =
                    index.trail(run).stream().anyMatch(entry -> entry.status().equals("skipped"));
            if (skips && (event == null || !unsubscribed.contains(event.email()))) {
                findings.violated("I-19", run.id(), "Expected no skipped step: nobody unsubscribed the contact");
            }
        }
    }

    private List<TrailRow> sendSteps(String email) {
        List<TrailRow> entries = new ArrayList<>();
        index.history.rows().events().stream()
                .filter(event -> email.equals(event.email()))
                .flatMap(event -> index.runsByEvent.getOrDefault(event.id(), List.of()).stream())
                .flatMap(run -> index.trail(run).stream())
                .filter(entry -> entry.type().equals("send_email"))
                .forEach(entries::add);
        return entries;
    }

    private static Set<String> distinct(List<String> all) {
        return all.stream().filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
