package onward.app;

import java.util.ArrayDeque;
import java.util.Deque;
import onward.app.home.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be undone, newest first. Undone once, whoever asks and how often; a failing step stops no other. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    /** One thing to undo; it may block. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private record Named(String name, Step step) {}

    private final Deque<Named> steps = new ArrayDeque<>();
    private boolean closed;

    /** Remembers a step; when closing has begun already it is done at once, and starting ends here. */
    void add(String name, Step step) {
        synchronized (this) {
            if (!closed) {
                steps.push(new Named(name, step));
                return;
            }
        }
        run(new Named(name, step));
        throw new StartRefused("Stopped while starting.");
    }

    /** Blocks until all is undone; a second caller waits for the first. */
    synchronized void close() {
        closed = true;
        while (!steps.isEmpty()) {
            run(steps.pop());
        }
    }

    private static void run(Named named) {
        try {
            named.step().run();
        } catch (Exception e) {
            LOG.error("Expected to close {}, it failed; going on with the rest", named.name(), e);
        }
    }
}
