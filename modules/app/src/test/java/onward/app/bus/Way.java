package onward.app.bus;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A way by which a program reaches the event bus, with the frames that it really sends. */
interface Way extends AutoCloseable {
    /** How long a test waits for what has to come. */
    int PATIENCE_SECONDS = 30;

    /** An answer: the status of a refusal, or 0, and the body. */
    record Reply(int status, JsonObject body) {
        static Reply of(JsonObject error) {
            return new Reply(error.getInteger("failureCode"), new JsonObject(error.getString("message")));
        }
    }

    /** Sends a request and waits for its answer. */
    Reply ask(String address, Map<String, String> headers, Object body) throws Exception;

    /** Begins to listen. */
    void listen(String feed, Map<String, String> headers) throws Exception;

    /** The next message of a feed. */
    JsonObject heard() throws Exception;

    /** One through a door of its own, which speaks in frames. */
    interface Door extends Way {
        /** Sends a frame as it is. */
        void write(JsonObject frame) throws Exception;

        /** The next refusal that is the answer to nothing in particular. */
        Reply refusal() throws Exception;

        /** Whether the server hung up; waits until it does. */
        boolean isClosed() throws Exception;
    }
}
