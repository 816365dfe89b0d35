package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import onward.flow.fact.Device;
import onward.flow.graph.Automation;
import onward.flow.step.Catalogue;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import onward.flow.step.SendPolicy;
import onward.flow.step.Sending;
import onward.flow.step.Signal;
import onward.store.table.ContactProperties;
import onward.store.table.Devices;
import onward.store.table.Events;
import onward.store.table.Key;
import onward.store.table.Matching;
import onward.store.table.Matching.Choice;
import onward.store.table.Matching.Ref;
import onward.store.table.RunRef;
import onward.store.table.SendPolicies;
import onward.store.table.Trail;

/**
 * What the runs of a batch may look at beside themselves: one statement a kind, and none for a kind that no automation
 * of the batch names.
 */
final class Library {
    private final EngineSettings settings;
    private final Shelf shelf;
    private final Set<Ref> segments;
    private final Map<Choice, Boolean> topics;
    private final Map<UUID, Map<String, Object>> fallbacks;
    private final Map<UUID, Past> pasts;
    private final Map<UUID, List<Signal.EventReceived>> recent;
    private final SenderDomains.Known domains;
    private final Map<Ref, List<Device>> devices;
    private final Map<UUID, SendPolicy> policies;
    private final Map<UUID, List<Instant>> sent;

    private Library(
            EngineSettings settings,
            Shelf shelf,
            Set<Ref> segments,
            Map<Choice, Boolean> topics,
            Map<UUID, Map<String, Object>> fallbacks,
            Map<UUID, Past> pasts,
            Map<UUID, List<Signal.EventReceived>> recent,
            SenderDomains.Known domains,
            Map<Ref, List<Device>> devices,
            Map<UUID, SendPolicy> policies,
            Map<UUID, List<Instant>> sent) {
        this.settings = settings;
        this.shelf = shelf;
        this.segments = segments;
        this.topics = topics;
        this.fallbacks = fallbacks;
        this.pasts = pasts;
        this.recent = recent;
        this.domains = domains;
        this.devices = devices;
        this.policies = policies;
        this.sent = sent;
    }

    static Future<Library> load(
            SqlClient tx,
            List<Job> jobs,
            Instant now,
            EngineSettings settings,
            TemplateCache templates,
            PolicyCache cache) {
        var shelf = unlessEmpty(templates(jobs), new Shelf(), references -> templates.shelf(tx, references));
        var segments = unlessEmpty(segments(jobs), Set.of(), refs -> Matching.segments(tx, refs));
        var topics = unlessEmpty(choices(jobs), Map.of(), choices -> Matching.topics(tx, choices));
        var fallbacks = ContactProperties.fallbacks(tx, projects(jobs));
        var pasts = unlessEmpty(withPast(jobs), Map.of(), runs -> Trail.past(tx, runs));
        var recent = unlessEmpty(
                listening(jobs, now), Map.of(), contacts -> Events.recent(tx, contacts, names(jobs), false));
        var domains = settings.mailroom().required();
        var policies = cache.at(tx, now);
        var sent = policies.compose(
                all -> unlessEmpty(capped(jobs, all, now), Map.of(), contacts -> SendPolicies.sent(tx, contacts)));
        var devices = devices(tx, withDevices(jobs));
        return Future.all(List.of(shelf, segments, topics, fallbacks, pasts, recent, domains, devices, policies, sent))
                .map(all -> new Library(
                        settings,
                        shelf.result(),
                        segments.result(),
                        topics.result(),
                        fallbacks.result(),
                        pasts.result(),
                        recent.result(),
                        domains.result(),
                        devices.result(),
                        policies.result(),
                        sent.result()));
    }

    /** Contacts whose messages are counted, each as far back as its project's policy asks. */
    private static List<SendPolicies.Since> capped(List<Job> jobs, Map<UUID, SendPolicy> policies, Instant now) {
        return jobs.stream()
                .filter(job -> job.contact() != null)
                .filter(job -> !memory(job, policies).isZero())
                .map(job -> new SendPolicies.Since(
                        job.run().projectId(), job.contact().id(), now.minus(memory(job, policies))))
                .distinct()
                .toList();
    }

    private static Duration memory(Job job, Map<UUID, SendPolicy> policies) {
        return policies.getOrDefault(job.run().projectId(), SendPolicy.NONE).memory();
    }

    private static Future<Map<Ref, List<Device>>> devices(SqlClient tx, Map<Ref, Contact> contacts) {
        return contacts.isEmpty() ? Future.succeededFuture(Map.of()) : Devices.ofContacts(tx, contacts);
    }

    /** The contacts whose devices some step asks for. */
    private static Map<Ref, Contact> withDevices(List<Job> jobs) {
        var contacts = new HashMap<Ref, Contact>();
        jobs.stream()
                .filter(job -> job.contact() != null && job.automation().needsDevices())
                .forEach(job -> contacts.put(
                        new Ref(job.run().projectId(), job.contact().id()), job.contact()));
        return contacts;
    }

