package onward.store.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import onward.flow.explain.Findings.Deed;
import onward.flow.explain.Findings.Heard;
import onward.flow.explain.Findings.Mail;
import onward.flow.explain.Findings.Plan;
import onward.flow.explain.Findings.Refusal;
import onward.flow.explain.Findings.Repeat;
import onward.flow.explain.Findings.Span;
import onward.flow.explain.Findings.Story;
import onward.flow.explain.Findings.TopicChoice;
import onward.flow.explain.Findings.Window;
import onward.flow.fact.Ids;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.run.Run;
import onward.store.Statements;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.table.Automations;
import onward.store.table.Runs;
import onward.store.table.StoredAutomation;
import onward.store.table.Trail;

/** The rows that an explanation is made of: bind, run, map. Everything has a limit, and goes by an index. */
final class ExplainRows {
    /** How many versions of an automation tell the names that started it, the newest. */
    static final int VERSIONS_MAX = 200;

    /** How many spans of being enabled are told of each of these names, the newest. */
    static final int SPANS_MAX = 100;

    /** Among how many events of a person the one in question is looked for, the newest. */
    static final int EVENTS_LOOKED_MAX = 1_000;

    /** How many events of a person are told apart by name. */
    static final int HEARD_MAX = 200;

    /** How many events of a person are held against the waits of a run. */
    static final int HELD_AGAINST_WAITS_MAX = 50;

    /** Among how many events of a project one that was meant for the person is looked for, the newest. */
    static final int NEIGHBOURS_MAX = 1_000;

    /** Payloads of others that are stored in more bytes are not looked into. */
    static final int NEIGHBOUR_PAYLOAD_BYTES_MAX = 4_096;

    /** How many requests of the log are looked at. */
    static final int REQUESTS_LOOKED_MAX = 1_000;

    /** How many repetitions, and how many requests about an instant, are told. */
    static final int REQUESTS_MAX = 10;

    /** A request and what it did are this near in time. */
    private static final Duration DEED_DISTANCE = Duration.ofSeconds(2);

    private static final Statements SQL = Statements.of("page_explain");

    private final SqlClient client;
    private final UUID projectId;
    private final UUID automationId;

    ExplainRows(SqlClient client, UUID projectId, UUID automationId) {
        this.client = client;
        this.projectId = projectId;
        this.automationId = automationId;
    }

    private <T> Future<List<T>> list(String name, Tuple tuple, Function<Row, T> map) {
        return client.preparedQuery(SQL.get(name))
                .execute(tuple)
                .map(rows -> rows.stream().map(map).toList());
    }

    private <T> Future<Optional<T>> first(String name, Tuple tuple, Function<Row, T> map) {
        return list(name, tuple, map).map(found -> found.stream().findFirst());
    }

    private static Tuple tuple(Object... values) {
        Tuple tuple = Tuple.tuple();
        Stream.of(values).forEach(tuple::addValue);
        return tuple;
    }

    private static Instant instant(Row row, String column) {
        return Times.fromSql(row.getOffsetDateTime(column));
    }

    @SuppressWarnings("unchecked") // definitions and payloads are objects
    private static Map<String, Object> object(String json) {
        return json == null ? null : (Map<String, Object>) JsonReader.read(json);
    }

    private static Automation graph(Map<String, Object> definition) {
        var read = Blueprint.readDraft(definition);
        return read.isOk() ? read.value() : null;
    }

    /**
     * An automation as it stands, or its last version where it was deleted.
     *
     * @param automation its graph; null while it is no graph that can be read
     */
    record Standing(Plan plan, Automation automation) {}

