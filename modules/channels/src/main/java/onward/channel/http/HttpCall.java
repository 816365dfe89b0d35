package onward.channel.http;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import onward.flow.step.HttpRequest;

/**
 * A request to be made. What does not fit is no exception here: {@link HttpCaller#call} answers Blocked.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param url http or https, not longer than an {@code http_request} step allows; never trusted
 * @param headers in order, names as given; they win over the usual Accept, Content-Type and User-Agent
 * @param body JSON text, sent as UTF-8; null for none
 * @param content what is sent in place of a body of JSON, with a Content-Type among the headers; null for none
 * @param idempotencyKey the same whenever the same request is made again (draft-ietf-httpapi-idempotency-key-header)
 * @param timeout from resolving the name to the last byte of the answer; {@link HttpCaller#TIMEOUT_MAX} at most
 */
public record HttpCall(
        String method,
        String url,
        Map<String, String> headers,
        String body,
        Buffer content,
        String idempotencyKey,
        Duration timeout) {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    public HttpCall {
        Objects.requireNonNull(timeout);
        headers = headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** With a body of JSON, or with none. */
    public HttpCall(
            String method,
            String url,
            Map<String, String> headers,
            String body,
            String idempotencyKey,
            Duration timeout) {
        this(method, url, headers, body, null, idempotencyKey, timeout);
    }

    /** The same with another header. */
    public HttpCall with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, url, more, body, content, idempotencyKey, timeout);
    }

    /** What is sent; null for nothing. */
    Buffer sent() {
        return content != null || body == null ? content : Buffer.buffer(body);
    }

    /** What keeps this from being sent, whatever its URL. */
    Optional<String> problem() {
        if (!METHODS.contains(method)) {
            return Optional.of("Expected one of the methods " + String.join(", ", METHODS) + ", found another.");
        }
        if (!isOneLine(idempotencyKey)) {
            return Optional.of("Expected an idempotency key of one line, found none or a control character.");
        }
        return headers.entrySet().stream()
                .filter(header -> !isFit(header.getKey(), header.getValue()))
                .map(header -> "Expected headers of one line that a request may set, found another: "
                        + shown(header.getKey()) + ".")
                .findFirst();
    }

    private static boolean isFit(String name, String value) {
        return isToken(name)
                && !HttpRequest.RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                && isOneLine(value);
    }

    private static boolean isToken(String name) {
        return name != null && HEADER_NAME.matcher(name).matches();
    }

    private static boolean isOneLine(String value) {
        return value != null && value.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    }

    private static String shown(String name) {
        return isToken(name) ? name : "a name with other characters than letters and digits";
    }
}
