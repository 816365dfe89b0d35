package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import onward.flow.explain.Explain;
import onward.flow.explain.Explanation;
import onward.flow.explain.Findings;
import onward.flow.explain.Findings.Deed;
import onward.flow.explain.Findings.Incoming;
import onward.flow.explain.Findings.Person;
import onward.flow.explain.Findings.Plan;
import onward.flow.explain.Findings.Span;
import onward.flow.explain.Findings.Story;
import onward.flow.explain.Findings.Window;
import onward.flow.fact.Contact;
import onward.flow.graph.Automation;
import onward.flow.message.Address;
import onward.flow.run.RunStatus;
import onward.store.page.ExplainRows.Found;
import onward.store.page.ExplainRows.Standing;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Suppressions;

/**
 * Why somebody did not get a mail: gathers what there is of a person, an automation and an event, in about a dozen
 * bounded look-ups, and lets {@link Explain} tell it. Changes nothing and locks nothing; between two look-ups things may
 * move, so an explanation of what happens right now may be a moment behind.
 */
public final class Explanations {
    private final SqlClient client;
    private final UUID projectId;
    private final Question question;
    private final Instant now;
    private final Window window;
    private final ExplainRows rows;

    private Explanations(SqlClient client, UUID projectId, Question question, Instant now) {
        this.client = client;
        this.projectId = projectId;
        this.question = question;
        this.now = now;
        this.window = window(question, now);
        this.rows = new ExplainRows(client, projectId, question.automationId());
    }

    private static Window window(Question question, Instant now) {
        Instant until = question.until() == null ? now : question.until();
        return new Window(question.since() == null ? until.minus(Question.BACK) : question.since(), until);
    }

    /** Explains; empty when the project never had an automation of that id. */
    public static Future<Optional<Explanation>> of(SqlClient client, UUID projectId, Question question, Instant now) {
        return new Explanations(client, projectId, question, now).explained();
    }

    private Future<Optional<Explanation>> explained() {
        return rows.standing()
                .compose(standing -> standing.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : findings(standing.get()).map(facts -> Optional.of(Explain.of(facts, now))));
    }

    /** Who is asked about, before it is known which topics matter: the contact and the keys their events go by. */
    private record Known(Contact contact, String email, List<String> keys) {

        /** What a payload that means them has in it: the address, or the id where there is no address. */
        String mention() {
            return email == null ? keys.get(0) : Address.key(email);
        }
    }

    private Future<Findings> findings(Standing standing) {
        return known().compose(known -> rows.spans()
                .compose(spans -> event(known, names(standing.plan(), spans))
                        .compose(event -> story(event, known)
                                .compose(story -> gathered(new Basis(standing, known, spans, event, story))))));
    }

    private Future<Known> known() {
        return Contacts.find(client, projectId, question.person()).map(found -> {
            Contact contact = found.orElse(null);
            UUID id = contact == null ? question.person().id() : contact.id();
            String email = contact == null ? question.person().emailKey() : contact.email();
            var keys = new ArrayList<String>();
            if (id != null) {
                keys.add(id.toString());
            }
            if (email != null) {
                keys.add(Address.key(email));
            }
            return new Known(contact, email, keys);
        });
    }

    /** The names that start the automation, or once did. */
    private static Set<String> names(Plan plan, List<Span> spans) {
        Set<String> names = new LinkedHashSet<>();
        if (plan.trigger() != null) {
            names.add(plan.trigger());
        }
        spans.forEach(span -> names.add(span.trigger()));
        return names;
    }

    private Future<Optional<Found>> event(Known known, Set<String> names) {
        if (question.eventId() != null) {
            return rows.event(question.eventId());
        }
        return rows.newestOf(names, known.keys(), window)
                .compose(id -> id == null ? Future.succeededFuture(Optional.empty()) : rows.event(id));
    }

    private Future<Story> story(Optional<Found> event, Known known) {
        UUID eventId = event.map(found -> found.heard().id()).orElse(question.eventId());
        return eventId == null
                ? Future.succeededFuture()
                : rows.story(eventId, event.map(Found::heard).orElse(null), known.keys(), window.until());
    }

    /** What everything else is looked up by. */
    private record Basis(Standing standing, Known known, List<Span> spans, Optional<Found> event, Story story) {

        boolean isTheirs(Found found) {
            boolean isTheirRun = story != null
                    && known.contact() != null
                    && known.contact().id().equals(story.run().contactId());
            return known.keys().contains(found.personKey()) || isTheirRun;
        }

        Set<String> topicIds() {
            Automation automation = story == null ? standing.automation() : story.automation();
            return automation == null ? Set.of() : automation.topicReferences();
        }

