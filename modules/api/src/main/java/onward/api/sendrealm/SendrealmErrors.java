package onward.api.sendrealm;

import java.util.List;
import java.util.Map;
import onward.api.Answer;
import onward.api.Refusal;

/**
 * Every no of the Sendrealm dialect: {@code {status, error: {code, message, details}}} with the codes of
 * contract/sendrealm.md 1.1. What the shared parts of the server refuse comes in native words and is said in these.
 */
final class SendrealmErrors {
    private static final String UNPROCESSABLE = "unprocessable";
    private static final String CONFLICT = "conflict";
    private static final String RESERVED = "reserved";

    private SendrealmErrors() {}

    /** A transition that is not legal, or a value that something else has. */
    static Refusal conflict(String message) {
        return new Refusal(409, CONFLICT, message);
    }

    /** Well-formed, and not possible as it stands. */
    static Refusal unprocessable(String message, List<Map<String, Object>> details) {
        return new Refusal(422, UNPROCESSABLE, message, details);
    }

    static boolean isUnprocessable(Refusal refusal) {
        return refusal.name().equals(UNPROCESSABLE);
    }

    /** A name that only the system may use. */
    static Refusal reserved(String message) {
        return new Refusal(422, RESERVED, message);
    }

    static Answer answer(Refusal refusal) {
        int status = status(refusal);
        Object details = refusal.problems().isEmpty() ? null : refusal.problems();
        return new Answer(
                status,
                Answer.body(
                        "status",
                        status,
                        "error",
                        Answer.body(
                                "code", code(refusal, status), "message", refusal.getMessage(), "details", details)));
    }

    private static int status(Refusal refusal) {
        return switch (refusal.name()) {
            case UNPROCESSABLE, RESERVED -> 422;
            case "invalid_api_key" -> 401;
            case "restricted_api_key" -> 403;
            default -> refusal.status() == 422 ? 400 : refusal.status();
        };
    }

    private static String code(Refusal refusal, int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 409 -> refusal.name().equals("invalid_idempotent_request") ? "idempotency_conflict" : CONFLICT;
            case 413 -> "payload_too_large";
            case 422 -> UNPROCESSABLE;
            case 429 -> "rate_limited";
            case 500 -> "internal";
            case 503 -> "unavailable";
            default -> "invalid_request";
        };
    }
}
