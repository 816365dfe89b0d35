package onward.web.contacts;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.store.Store;
import onward.store.page.ContactFacts;
import onward.store.page.ContactFacts.Line;
import onward.web.contacts.ContactsView.Row;
import onward.web.ui.Moment;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/contacts[?after=<id>]}. */
public final class ContactsPage {
    private static final String PATH = "/dashboard/contacts";

    private final Store store;

    public ContactsPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        var after = visit.after().orElse(null);
        return ContactFacts.page(store.client(), visit.projectId(), after)
                .map(lines -> new Shown(
                        "contacts",
                        "contacts",
                        new ContactsView(
                                lines.items().stream()
                                        .map(line -> row(line, visit.now()))
                                        .toList(),
                                lines.older().map(id -> PATH + "?after=" + id).orElse(null),
                                after == null ? null : PATH)));
    }

    private static Row row(Line line, Instant now) {
        return new Row(
                line.id().toString(),
                line.email(),
                name(line.firstName(), line.lastName()),
                line.unsubscribed(),
                Moment.of(line.createdAt(), now));
    }

    static String name(String first, String last) {
        return Stream.of(first, last).filter(part -> part != null).collect(Collectors.joining(" "));
    }
}
