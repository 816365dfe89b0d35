package onward.app.home;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import onward.store.Store;

/** One question to a database, from a command that ends with its answer. */
public final class Asking {
    private static final int CONNECTIONS = 1;

    private Asking() {}

    /**
     * Blocks until the work is done.
     *
     * @throws StartRefused when it failed, with the reason
     */
    public static <T> T of(String uri, Function<Store, Future<T>> work) {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, uri, CONNECTIONS);
        try {
            return work.apply(store).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new StartRefused(
                    "Expected to ask the database, found: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted while the database was asked.");
        } finally {
            // One after the other: a future of a context is never completed once Vert.x is closed.
            join(store.close());
            join(vertx.close());
        }
    }

    private static void join(Future<Void> closing) {
        closing.toCompletionStage().toCompletableFuture().join();
    }
}
