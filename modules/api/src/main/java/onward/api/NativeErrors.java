package onward.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.store.UnknownCursor;
import onward.store.json.JsonFault;

/**
 * Every no of the native face. Only names that the strictest client knows are used (contract/resend.md
 * 2.6), so that each client shows our message and not its own puzzlement.
 */
public final class NativeErrors {
    private NativeErrors() {}

    public static Refusal unknownRoute() {
        return notFound("The requested endpoint does not exist");
    }

    public static Refusal wrongMethod() {
        return new Refusal(405, "method_not_allowed", "Method is not allowed for the requested path");
    }

    public static Refusal missingKey() {
        return new Refusal(401, "missing_api_key", "Missing API key in the authorization header");
    }

    public static Refusal invalidKey() {
        return new Refusal(403, "invalid_api_key", "API key is invalid");
    }

    /** Which of several keys counts is nobody's to guess. */
    static Refusal repeatedKey() {
        return new Refusal(400, "validation_error", "Expected one authorization header, found several.");
    }

    public static Refusal restrictedKey() {
        return new Refusal(401, "restricted_api_key", "This API key is restricted to only send emails");
    }

    /** A well-formed reference to nothing, for example {@code Automation not found}. */
    public static Refusal notFound(String message) {
        return new Refusal(404, "not_found", message);
    }

    public static Refusal validation(String message) {
        return new Refusal(422, "validation_error", message);
    }

    /** What is asked for does not fit how the thing stands. */
    public static Refusal conflict(String message) {
        return new Refusal(409, "validation_error", message);
    }

    public static Refusal missingField(String field) {
        return new Refusal(422, "missing_required_field", "Missing `" + field + "` field.");
    }

    public static Refusal invalidParameter(String message) {
        return new Refusal(422, "invalid_parameter", message);
    }

    public static Refusal invalidUuid(String parameter) {
        return invalidParameter("The `" + parameter + "` must be a valid UUID.");
    }

    public static Refusal tooLarge(String message) {
        return new Refusal(413, "validation_error", message);
    }

    public static Refusal wrongContentType(String found) {
        return new Refusal(
                415,
                "validation_error",
                "Expected the content type application/json in UTF-8, found " + shortened(found)
                        + ". Send the body as JSON.");
    }

    public static Refusal notMultipart(String found) {
        return new Refusal(
                415,
                "validation_error",
                "Expected the content type multipart/form-data with a boundary, found " + shortened(found)
                        + ". Send the file as a form.");
    }

    public static Refusal badIdempotencyKey() {
        return new Refusal(
                400, "invalid_idempotency_key", "The idempotency key must be between 1 and 256 characters long.");
    }

    public static Refusal otherIdempotentRequest() {
        return new Refusal(
                409,
                "invalid_idempotent_request",
                "Expected the body that this idempotency key came with before, found another. Use a new key for it.");
    }

    public static Refusal concurrentIdempotentRequest() {
        return new Refusal(
                409,
                "concurrent_idempotent_requests",
                "Another request with this idempotency key is under way. Try again when it was answered.");
    }

    public static Refusal invalidFrom() {
        return new Refusal(
                422,
                "invalid_from_address",
                "Invalid `from` field. The email address needs to follow the `email@example.com` or"
                        + " `Name <email@example.com>` format");
    }

    public static Refusal invalidAttachment(String message) {
        return new Refusal(422, "invalid_attachment", message);
    }

    /** The key may send from one domain only. */
    public static Refusal otherDomain(String domain) {
        return new Refusal(403, "restricted_api_key", "This API key is restricted to only send emails from " + domain);
    }

    public static Refusal rateLimited(int perSecond) {
        return new Refusal(
                429,
                "rate_limit_exceeded",
                "Too many requests. You can only make " + perSecond
                        + " requests per second. See rate limit response headers for more information.");
    }

    /** Somebody guesses; whether this key is right is not looked up any more. */
    static Refusal tooManyWrongKeys(long seconds) {
        return new Refusal(
                429,
                "rate_limit_exceeded",
                "Too many wrong API keys came from this address. Try again in " + seconds + " seconds.");
    }

    /** The connection is closed after that. */
    static Refusal tooSlow(Duration timeMax) {
        return new Refusal(
                408,
                "validation_error",
                "Expected the whole request body within " + timeMax.toSeconds()
                        + " seconds, found it incomplete. Nothing was done; send it again.");
    }

    /** Nothing was stored; the same request may succeed later. */
    public static Refusal unavailable() {
        return new Refusal(
                503, "application_error", "The server is too busy to take this in. Nothing was stored; try again.");
    }

    /** Our bug. Says nothing but the id under which the log tells the rest. */
    public static Refusal internal(String requestId) {
        return new Refusal(500, "application_error", "Something went wrong on our side. Request id: " + requestId);
    }

    public static Refusal badJson(JsonFault fault) {
        return validation("The request body is not valid JSON: " + fault.getMessage() + " (at character "
                + (fault.position() + 1) + ").");
    }

    public static Refusal unknownCursor(UnknownCursor cursor) {
        return validation("Expected the id of an item of this list in `after` or `before`, found " + cursor.id()
                + ". List without it to begin at the newest.");
    }

    /** A problem of the core, in the words of this face. */
    public static Refusal of(Problem problem) {
        return switch (problem.kind()) {
            case MISSING -> new Refusal(422, "missing_required_field", located(problem));
            case INVALID, CONFLICT -> validation(located(problem));
            case NOT_FOUND -> notFound(problem.message());
        };
    }

    /** A refusal as this face says it. */
    static Answer answer(Refusal refusal) {
        return new Answer(refusal.status(), body(refusal));
    }

    /** The body of a refusal, in the key order that the real service has; {@code problems} is an addition of ours. */
    static Map<String, Object> body(Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("statusCode", refusal.status());
        body.put("message", refusal.getMessage());
        body.put("name", refusal.name());
        if (!refusal.problems().isEmpty()) {
            body.put("problems", refusal.problems());
        }
        return body;
    }

    private static String located(Problem problem) {
        boolean saysWhere = problem.path().isEmpty() || problem.message().contains(problem.path());
        return saysWhere ? problem.message() : "`" + problem.path() + "`: " + problem.message();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