    Future<Optional<Standing>> standing() {
        return Automations.find(client, projectId, automationId)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.map(ExplainRows::standing))
                        : first("newest_version", tuple(projectId, automationId), this::deleted));
    }

    private static Standing standing(StoredAutomation stored) {
        var plan = new Plan(stored.id(), stored.name(), stored.enabled(), stored.number(), stored.triggerEvent());
        return new Standing(plan, graph(stored.definition()));
    }

    private Standing deleted(Row row) {
        var plan = new Plan(automationId, null, false, row.getInteger("number"), row.getString("trigger_event"));
        return new Standing(plan, graph(object(row.getString("definition"))));
    }

    Future<List<Span>> spans() {
        return list(
                "spans",
                tuple(projectId, automationId, VERSIONS_MAX, SPANS_MAX),
                row -> new Span(
                        row.getInteger("number"),
                        row.getString("trigger_event"),
                        instant(row, "enabled_at"),
                        instant(row, "disabled_at")));
    }

    /** An event, and by what it names its person. */
    record Found(
            Heard heard,
            String personKey,
            String idempotencyKey,
            boolean isMatched,
            Instant quarantinedAt,
            String fault) {}

    Future<Optional<Found>> event(UUID id) {
        return first(
                "event",
                tuple(projectId, id),
                row -> new Found(
                        new Heard(
                                row.getUUID("id"),
                                row.getString("name"),
                                row.getString("person"),
                                instant(row, "received_at"),
                                object(row.getString("payload")),
                                false),
                        row.getString("person_key"),
                        row.getString("idempotency_key"),
                        row.getBoolean("matched") && row.getOffsetDateTime("quarantined_at") == null,
                        instant(row, "quarantined_at"),
                        row.getString("last_fault")));
    }

    /** The id of the newest event of one of the names; null when there is none. */
    Future<UUID> newestOf(Collection<String> names, List<String> keys, Window window) {
        var tuple = tuple(
                array(keys),
                projectId,
                Times.toSql(window.since()),
                Times.toSql(window.until()),
                EVENTS_LOOKED_MAX,
                array(names));
        return names.isEmpty()
                ? Future.succeededFuture()
                : first("newest_of_names", tuple, row -> row.getUUID("id")).map(found -> found.orElse(null));
    }

    private static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    Future<List<Heard>> heard(List<String> keys, String person, Window window) {
        return heard(keys, person, window, Set.of(), HEARD_MAX);
    }

    /** With names: only those, with their payloads. */
    private Future<List<Heard>> heard(List<String> keys, String person, Window window, Set<String> names, int limit) {
        var tuple = tuple(
                person,
                array(names),
                array(keys),
                projectId,
                Times.toSql(window.since()),
                Times.toSql(window.until()),
                !names.isEmpty(),
                limit);
        return list("heard", tuple, ExplainRows::heard);
    }

    private static Heard heard(Row row) {
        return new Heard(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("person"),
                instant(row, "received_at"),
                object(row.getString("payload")),
                row.getBoolean("mentions"));
    }

    Future<List<Heard>> neighbours(List<String> keys, String mention, Set<String> names, Window window) {
        var tuple = tuple(
                mention,
                array(names),
                NEIGHBOUR_PAYLOAD_BYTES_MAX,
                projectId,
                Ids.first(window.since()),
                idsEnd(window),
                NEIGHBOURS_MAX,
                array(keys));
        return list("neighbours", tuple, ExplainRows::heard);
    }

    /** Ids tell milliseconds apart, and the last one belongs to the window. */
    private static UUID idsEnd(Window window) {
        return Ids.first(window.until().plusMillis(1));
    }

    Future<Refusal> refusal(UUID eventId) {
        return first(
                        "refusal",
                        tuple(projectId, automationId, eventId),
                        row -> new Refusal(
                                row.getString("reason"),
                                row.getUUID("run_id"),
                                row.getString("run_status"),
                                instant(row, "refused_at")))
                .map(found -> found.orElse(null));
    }

    /** Where a run is, and that it was set aside. */
    private record Place(UUID runId, Instant quarantinedAt, String fault) {}

    /** The run that the event started, with all it did; null when there is none. */
    Future<Story> story(UUID eventId, Heard trigger, List<String> keys, Instant until) {
        return first(
                        "run_of_event",
                        tuple(projectId, automationId, eventId),
                        row -> new Place(
                                row.getUUID("id"), instant(row, "quarantined_at"), row.getString("last_fault")))
                .compose(
                        place -> place.isEmpty() ? Future.succeededFuture() : story(place.get(), trigger, keys, until));
    }

    private Future<Story> story(Place place, Heard trigger, List<String> keys, Instant until) {
        return Runs.find(client, projectId, automationId, place.runId())
                .compose(run ->
                        run.isEmpty() ? Future.succeededFuture() : story(run.get(), place, trigger, keys, until));
    }

    private Future<Story> story(Run run, Place place, Heard trigger, List<String> keys, Instant until) {
        var trail = Trail.of(client, projectId, run.id());
        var mails = mails(run.id());
        return Automations.version(client, projectId, run.versionId()).compose(version -> {
            var graph = version.map(found -> graph(found.definition())).orElse(null);
            int number = version.map(StoredAutomation.Version::number).orElse(0);
            Set<String> names = graph == null ? Set.of() : graph.listenedNames();
            Instant from = trigger == null ? run.createdAt() : trigger.receivedAt();
            var since = names.isEmpty()
                    ? Future.succeededFuture(List.<Heard>of())
                    : heard(keys, null, new Window(from, until), names, HELD_AGAINST_WAITS_MAX);
            return Future.all(trail, mails, since)
                    .map(all -> new Story(
                            run,
                            number,
                            graph,
                            trigger,
                            trail.result(),
                            mails.result(),
                            since.result(),
                            place.quarantinedAt(),
                            place.fault()));
        });
    }

    private Future<List<Mail>> mails(UUID runId) {
        return list(
                "mails",
                tuple(projectId, runId, Blueprint.STEPS_MAX),
                row -> new Mail(
                        row.getUUID("id"),
                        row.getString("step_key"),
                        row.getInteger("visit"),
                        row.getString("state"),
                        row.getString("last_event"),
                        row.getInteger("attempts"),
                        instant(row, "due_at"),
                        row.getString("last_reply"),
                        instant(row, "created_at"),
                        instant(row, "sent_at"),
                        row.getBoolean("opens"),
                        row.getInteger("opened"),
                        row.getInteger("clicked")));
    }

    Future<List<TopicChoice>> topics(Set<String> ids, UUID contactId) {
        var uuids = ids.stream().map(UUID::fromString).toArray(UUID[]::new);
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : list(
                        "topics",
                        tuple(uuids, projectId, contactId),
                        row -> new TopicChoice(
                                row.getUUID("id"),
                                row.getString("name"),
                                row.getBoolean("is_taken"),
                                instant(row, "updated_at")));
    }

    /** Repetitions of events that mention one of the texts; without those of bodies that were not kept. */
    Future<List<Repeat>> repeats(List<String> mentions, Window window) {
        var tuple = tuple(
                projectId,
                Ids.first(window.since()),
                idsEnd(window),
                REQUESTS_LOOKED_MAX,
                array(mentions),
                REQUESTS_MAX);
        return list("repeats", tuple, ExplainRows::repeat)
                .map(found -> found.stream().flatMap(Optional::stream).toList());
    }

    private static Optional<Repeat> repeat(Row row) {
        Object asked = JsonReader.read(row.getString("request_body"));
        Object answered = JsonReader.read(row.getString("response_body"));
        return asked instanceof Map<?, ?> request && answered instanceof Map<?, ?> answer
                ? Optional.of(new Repeat(
                        UUID.fromString(String.valueOf(answer.get("id"))),
                        String.valueOf(request.get("event")),
                        instant(row, "created_at"),
                        row.getUUID("id")))
                : Optional.empty();
    }

    /** Requests about these instants that changed one of the things at these endpoints. */
    Future<List<Deed>> deeds(List<Instant> instants, List<String> endpoints) {
        var tuple = tuple(
                instants.stream().map(at -> Ids.first(at.minus(DEED_DISTANCE))).toArray(UUID[]::new),
                instants.stream().map(at -> Ids.first(at.plus(DEED_DISTANCE))).toArray(UUID[]::new),
                projectId,
                REQUESTS_LOOKED_MAX,
                array(endpoints),
                REQUESTS_MAX);
        return list(
                "deeds",
                tuple,
                row -> new Deed(
                        row.getUUID("id"),
                        instant(row, "created_at"),
                        row.getString("method"),
                        row.getString("endpoint"),
                        row.getString("key_name")));
    }
}
