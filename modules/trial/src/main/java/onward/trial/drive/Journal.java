package onward.trial.drive;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onward.trial.evidence.Call;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Lines;

/** What the driver meant to do and what came of each call, in memory and as lines of JSON. */
public final class Journal implements AutoCloseable {
    private final List<Intent> intents = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Lines file;

    public Journal(Path file) throws IOException {
        this.file = new Lines(file);
    }

    synchronized void mean(Intent intent) {
        intents.add(intent);
        file.write(new JsonObject()
                .put("intent", intent.key())
                .put("event", intent.name())
                .put("email", intent.email())
                .put("n", intent.number()));
    }

    synchronized void note(Call call) {
        calls.add(call);
        file.write(new JsonObject()
                .put("call", call.kind().name())
                .put("subject", call.subject())
                .put("node", call.node())
                .put("invoked", call.invoked().toString())
                .put("completed", call.completed().toString())
                .put("outcome", call.outcome().name())
                .put("status", call.status())
                .put("id", call.id())
                .put("deduplicated", call.deduplicated()));
    }

    public synchronized List<Intent> intents() {
        return List.copyOf(intents);
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