    private static <C extends Collection<?>, T> Future<T> unlessEmpty(C wanted, T none, Function<C, Future<T>> load) {
        return wanted.isEmpty() ? Future.succeededFuture(none) : load.apply(wanted);
    }

    private static Set<UUID> projects(List<Job> jobs) {
        return jobs.stream().map(job -> job.run().projectId()).collect(Collectors.toSet());
    }

    private static Set<Key> templates(List<Job> jobs) {
        var references = new HashSet<Key>();
        jobs.forEach(job -> job.automation()
                .templateReferences()
                .forEach(name -> references.add(new Key(job.run().projectId(), name))));
        return references;
    }

    private static Set<Ref> segments(List<Job> jobs) {
        var references = new HashSet<Ref>();
        jobs.forEach(job -> job.automation()
                .segmentReferences()
                .forEach(id -> references.add(new Ref(job.run().projectId(), UUID.fromString(id)))));
        return references;
    }

    private static Set<Choice> choices(List<Job> jobs) {
        var choices = new HashSet<Choice>();
        jobs.stream()
                .filter(job -> job.contact() != null)
                .forEach(job -> job.automation().topicReferences().forEach(id -> choices.add(choice(job, id))));
        return choices;
    }

    private static Choice choice(Job job, String topicId) {
        return new Choice(job.run().projectId(), job.contact().id(), UUID.fromString(topicId));
    }

    private static List<RunRef> withPast(List<Job> jobs) {
        return jobs.stream()
                .filter(job -> !job.isFresh() && job.automation().needsPast())
                .map(job -> RunRef.of(job.run()))
                .toList();
    }

    /** Each contact once, from the earliest instant that one of its runs may look back to. */
    private static List<Events.Since> listening(List<Job> jobs, Instant now) {
        var contacts = new HashMap<UUID, Contact>();
        var froms = new HashMap<UUID, Instant>();
        jobs.stream()
                .filter(job -> job.contact() != null && listens(job.automation()))
                .forEach(job -> {
                    contacts.put(job.contact().id(), job.contact());
                    froms.merge(job.contact().id(), from(job, now), Library::earlier);
                });
        return contacts.values().stream()
                .map(contact -> new Events.Since(contact, froms.get(contact.id())))
                .toList();
    }

    private static boolean listens(Automation automation) {
        return !automation.interests().isEmpty();
    }

    private static Instant from(Job job, Instant now) {
        return job.automation().earliestFrom(movedAt(job, now), job.event().receivedAt());
    }

    /** The instant of what moves the run now: that is when it comes to the next step. */
    private static Instant movedAt(Job job, Instant now) {
        if (job.isFresh()) {
            return job.run().since();
        }
        var dueAt = job.run().dueAt();
        return Stream.concat(Stream.ofNullable(dueAt), job.mailbox().stream().map(Signal::receivedAt))
                .filter(instant -> !instant.isAfter(now))
                .min(Instant::compareTo)
                .orElse(now);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Set<String> names(List<Job> jobs) {
        return jobs.stream()
                .flatMap(job -> job.automation().listenedNames().stream())
                .collect(Collectors.toSet());
    }

    /**
     * What the run of a job may look at.
     *
     * @param sentSince what jobs before it in the batch sent, by contact
     */
    Facts facts(Job job, Map<UUID, List<Instant>> sentSince) {
        return new Facts(
                job.event(),
                job.contact(),
                pasts.getOrDefault(job.run().id(), Past.NONE),
                job.contact() == null
                        ? List.of()
                        : recent.getOrDefault(job.contact().id(), List.of()),
                catalogue(job),
                sending(job, sentSince));
    }

    private Sending sending(Job job, Map<UUID, List<Instant>> sentSince) {
        SendPolicy policy = policies.get(job.run().projectId());
        if (policy == null || job.contact() == null) {
            return Sending.FREE;
        }
        UUID contactId = job.contact().id();
        return new Sending(policy, sent.getOrDefault(contactId, List.of()))
                .and(sentSince.getOrDefault(contactId, List.of()));
    }

    private Catalogue catalogue(Job job) {
        var project = job.run().projectId();
        return new Catalogue(
                shelf.published(project),
                shelf.drafts(project),
                known(job),
                taken(job),
                fallbacks.getOrDefault(project, Map.of()),
                settings.defaultSender(),
                settings.messageIdDomain(),
                settings.mailroom().linksOrNone(),
                Mailroom.verified(domains, project),
                job.contact() == null
                        ? List.of()
                        : devices.getOrDefault(new Ref(project, job.contact().id()), List.of()));
    }

    private Set<String> known(Job job) {
        return job.automation().segmentReferences().stream()
                .filter(id -> segments.contains(new Ref(job.run().projectId(), UUID.fromString(id))))
                .collect(Collectors.toSet());
    }

    private Map<String, Boolean> taken(Job job) {
        var taken = new HashMap<String, Boolean>();
        if (job.contact() != null) {
            job.automation().topicReferences().forEach(id -> {
                Boolean isTaken = topics.get(choice(job, id));
                if (isTaken != null) {
                    taken.put(id, isTaken);
                }
            });
        }
        return taken;
    }
}