        /** Of whom: also where only the run still knows. */
        UUID contactId(Question question) {
            if (known.contact() != null) {
                return known.contact().id();
            }
            return question.person().id() != null || story == null
                    ? question.person().id()
                    : story.run().contactId();
        }
    }

    private Future<Findings> gathered(Basis basis) {
        Instant from = basis.event().map(found -> found.heard().receivedAt()).orElse(window.since());
        var around = new Window(from.isBefore(window.since()) ? from : window.since(), window.until());
        var person = person(basis);
        var heard = rows.heard(basis.known().keys(), name(basis.known()), around);
        var neighbours = rows.neighbours(
                basis.known().keys(), basis.known().mention(), listened(basis), new Window(from, window.until()));
        var repeats = rows.repeats(List.of(basis.known().mention()), around);
        var refusal = basis.event().isEmpty()
                ? Future.<Findings.Refusal>succeededFuture()
                : rows.refusal(basis.event().get().heard().id());
        var deeds = deeds(basis);
        return Future.all(List.of(person, heard, neighbours, repeats, refusal, deeds))
                .map(all -> new Findings(
                        person.result(),
                        basis.standing().plan(),
                        window,
                        question.eventId(),
                        basis.event().map(found -> incoming(basis, found)).orElse(null),
                        heard.result(),
                        neighbours.result(),
                        repeats.result(),
                        basis.spans(),
                        refusal.result(),
                        basis.story(),
                        deeds.result()));
    }

    private static Incoming incoming(Basis basis, Found found) {
        return new Incoming(
                found.heard(),
                basis.isTheirs(found),
                found.idempotencyKey(),
                found.isMatched(),
                found.quarantinedAt(),
                found.fault());
    }

    private static String name(Known known) {
        return known.email() == null ? known.keys().get(0) : known.email();
    }

    private Future<Person> person(Basis basis) {
        UUID id = basis.contactId(question);
        String email = basis.known().email();
        var suppression = email == null
                ? Future.succeededFuture(Optional.<Suppressions.Suppression>empty())
                : Suppressions.find(client, projectId, ContactRef.email(email));
        var topics = rows.topics(basis.topicIds(), id);
        return Future.all(suppression, topics)
                .map(all -> new Person(
                        id,
                        email,
                        basis.known().contact(),
                        suppression
                                .result()
                                .map(found -> new Findings.Suppression(
                                        found.id(), found.origin(), found.sourceId(), found.createdAt()))
                                .orElse(null),
                        topics.result()));
    }

    /** Of whose events the payloads matter: those that start the automation, and those that its run listens for. */
    private static Set<String> listened(Basis basis) {
        Set<String> names = new LinkedHashSet<>(names(basis.standing().plan(), basis.spans()));
        if (basis.story() != null && basis.story().automation() != null) {
            names.addAll(basis.story().automation().listenedNames());
        }
        return names;
    }

    /** Who paused the automation before the event came, ended the run from outside, or unsubscribed the contact. */
    private Future<List<Deed>> deeds(Basis basis) {
        List<Instant> instants = Stream.of(pauses(basis), ends(basis), leaves(basis))
                .flatMap(Function.identity())
                .distinct()
                .toList();
        return instants.isEmpty() ? Future.succeededFuture(List.of()) : rows.deeds(instants, endpoints(basis));
    }

    private static Stream<Instant> pauses(Basis basis) {
        if (basis.event().isEmpty() || basis.story() != null) {
            return Stream.empty();
        }
        Instant at = basis.event().get().heard().receivedAt();
        return basis.spans().stream()
                .map(Span::until)
                .filter(until -> until != null && !until.isAfter(at))
                .max(Instant::compareTo)
                .stream();
    }

    private static Stream<Instant> ends(Basis basis) {
        boolean isEnded = basis.story() != null && !basis.story().run().isLive();
        boolean isFailed = isEnded && basis.story().run().status() == RunStatus.FAILED;
        return isEnded && !isFailed ? Stream.of(basis.story().run().completedAt()) : Stream.empty();
    }

    private static Stream<Instant> leaves(Basis basis) {
        Contact contact = basis.known().contact();
        return contact != null && contact.unsubscribed() ? Stream.of(contact.updatedAt()) : Stream.empty();
    }

    private List<String> endpoints(Basis basis) {
        String automation = "/automations/" + question.automationId();
        var endpoints = new ArrayList<>(List.of(automation, automation + "/stop"));
        UUID contactId = basis.contactId(question);
        if (contactId != null) {
            endpoints.add("/contacts/" + contactId);
        }
        basis.known().keys().forEach(key -> endpoints.add("/contacts/" + key));
        return endpoints;
    }
}
