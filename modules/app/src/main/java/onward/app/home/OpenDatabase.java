package onward.app.home;

import java.nio.file.Path;
import java.util.Optional;
import onward.app.config.Config;
import onward.store.embedded.EmbeddedPostgres;

/**
 * The database of the settings, for a command that needs no server: a PostgreSQL of one's own, the embedded one of a
 * server that runs, or the embedded one, started for this command and stopped when it ends.
 */
public final class OpenDatabase implements AutoCloseable {
    private final String uri;
    private final boolean isServed;
    private final Runnable closing;

    private OpenDatabase(String uri, boolean isServed, Runnable closing) {
        this.uri = uri;
        this.isServed = isServed;
        this.closing = closing;
    }

    /**
     * Blocks until it answers; an embedded one that is not there yet is made.
     *
     * @throws StartRefused when the directory is taken and nobody answers there
     */
    public static OpenDatabase of(Config config) {
        return config.databaseUrl() == null
                ? embedded(config.data())
                : new OpenDatabase(config.databaseUrl(), false, () -> {});
    }

    /**
     * The same, where nothing is made that was not there.
     *
     * @throws StartRefused when there is no database yet
     */
    public static OpenDatabase existing(Config config) {
        if (config.databaseUrl() == null && !EmbeddedPostgres.isIn(config.data())) {
            throw new StartRefused("Expected a database in " + config.data()
                    + ", found none. Name another directory with --data, your PostgreSQL with --database-url, or make"
                    + " one with onward migrate.");
        }
        return of(config);
    }

    private static OpenDatabase embedded(Path data) {
        Optional<DataLock> lock = DataLock.tryTake(data);
        return lock.isPresent() ? started(data, lock.get()) : served(data);
    }

    private static OpenDatabase started(Path data, DataLock lock) {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            return new OpenDatabase(postgres.uri(), false, () -> {
                postgres.stop();
                lock.close();
            });
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static OpenDatabase served(Path data) {
        return EmbeddedPostgres.runningIn(data)
                .map(uri -> new OpenDatabase(uri, true, () -> {}))
                .orElseThrow(() -> new StartRefused("Expected the server that uses " + data
                        + " to have its database ready, found none. Wait until it has started, and try again."));
    }

    public String uri() {
        return uri;
    }

    /** It is the embedded one of a server that runs; of a database of one's own that is not known here. */
    public boolean isServed() {
        return isServed;
    }

    @Override
    public void close() {
        closing.run();
    }
}
