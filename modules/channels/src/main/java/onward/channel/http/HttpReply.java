package onward.channel.http;

import java.util.Map;
import java.util.Set;

/** What became of one call. */
public sealed interface HttpReply {

    /** Whether the same call, with the same Idempotency-Key, may fare better later. */
    boolean isRetryable();

    /**
     * The other side answered; whether that is good news is for the caller to say. A redirect is an answer too.
     *
     * @param status as sent, for example 200
     * @param headers those of {@link #HEADERS} that came, by their names in lower case
     * @param body as UTF-8, never null; what cannot be text is replaced by U+FFFD, and so is U+0000
     * @param truncated whether there was more than {@link HttpCaller#RESPONSE_BYTES_MAX} of it
     */
    record Answered(int status, Map<String, String> headers, String body, boolean truncated) implements HttpReply {

        /** The headers of an answer that are kept. */
        public static final Set<String> HEADERS = Set.of("content-type", "location", "retry-after", "x-request-id");

        /** Too Early and Too Many Requests are asked for again, as are a slow request and any failure of the server. */
        private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

        /** Whether the status is 2xx. */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        @Override
        public boolean isRetryable() {
            return NOT_NOW.contains(status) || status >= 500;
        }
    }

    /**
     * The whole content of a successful answer to {@link HttpCaller#download}.
     *
     * @param contentType as sent, or null
     */
    record Downloaded(String contentType, byte[] content) implements HttpReply {

        @Override
        public boolean isRetryable() {
            return false;
        }
    }

    /**
     * No whole answer came: no address, no connection, no trusted certificate, too late, or cut off. The other side may
     * have seen the request.
     *
     * @param problem what was expected and what was found, for people
     */
    record Unreached(String problem) implements HttpReply {

        @Override
        public boolean isRetryable() {
            return true;
        }
    }

    /**
     * We refused to make the call; no byte was sent.
     *
     * @param problem what was expected, what was found, and how to allow it where that is possible
     */
    record Blocked(String problem) implements HttpReply {

        @Override
        public boolean isRetryable() {
            return false;
        }
    }
}
