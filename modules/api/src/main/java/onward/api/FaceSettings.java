package onward.api;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * What the native face has to be told of the house it stands in.
 *
 * @param messageIdDomain the right-hand side of Message-IDs when a sender has no domain of its own
 * @param publicUrl where the outside world reaches this server, without a slash at the end; asked when it is needed
 * @param limiter one for all event loops
 * @param fetcher gets the files that attachments name by their URL
 */
public record FaceSettings(String messageIdDomain, Supplier<String> publicUrl, RateLimiter limiter, Fetcher fetcher) {

    /** For one's own machine: no limit, and nothing is fetched. */
    public static FaceSettings defaults() {
        return new FaceSettings(
                "localhost",
                () -> "http://localhost",
                RateLimiter.of(0),
                (url, bytesMax) -> Future.succeededFuture(Fetched.failed("Expected no URL, found one.")));
    }

    /** Gets a file from where somebody else says; it is the fetcher that refuses to go where it must not. */
    @FunctionalInterface
    public interface Fetcher {
        /** At most so many bytes; never fails. */
        Future<Fetched> fetch(String url, int bytesMax);
    }

    /**
     * A file, or why there is none.
     *
     * @param contentType as the other side says, or null
     * @param problem null when there is a file
     */
    public record Fetched(byte[] content, String contentType, String problem) {
        public static Fetched failed(String problem) {
            return new Fetched(null, null, problem);
        }
    }
}
