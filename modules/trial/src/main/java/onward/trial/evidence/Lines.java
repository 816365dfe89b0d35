package onward.trial.evidence;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of evidence, a line of JSON for each thing that was seen; each is in the file before the next. */
public final class Lines implements AutoCloseable {
    private final Writer file;

    public Lines(Path path) throws IOException {
        this.file = Files.newBufferedWriter(path);
    }

    public synchronized void write(JsonObject line) {
        try {
            file.write(line.encode());
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
