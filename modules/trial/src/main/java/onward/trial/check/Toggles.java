package onward.trial.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import onward.trial.check.Index.Span;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Call.Outcome;

/** Whether an automation was enabled, as far as a client can know. Every automation begins enabled. */
final class Toggles {
    /** A call without an answer may still be carried out this long after it was made: by a node that was paused. */
    static final Duration UNKNOWN_EFFECT_MAX = Duration.ofSeconds(40);

    /** What is known. */
    enum Known {
        ENABLED,
        STOPPED,
        /** A stop or an enable was under way. */
        EITHER
    }

    private final List<Call> toggles;

    Toggles(List<Call> calls, String automationId) {
        this.toggles = calls.stream()
                .filter(call -> call.kind() == Kind.STOP || call.kind() == Kind.ENABLE)
                .filter(call -> call.subject().equals(automationId) && call.outcome() != Outcome.NO)
                .sorted(Comparator.comparing(Call::invoked))
                .toList();
    }

    Known during(Span span) {
        boolean disturbed = toggles.stream()
                .anyMatch(call ->
                        !call.invoked().isAfter(span.to()) && !effectAt(call).isBefore(span.from()));
        if (disturbed) {
            return Known.EITHER;
        }
        return toggles.stream()
                .filter(call -> call.isOk() && call.completed().isBefore(span.from()))
                .reduce((first, last) -> last)
                .filter(last -> last.kind() == Kind.STOP)
                .map(stopped -> Known.STOPPED)
                .orElse(Known.ENABLED);
    }

    private static Instant effectAt(Call call) {
        return call.outcome() == Outcome.UNKNOWN ? call.invoked().plus(UNKNOWN_EFFECT_MAX) : call.completed();
    }
}
