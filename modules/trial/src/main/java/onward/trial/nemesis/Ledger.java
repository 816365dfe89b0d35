package onward.trial.nemesis;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Lines;

/** The faults: a line when one is decided, another when it is over. */
public final class Ledger implements AutoCloseable {
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> crashes = new TreeMap<>();
    private final Lines file;
    private int decisions;

    public Ledger(Path file) throws IOException {
        this.file = new Lines(file);
    }

    /** A number for a fault that is about to be made. */
    synchronized int decide(Fault.Kind kind, String target, String how) {
        decisions++;
        file.write(new JsonObject()
                .put("decided", decisions)
                .put("kind", kind.name())
                .put("target", target)
                .put("how", how)
                .put("at", Instant.now().toString()));
        return decisions;
    }

    synchronized void done(Fault fault) {
        faults.add(fault);
        file.write(new JsonObject()
                .put("done", fault.number())
                .put("kind", fault.kind().name())
                .put("target", fault.target())
                .put("begun", fault.begun().toString())
                .put("ended", fault.ended().toString()));
    }

    synchronized void crashed(String point) {
        crashes.merge(point, 1, Integer::sum);
    }

    /** How often a node died at each point. */
    public synchronized Map<String, Integer> crashes() {
        return new TreeMap<>(crashes);
    }

    public synchronized List<Fault> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
