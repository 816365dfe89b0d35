package onward.trial.check;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Graph;
import onward.trial.evidence.History;
import onward.trial.evidence.Intent;
import onward.trial.evidence.MailKey;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Session;

/** The evidence, found by what it is about. */
final class Index {
    final History history;
    final Map<String, Graph> graphs;
    final Map<String, Intent> intents;
    final Map<String, Map<String, List<Intent>>> intentsByEmail;
    final Map<String, List<Call>> eventCalls;
    final Set<String> unsubscribed;
    final Map<String, List<EventRow>> eventsByKey;
    final Map<String, EventRow> events;
    final Map<String, List<RunRow>> runsByEvent;
    final Map<String, RunRow> runs;
    final Map<String, List<TrailRow>> trails;
    final Map<String, List<EnvelopeRow>> envelopesByRun;
    final Map<String, List<EnvelopeRow>> envelopesByMessageId;
    final Map<MailKey, List<Session>> sessions;

    Index(History history) {
        this.history = history;
        this.graphs = by(history.graphs(), Graph::id);
        this.intents = by(history.intents(), Intent::key);
        this.intentsByEmail = history.intents().stream()
                .collect(Collectors.groupingBy(Intent::email, Collectors.groupingBy(Intent::name)));
        this.unsubscribed = history.calls().stream()
                .filter(call -> call.kind() == Kind.UNSUBSCRIBE)
                .map(Call::subject)
                .collect(Collectors.toSet());
        this.eventCalls = group(
                history.calls().stream()
                        .filter(call -> call.kind() == Kind.EVENT)
                        .toList(),
                Call::subject);
        this.eventsByKey = group(
                history.rows().events().stream()
                        .filter(row -> row.key() != null)
                        .toList(),
                EventRow::key);
        this.events = by(history.rows().events(), EventRow::id);
        this.runsByEvent = group(history.rows().runs(), RunRow::eventId);
        this.runs = by(history.rows().runs(), RunRow::id);
        this.trails = group(
                history.rows().trail().stream()
                        .sorted(Comparator.comparingInt(TrailRow::position))
                        .toList(),
                TrailRow::runId);
        this.envelopesByRun = group(history.rows().envelopes(), EnvelopeRow::runId);
        this.envelopesByMessageId = group(history.rows().envelopes(), EnvelopeRow::messageId);
        this.sessions = group(
                history.sessions().stream()
                        .filter(session -> session.to() != null)
                        .sorted(Comparator.comparing(Session::mailAt))
                        .toList(),
                Session::key);
    }

    /** When the event can have been taken in: from the first call on, until the first yes. */
    Optional<Span> acceptance(String key) {
        List<Call> calls = eventCalls.getOrDefault(key, List.of());
        Optional<Instant> first = calls.stream().map(Call::invoked).min(Comparator.naturalOrder());
        Optional<Instant> known =
                calls.stream().filter(Call::isOk).map(Call::completed).min(Comparator.naturalOrder());
        return first.isPresent() && known.isPresent()
                ? Optional.of(new Span(first.get(), known.get()))
                : Optional.empty();
    }

    List<TrailRow> trail(RunRow run) {
        return trails.getOrDefault(run.id(), List.of());
    }

    /** Which mail the envelope is about, as the sink sees it. */
    static MailKey key(EnvelopeRow envelope) {
        return new MailKey(
                envelope.sender().toLowerCase(java.util.Locale.ROOT),
                envelope.recipients().isEmpty()
                        ? ""
                        : envelope.recipients().get(0).toLowerCase(java.util.Locale.ROOT));
    }

    private static <K, V> Map<K, V> by(List<V> all, Function<V, K> key) {
        Map<K, V> map = new HashMap<>();
        all.forEach(each -> map.put(key.apply(each), each));
        return map;
    }

    private static <K, V> Map<K, List<V>> group(List<V> all, Function<V, K> key) {
        return all.stream().filter(each -> key.apply(each) != null).collect(Collectors.groupingBy(key));
    }

    /** From one instant to another, both included. */
    record Span(Instant from, Instant to) {}
}
