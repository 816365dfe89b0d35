package onward.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onward.trial.evidence.Rows;

/** Writes down the rows of a trial that failed, one a line, to be searched with grep. */
record Keeping(Path directory) {

    void write(Rows rows) throws IOException {
        write("event", rows.events());
        write("run", rows.runs());
        write("trail", rows.trail());
        write("envelope", rows.envelopes());
        write("open_wait", rows.waits());
        write("signal", rows.signals());
        write("http_call", rows.calls());
    }

    private void write(String table, List<?> rows) throws IOException {
        Files.write(
                directory.resolve("rows-" + table + ".txt"),
                rows.stream().map(Object::toString).toList());
    }
}
