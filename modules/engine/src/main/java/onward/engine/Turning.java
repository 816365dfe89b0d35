package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.flow.run.Machine;
import onward.flow.step.Effect;

/** Decides: loads what the jobs' runs may look at, then lets each move in memory. */
final class Turning {
    private final EngineSettings settings;
    private final Ids ids;
    private final TemplateCache templates;
    private final PolicyCache policies = new PolicyCache();

    Turning(EngineSettings settings, Ids ids) {
        this.settings = settings;
        this.ids = ids;
        this.templates = new TemplateCache(EngineSettings.TEMPLATE_CACHE_MAX);
    }

    /** One decision per job, in their order; nothing is saved. */
    Future<List<Turned>> turn(SqlClient tx, List<Job> jobs, Instant now) {
        return jobs.isEmpty()
                ? Future.succeededFuture(List.of())
                : Library.load(tx, jobs, now, settings, templates, policies)
                        .map(library -> inOrder(jobs, library, now));
    }

    /** What one job does to a contact and sends to it, the jobs after it see. */
    private List<Turned> inOrder(List<Job> jobs, Library library, Instant now) {
        var contacts = new HashMap<UUID, Contact>();
        jobs.stream()
                .map(Job::contact)
                .filter(Objects::nonNull)
                .forEach(contact -> contacts.put(contact.id(), contact));
        var sent = new HashMap<UUID, List<Instant>>();
        var all = new ArrayList<Turned>();
        for (Job job : jobs) {
            Job current = job.contact() == null
                    ? job
                    : job.with(contacts.get(job.contact().id()));
            Turned turned = turned(current, library, sent, now);
            turned.decision().effects().forEach(effect -> {
                change(contacts, effect, now);
                if (effect instanceof Effect.CountSend count) {
                    sent.computeIfAbsent(count.contactId(), id -> new ArrayList<>())
                            .add(count.at());
                }
            });
            all.add(turned);
        }
        return all;
    }

    private static void change(Map<UUID, Contact> contacts, Effect effect, Instant now) {
        if (effect instanceof Effect.UpdateContact update) {
            contacts.computeIfPresent(
                    update.contactId(), (id, contact) -> update.patch().applyTo(contact, now));
        } else if (effect instanceof Effect.DeleteContact delete) {
            contacts.remove(delete.contactId());
        }
    }

    private Turned turned(Job job, Library library, Map<UUID, List<Instant>> sent, Instant now) {
        return new Turned(
                job,
                Machine.advance(
                        job.run(), job.mailbox(), job.automation(), library.facts(job, sent), job.at(now), ids));
    }
}
