package onward.trial.evidence;

import java.time.Instant;

/**
 * One HTTP call of the driver, as its client saw it.
 *
 * @param subject the idempotency key of an event, the id of an automation, the address of a person
 * @param node where it went
 * @param completed when the answer was there, or was given up
 * @param status the HTTP status, 0 when no answer came
 * @param id the event's id in the answer, or null
 */
public record Call(
        Kind kind,
        String subject,
        String node,
        Instant invoked,
        Instant completed,
        Outcome outcome,
        int status,
        String id,
        boolean deduplicated) {

    /** What was asked. */
    public enum Kind {
        EVENT,
        STOP,
        ENABLE,
        UNSUBSCRIBE
    }

    /** What the client knows afterwards. */
    public enum Outcome {
        /** It happened. */
        OK,
        /** It did not happen and never will. */
        NO,
        /** It may have happened, or may happen later. */
        UNKNOWN
    }

    public boolean isOk() {
        return outcome == Outcome.OK;
    }
}
