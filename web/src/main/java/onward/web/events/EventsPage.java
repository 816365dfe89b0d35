package onward.web.events;

import io.vertx.core.Future;
import java.time.Instant;
import onward.store.Store;
import onward.store.page.EventFacts;
import onward.store.page.EventFacts.Line;
import onward.store.page.Slice;
import onward.web.events.EventsView.Row;
import onward.web.ui.Commands;
import onward.web.ui.Moment;
import onward.web.ui.Pill;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/events[?name=…][&after=<id>]}. */
public final class EventsPage {
    private static final String PATH = "/dashboard/events";

    private final Store store;

    public EventsPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        String name = visit.text("name").orElse(null);
        var after = visit.after().orElse(null);
        return EventFacts.page(store.client(), visit.projectId(), name, after)
                .map(lines -> new Shown("events", "events", view(visit, name, lines, after == null)));
    }

    private static EventsView view(Visit visit, String name, Slice<Line> lines, boolean isFirst) {
        var query = Query.of(PATH).with("name", name);
        return new EventsView(
                lines.items().stream().map(line -> row(line, visit.now())).toList(),
                name,
                lines.older()
                        .map(id -> query.with("after", id.toString()).text())
                        .orElse(null),
                isFirst ? null : query.text(),
                name != null && lines.older().isEmpty() ? EventFacts.BUDGET_ROWS_MAX : 0,
                Commands.firstEvent(visit.context().request()),
                Query.of("/dashboard/events/new").with("name", name).text());
    }

    private static Row row(Line line, Instant now) {
        return new Row(
                line.id().toString(),
                line.name(),
                line.email() == null ? "(removed)" : line.email(),
                line.contactId() == null ? null : "/dashboard/contacts/" + line.contactId(),
                state(line),
                Moment.of(line.receivedAt(), now));
    }

    static Pill state(Line line) {
        if (line.quarantinedAt() != null) {
            return Pill.of("quarantined");
        }
        return line.waits() ? Pill.of("queued") : null;
    }
}
