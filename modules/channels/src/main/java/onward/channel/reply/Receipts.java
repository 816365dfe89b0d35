package onward.channel.reply;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import onward.channel.Receipt;
import onward.channel.http.HttpReply;
import onward.flow.message.Push;

/** Receipts for a push, where all push services mean the same. */
public final class Receipts {
    /** How much of an answer's body is kept. */
    private static final int BODY_CHARS_MAX = 300;

    private static final Duration PAUSE_MAX = Duration.ofDays(1);

    private Receipts() {}

    /** For a push that no push service would take. */
    public static Receipt tooLarge(int bytes) {
        return new Receipt.Refused("Expected a payload of at most " + Push.PAYLOAD_BYTES_MAX + " bytes as JSON, found "
                + bytes + ". Shorten the texts or the data.");
    }

    /** For a call without an answer. One that was blocked sent nothing; of any other nobody knows whether it arrived. */
    public static Receipt unanswered(HttpReply reply) {
        return reply instanceof HttpReply.Blocked blocked
                ? new Receipt.Refused(blocked.problem())
                : new Receipt.Unclear(
                        reply instanceof HttpReply.Unreached unreached
                                ? unreached.problem()
                                : "Expected an answer, found something else.");
    }

    /** The device is not there any more, and is never pushed to again. */
    public static Receipt gone(Push push, String words) {
        return new Receipt.Refused(
                words, List.of(new Receipt.LeftOut(push.deviceId().toString(), words, true, true)));
    }

    /**
     * The push service takes nothing for now, which says nothing about this push.
     *
     * @param otherwise how long to wait when the answer does not say
     */
    public static Receipt later(HttpReply.Answered answered, String words, Duration otherwise, Instant now) {
        return new Receipt.Deferred(words, true, pause(answered.headers().get("retry-after"), otherwise, now));
    }

    /** Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3); what is neither does not count. */
    static Duration pause(String retryAfter, Duration otherwise, Instant now) {
        if (retryAfter == null) {
            return otherwise;
        }
        if (retryAfter.matches("\\d{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(now, until));
        } catch (DateTimeParseException unreadable) {
            return otherwise;
        }
    }

    private static Duration bounded(Duration pause) {
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }

    /** Status and body, for people. */
    public static String words(HttpReply.Answered answered) {
        String body = answered.body().strip();
        String shown = body.length() > BODY_CHARS_MAX ? body.substring(0, BODY_CHARS_MAX) + "…" : body;
        return shown.isEmpty() ? Integer.toString(answered.status()) : answered.status() + " " + shown;
    }
}
