package onward.web.names;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onward.flow.fact.EventName;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Schema;
import onward.store.Store;
import onward.store.page.EventNames;
import onward.store.page.EventNames.Newest;
import onward.store.table.EventTypes;
import onward.store.table.EventTypes.EventType;
import onward.web.names.NameView.Beginner;
import onward.web.names.NameView.FieldRow;
import onward.web.ui.FormAgain;
import onward.web.ui.Json;
import onward.web.ui.Moment;
import onward.web.ui.PageProblem;
import onward.web.ui.ProblemRow;
import onward.web.ui.Query;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/**
 * {@code GET /dashboard/event-name[?name=…]}: what is known of a name, and the form that declares the fields of its
 * payload; {@code POST /dashboard/event-names} declares them, {@code /event-names/delete} takes them back.
 */
public final class NamePage {
    /** A hundred fields with long names, and room for letters that take several bytes on their way. */
    public static final int FORM_BYTES_MAX = 512 * 1024;

    /** Empty lines for more fields; without script, saving gives new ones. */
    private static final int SPARE_ROWS = 3;

    private final Store store;
    private final Ids ids = Ids.from(new SecureRandom());

    public NamePage(Store store) {
        this.store = store;
    }

    public Future<Shown> show(Visit visit) {
        String name = visit.text("name").orElse("");
        return found(visit, name).compose(type -> shown(visit, name, type, rows(type), List.of()));
    }

    private Future<Optional<EventType>> found(Visit visit, String name) {
        return name.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : EventTypes.find(store.client(), visit.projectId(), null, name);
    }

    private static List<FieldRow> rows(Optional<EventType> type) {
        List<FieldRow> rows = new ArrayList<>();
        type.map(EventType::schema)
                .orElse(Map.of())
                .forEach((field, word) -> rows.add(new FieldRow(rows.size() + 1, field, String.valueOf(word))));
        return rows;
    }

    private Future<Shown> shown(
            Visit visit, String name, Optional<EventType> type, List<FieldRow> rows, List<Problem> problems) {
        var newest = EventNames.newest(store.client(), visit.projectId(), name);
        var beginners = EventNames.beginners(store.client(), visit.projectId(), name);
        return Future.all(newest, beginners)
                .map(all -> new Shown(
                        "event-name",
                        "event-names",
                        new NameView(
                                name.isEmpty() ? null : name,
                                sentence(name, type),
                                type.isPresent(),
                                !name.isEmpty()
                                        && EventName.problem("name", name).isEmpty(),
                                withSpares(rows),
                                ProblemRow.of(problems),
                                beginners.result().stream()
                                        .map(one -> new Beginner(one.name(), "/dashboard/automations/" + one.id()))
                                        .toList(),
                                Query.of("/dashboard/events").with("name", name).text(),
                                Query.of("/dashboard/events/new")
                                        .with("name", name)
                                        .text(),
                                newest.result()
                                        .map(Newest::receivedAt)
                                        .map(at -> Moment.of(at, visit.now()))
                                        .orElse(null),
                                newest.result()
                                        .map(one -> "/dashboard/events/" + one.id())
                                        .orElse(null),
                                newest.result()
                                        .map(Newest::payload)
                                        .map(Json::pretty)
                                        .orElse(null))));
    }

    private static String sentence(String name, Optional<EventType> type) {
        if (name.isEmpty()) {
            return "Declare which fields the payload of an event has: what does not fit is refused where it is sent.";
        }
        if (type.isEmpty()) {
            return "Not declared: its payload may be anything.";
        }
        return type.get().schema() == null
                ? "Declared, without fields: its payload may be anything."
                : "Declared: a payload that does not fit is refused where it is sent.";
    }

    private static List<FieldRow> withSpares(List<FieldRow> rows) {
        List<FieldRow> all = new ArrayList<>(rows);
        for (int i = 0; i < SPARE_ROWS && all.size() < Schema.FIELDS_MAX; i++) {
            all.add(new FieldRow(all.size() + 1, "", "string"));
        }
        return all;
    }

    /** {@code POST /dashboard/event-names}: declared, or declared anew. */
    public Future<String> declare(Visit visit) {
        String name = visit.field("name");
        List<FieldRow> rows = typed(visit.fields("field_name"), visit.fields("field_type"));
        List<Problem> problems = new ArrayList<>();
        EventName.problem("name", name).ifPresent(problems::add);
        Map<String, Object> schema = schema(rows, problems);
        if (!problems.isEmpty()) {
            String shown = name.length() <= EventName.CHARS_MAX ? name : name.substring(0, EventName.CHARS_MAX);
            return found(visit, shown)
                    .compose(type -> shown(visit, shown, type, rows, problems))
                    .compose(page -> Future.failedFuture(new FormAgain(page)));
        }
        return EventTypes.create(store.client(), visit.projectId(), name, schema, visit.now(), ids)
                .compose(made -> made.isPresent()
                        ? Future.succeededFuture(true)
                        : found(visit, name)
                                .compose(type -> type.isEmpty()
                                        ? Future.succeededFuture(false)
                                        : EventTypes.updateSchema(
                                                store.client(),
                                                visit.projectId(),
                                                type.get().id(),
                                                schema,
                                                visit.now())))
                .map(done -> existing(done, NamesPage.link(name)));
    }

    /** Lines without a name are nothing. */
    private static List<FieldRow> typed(List<String> names, List<String> types) {
        List<FieldRow> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(names.size(), types.size()); i++) {
            String name = names.get(i).strip();
            if (!name.isEmpty()) {
                rows.add(new FieldRow(rows.size() + 1, name, types.get(i)));
            }
        }
        return rows;
    }

    /** Null where there is no field. */
    private static Map<String, Object> schema(List<FieldRow> rows, List<Problem> problems) {
        Map<String, Object> types = new LinkedHashMap<>();
        for (FieldRow row : rows) {
            if (types.put(row.name(), row.type()) != null) {
                problems.add(
                        Problem.invalid("schema." + row.name(), "Expected each field once, found this one twice."));
            }
        }
        var read = Schema.read(types);
        problems.addAll(read.problems());
        return types.isEmpty() || !read.isOk() ? null : read.value().toMap();
    }

    /** {@code POST /dashboard/event-names/delete}: the declaration goes, events of that name go on as they are. */
    public Future<String> delete(Visit visit) {
        String name = visit.field("name");
        return found(visit, name)
                .compose(type -> type.isEmpty()
                        ? Future.succeededFuture(false)
                        : EventTypes.delete(
                                store.client(), visit.projectId(), type.get().id()))
                .map(done -> existing(done, NamesPage.PATH));
    }

    private static String existing(boolean found, String next) {
        if (!found) {
            throw PageProblem.absent("event name");
        }
        return next;
    }
}
