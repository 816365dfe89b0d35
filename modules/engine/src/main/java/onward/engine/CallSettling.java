package onward.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import onward.channel.http.HttpReply;
import onward.flow.fact.Ids;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.table.Calls.Lease;
import onward.store.table.Calls.Settlement;

/**
 * What a reply means for its request.
 *
 * <pre>
 *   2xx                                    answered
 *   not reached, 408, 425, 429, 5xx        queued again, later, while there are attempts and time; then failed
 *   any other answer, refused by us        failed
 * </pre>
 */
final class CallSettling {
    /** How long after an answer that said so a request is made again at most. */
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    private static final String RETRY_AFTER = "retry-after";

    private final Backoff backoff;
    private final Ids ids;

    CallSettling(Backoff backoff, Ids ids) {
        this.backoff = backoff;
        this.ids = ids;
    }

    Settlement of(Lease lease, HttpReply reply, Instant now) {
        if (reply instanceof HttpReply.Answered answered && answered.isSuccess()) {
            return ended(lease, "answered", answer(answered, lease), null, now);
        }
        Map<String, Object> answer = reply instanceof HttpReply.Answered answered ? answer(answered, lease) : null;
        Instant again = now.plus(wait(lease, reply));
        boolean mayTry =
                reply.isRetryable() && lease.attempt() < lease.attemptsMax() && again.isBefore(lease.answerBy());
        return mayTry
                ? new Settlement(lease, "queued", again, answer, problem(reply), null, null)
                : ended(lease, "failed", answer, problem(reply), now);
    }

    private Settlement ended(Lease lease, String state, Map<String, Object> answer, String problem, Instant now) {
        return new Settlement(lease, state, null, answer, problem, now, ids.next(now));
    }

    private Duration wait(Lease lease, HttpReply reply) {
        Duration usual = backoff.after(lease.attempt());
        Duration asked = reply instanceof HttpReply.Answered answered ? asked(answered) : Duration.ZERO;
        return asked.compareTo(usual) > 0 ? asked : usual;
    }

    /** Seconds only; a date would need the other side's clock. */
    private static Duration asked(HttpReply.Answered answered) {
        String seconds = answered.headers().getOrDefault(RETRY_AFTER, "");
        boolean isPlain = seconds.matches("\\d{1,6}");
        Duration asked = isPlain ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    private static String problem(HttpReply reply) {
        if (reply instanceof HttpReply.Answered answered) {
            return "Expected an answer of 2xx, found " + answered.status() + ".";
        }
        return reply instanceof HttpReply.Unreached unreached
                ? unreached.problem()
                : ((HttpReply.Blocked) reply).problem();
    }

    private static Map<String, Object> answer(HttpReply.Answered answered, Lease lease) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", (long) answered.status());
        answer.put("headers", answered.headers());
        answer.put("body", json(answered.body()).orElse(answered.body()));
        answer.put("attempts", (long) lease.attempt());
        if (answered.truncated()) {
            answer.put("truncated", true);
        }
        return answer;
    }

    private static Optional<Object> json(String body) {
        try {
            return body.isBlank() ? Optional.empty() : Optional.ofNullable(JsonReader.read(body));
        } catch (JsonFault notJson) {
            // Any text is an answer.
            return Optional.empty();
        }
    }
}
