package onward.web.names;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onward.store.Store;
import onward.store.page.EventNames;
import onward.store.page.EventNames.Line;
import onward.store.page.EventNames.Lines;
import onward.store.page.EventNames.Seen;
import onward.web.names.NamesView.Row;
import onward.web.ui.Figures;
import onward.web.ui.Moment;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/event-names[?after=<name>]}. */
public final class NamesPage {
    static final String PATH = "/dashboard/event-names";

    private final Store store;

    public NamesPage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        String after = visit.text("after").orElse("");
        var lines = EventNames.page(store.client(), visit.projectId(), after);
        var seen = EventNames.lately(store.client(), visit.projectId());
        return Future.all(lines, seen)
                .map(all -> new Shown(
                        "event-names", "event-names", view(lines.result(), seen.result(), after, visit.now())));
    }

    private static NamesView view(Lines lines, Map<String, Seen> seen, String after, Instant now) {
        var unknown = seen.values().stream()
                .filter(one -> !one.isKnown())
                .map(one -> row(new Line(one.name(), false, null, 0), one, now))
                .toList();
        return new NamesView(
                lines.items().stream()
                        .map(line -> row(line, seen.get(line.name()), now))
                        .toList(),
                after.isEmpty() ? unknown : List.of(),
                EventNames.EVENTS_LOOKED_AT_MAX,
                lines.older() == null
                        ? null
                        : Query.of(PATH).with("after", lines.older()).text(),
                after.isEmpty() ? null : PATH);
    }

    private static Row row(Line line, Seen seen, Instant now) {
        return new Row(
                line.name(),
                link(line.name()),
                line.isDeclared(),
                line.schema() == null ? null : words(line.schema()),
                line.automations() == 0 ? "" : Figures.of(line.automations()),
                seen == null ? null : Moment.of(seen.receivedAt(), now),
                seen == null ? null : "/dashboard/events/" + seen.id());
    }

    /** The page of a name, which may hold anything and so stands in a query. */
    static String link(String name) {
        return Query.of("/dashboard/event-name").with("name", name).text();
    }

    private static String words(Map<String, Object> schema) {
        return schema.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining(", "));
    }
}
