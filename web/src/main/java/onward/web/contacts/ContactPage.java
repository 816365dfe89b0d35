package onward.web.contacts;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import onward.store.Store;
import onward.store.page.ContactFacts;
import onward.store.table.ContactRef;
import onward.store.table.Suppressions.Suppression;
import onward.web.contacts.ContactView.Entry;
import onward.web.contacts.ContactView.Topic;
import onward.web.runs.RunRow;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.Pill;
import onward.web.ui.Shown;
import onward.web.ui.Times;
import onward.web.ui.Visit;

/** {@code GET /dashboard/contacts/<id>}: a person, and what came and went in one line of time. */
public final class ContactPage {
    private final Store store;

    public ContactPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        return ContactFacts.find(store.client(), visit.projectId(), ContactRef.id(visit.pathId("contact")))
                .map(found -> found.orElseThrow(() -> PageProblem.absent("contact")))
                .map(facts -> new Shown("contact", "contacts", view(facts, visit.now())));
    }

    private static ContactView view(ContactFacts facts, Instant now) {
        Contact contact = facts.contact();
        return new ContactView(
                contact.id().toString(),
                contact.email(),
                ContactsPage.name(contact.firstName(), contact.lastName()),
                !contact.unsubscribed() && facts.suppression() == null,
                mayGetMail(contact, facts.suppression(), now),
                contact.properties().isEmpty() ? null : Json.pretty(contact.properties()),
                facts.segments().stream().map(ContactFacts.Named::name).toList(),
                facts.topics().stream()
                        .map(topic -> new Topic(topic.name(), topic.isIn()))
                        .toList(),
                Moment.of(contact.createdAt(), now),
                Moment.of(contact.updatedAt(), now),
                timeline(facts, now));
    }

    private static String mayGetMail(Contact contact, Suppression suppression, Instant now) {
        if (contact.unsubscribed()) {
            return "Unsubscribed from everything: no step sends to them.";
        }
        if (suppression == null) {
            return "Mail reaches them.";
        }
        String since = " since " + Times.words(suppression.createdAt(), now);
        return switch (suppression.origin()) {
            case "bounce" -> "Suppressed" + since + ": a mail to them bounced.";
            case "complaint" -> "Suppressed" + since + ": they marked a mail as spam.";
            default -> "Suppressed by hand" + since + ".";
        };
    }

    private record Dated(Instant at, Entry entry) {}

    private static List<Entry> timeline(ContactFacts facts, Instant now) {
        var events = facts.events().stream()
                .map(event -> new Dated(
                        event.receivedAt(),
                        new Entry(
                                "event",
                                Moment.of(event.receivedAt(), now),
                                event.name(),
                                "/dashboard/events/" + event.id(),
                                null,
                                null)));
        var runs = facts.runs().stream().map(line -> {
            RunRow row = RunRow.of(line, now);
            return new Dated(
                    line.startedAt(),
                    new Entry(
                            "run",
                            row.started(),
                            row.automation(),
                            "/dashboard/runs/" + row.id(),
                            row.status(),
                            row.doing()));
        });
        var mails = facts.mails().stream()
                .map(mail -> new Dated(
                        mail.createdAt(),
                        new Entry(
                                mail.isPush() ? "push" : "email",
                                Moment.of(mail.createdAt(), now),
                                mail.subject(),
                                mail.isPush() ? "/dashboard/runs/" + mail.runId() : "/dashboard/emails/" + mail.id(),
                                Pill.of(mail.lastEvent()),
                                null)));
        return Stream.of(mails, runs, events) // of one instant, what was caused comes above its cause
                .flatMap(all -> all)
                .sorted(Comparator.comparing(Dated::at).reversed())
                .map(Dated::entry)
                .toList();
    }
}
