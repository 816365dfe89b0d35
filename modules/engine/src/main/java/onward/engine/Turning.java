package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onward.flow.fact.Ids;
import onward.flow.run.Decision;
import onward.flow.run.Machine;
import onward.flow.step.Facts;
import onward.store.table.Key;

/** Decides: loads the templates that the jobs' automations name, then lets each run move in memory. */
final class Turning {
    private final EngineSettings settings;
    private final Ids ids;

    Turning(EngineSettings settings, Ids ids) {
        this.settings = settings;
        this.ids = ids;
    }

    /** One decision per job, in their order; nothing is saved. */
    Future<List<Decision>> turn(SqlClient client, List<Job> jobs, Instant now) {
        return Shelf.load(client, references(jobs))
                .map(shelf -> jobs.stream().map(job -> advance(job, shelf, now)).toList());
    }

    private static Set<Key> references(List<Job> jobs) {
        var references = new HashSet<Key>();
        for (Job job : jobs) {
            job.automation()
                    .templateReferences()
                    .forEach(name -> references.add(new Key(job.run().projectId(), name)));
        }
        return references;
    }

    private Decision advance(Job job, Shelf shelf, Instant now) {
        var project = job.run().projectId();
        var facts = new Facts(
                job.event(),
                job.contact(),
                shelf.published(project),
                shelf.drafts(project),
                settings.defaultSender(),
                settings.messageIdDomain());
        return Machine.advance(job.run(), List.of(), job.automation(), facts, now, ids);
    }
}
