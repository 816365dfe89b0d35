package onward.store.table;

import static onward.store.table.Columns.instant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.RunStatus;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Statements;
import onward.store.Store;
import onward.store.Times;
import onward.store.json.JsonWriter;
import onward.store.table.BulkAction.Counts;
import onward.store.table.BulkAction.Item;
import onward.store.table.BulkAction.Kind;
import onward.store.table.BulkAction.Order;
import onward.store.table.BulkAction.Status;
import onward.store.table.RunControl.Retrying;
import onward.store.table.RunControl.Target;

/**
 * The table of bulk actions and their items. Making one writes down which runs it is for and does nothing to them; once
 * it is started, each run is dealt with in a transaction of its own, in which its item is settled and counted too. So
 * whoever dies on the way leaves no run half done, and any node goes on where another stopped.
 */
public final class BulkActions {
    /** How many runs one action takes. */
    public static final int ITEMS_MAX = 50_000;

    /** How many runs are looked at to find them. */
    public static final int LOOKED_AT_MAX = 200_000;

    /** How long a draft is kept that nobody starts. */
    public static final Duration DRAFT_KEPT = Duration.ofDays(1);

    /** How long one is kept that ended. */
    public static final Duration KEPT = Duration.ofDays(90);

    static final String DONE = "done";
    static final String UNCHANGED = "unchanged";
    static final String REFUSED = "refused";

    private static final int MESSAGE_CHARS_MAX = 500;
    private static final Statements SQL = Statements.of("bulk_action");
    private static final IdPages ITEMS = new IdPages(SQL, "item_cursor", "older_items", "newer_items");

    private final Store store;
    private final RunControl control;
    private final Ids ids = Ids.from(new SecureRandom());

    public BulkActions(Store store) {
        this.store = store;
        this.control = new RunControl(store);
    }

    private record Work(
            UUID projectId,
            UUID bulkId,
            UUID runId,
            Kind kind,
            Map<String, Object> options,
            String note,
            Actor actor) {}

    private record Frozen(int lookedAt, int items) {
        boolean isWhole() {
            return lookedAt < LOOKED_AT_MAX && items < ITEMS_MAX;
        }
    }

    /** Writes down what is to be done and to which runs; gives its id. Old ones of the project are forgotten with it. */
    public Future<UUID> create(UUID projectId, Order order, Actor actor) {
        return store.transaction(tx -> store.now(tx).compose(now -> {
            UUID id = ids.next(now);
            return forget(tx, projectId, now)
                    .compose(done -> insert(tx, projectId, id, order, actor, now))
                    .compose(done -> freeze(tx, projectId, id, order))
                    .compose(frozen -> run(tx, "frozen", Tuple.of(frozen.items(), frozen.isWhole(), projectId, id)))
                    .map(id);
        }));
    }

    private static Future<Void> forget(SqlClient tx, UUID projectId, Instant now) {
        return run(tx, "forget", Tuple.of(projectId, Times.toSql(now.minus(DRAFT_KEPT)), Times.toSql(now.minus(KEPT))));
    }

    private static Future<Void> insert(SqlClient tx, UUID projectId, UUID id, Order order, Actor actor, Instant now) {
        var tuple = Tuple.tuple()
                .addUUID(projectId)
                .addUUID(id)
                .addString(order.kind().word())
                .addUUID(order.automationId())
                .addArrayOfString(words(order))
                .addString(JsonWriter.write(order.options()))
                .addString(order.note())
                .addString(JsonWriter.write(actor.toMap()))
                .addValue(Times.toSql(now));
        return run(tx, "insert", tuple);
    }

    private static String[] words(Order order) {
        return order.statuses().stream().map(RunStatus::word).toArray(String[]::new);
    }

    private static Future<Frozen> freeze(SqlClient tx, UUID projectId, UUID id, Order order) {
        return order.kind() == Kind.CANCEL ? live(tx, projectId, id, order) : ended(tx, projectId, id, order);
    }

    private static Future<Frozen> live(SqlClient tx, UUID projectId, UUID id, Order order) {
        var tuple = Tuple.tuple()
                .addUUID(projectId)
                .addInteger(LOOKED_AT_MAX)
                .addUUID(id)
                .addArrayOfString(words(order))
                .addUUID(order.automationId())
                .addInteger(ITEMS_MAX);
        return frozen(tx, "freeze_live", tuple);
    }

    private static Future<Frozen> ended(SqlClient tx, UUID projectId, UUID id, Order order) {
        var tuple = Tuple.tuple()
                .addUUID(projectId)
                .addUUID(order.automationId())
                .addInteger(LOOKED_AT_MAX)
                .addUUID(id)
                .addArrayOfString(words(order))
                .addInteger(ITEMS_MAX);
        return frozen(tx, "freeze_unwell", tuple);
    }

    private static Future<Frozen> frozen(SqlClient tx, String statement, Tuple tuple) {
        return tx.preparedQuery(SQL.get(statement))
                .execute(tuple)
                .map(rows -> Columns.firstOrNull(
                        rows, row -> new Frozen(row.getInteger("looked_at"), row.getInteger("items"))));
    }

    public static Future<Optional<BulkAction>> find(SqlClient client, UUID projectId, UUID id) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId, id))
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, BulkActions::action)));
    }

    /** Newest first. */
    public static Future<Page<BulkAction>> list(SqlClient client, UUID projectId, PageRequest request) {
        return Keyset.page(client, SQL, request, List.of(projectId), List.of(), BulkActions::action);
    }

    /** Its runs, the newest first. */
    public static Future<Page<Item>> items(SqlClient client, UUID projectId, UUID id, PageRequest request) {
        return ITEMS.page(client, request, List.of(projectId, id), BulkActions::item);
    }

    /** Begins a draft; false when it is none. */
    public Future<Boolean> start(UUID projectId, UUID id) {
        return changed("start", projectId, id);
    }

    /** Does nothing more to any run; false when it is over already. A run that is being dealt with is dealt with. */
    public Future<Boolean> abort(UUID projectId, UUID id) {
        return changed("abort", projectId, id);
    }

    private Future<Boolean> changed(String statement, UUID projectId, UUID id) {
        return store.now()
                .compose(now -> store.client()
                        .preparedQuery(SQL.get(statement))
                        .execute(Tuple.of(Times.toSql(now), projectId, id))
                        .map(rows -> rows.rowCount() == 1));
    }

    /** Deals with one run of a running action; false when there is none that nobody has in hand. */
    public Future<Boolean> one() {
        var claimed = new AtomicReference<Work>();
        return store.transaction(tx -> claim(tx).compose(found -> {
                    claimed.set(found.orElse(null));
                    return found.map(work -> deal(tx, work).map(true)).orElse(Future.succeededFuture(false));
                }))
                .recover(fault -> claimed.get() == null ? Future.failedFuture(fault) : failed(claimed.get(), fault));
    }

    private static Future<Optional<Work>> claim(SqlClient tx) {
        return tx.preparedQuery(SQL.get("claim"))
                .execute()
                .map(rows -> Optional.ofNullable(Columns.firstOrNull(rows, BulkActions::work)));
    }

    private Future<Void> deal(SqlConnection tx, Work work) {
        var target = new Target(work.projectId(), null, work.runId());
        Future<Result<String>> dealt = work.kind() == Kind.CANCEL
                ? control.cancel(tx, target, cancellation(work))
                        .map(result -> result.map(cancelled -> cancelled.isNew() ? DONE : UNCHANGED))
                : control.retry(tx, target, retrying(work)).map(result -> result.map(run -> DONE));
        return dealt.compose(result -> result.isOk()
                ? settle(tx, work, result.value(), null)
                : settle(tx, work, REFUSED, result.problems().get(0).message()));
    }

    private static Cancellation cancellation(Work work) {
        boolean keepsMails = !Cancellation.CANCEL.equals(work.options().get("emails"));
        return new Cancellation(work.actor(), work.note(), keepsMails);
    }

    private static Retrying retrying(Work work) {
        boolean isByNewest = Retry.NEWEST_VERSION.equals(work.options().get("version"));
        var wish = new Retry.Wish((String) work.options().get("step_key"), Set.of(), null);
        return new Retrying(work.actor(), work.note(), isByNewest, wish);
    }

    /** A run that cannot be dealt with keeps no other from it; what went wrong stands beside it. */
    private Future<Boolean> failed(Work work, Throwable fault) {
        return store.transaction(tx -> settle(tx, work, REFUSED, "The server failed at it: " + fault.getMessage()))
                .map(true);
    }

    private Future<Void> settle(SqlClient tx, Work work, String result, String message) {
        String told = message == null || message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX);
        return store.now(tx)
                .compose(now -> tx.preparedQuery(SQL.get("settle"))
                        .execute(
                                Tuple.of(result, told, Times.toSql(now), work.projectId(), work.bulkId(), work.runId()))
                        .compose(rows -> rows.rowCount() == 0
                                ? Future.succeededFuture()
                                : run(tx, "count", Tuple.of(result, work.projectId(), work.bulkId()))));
    }

    /** Ends the actions that have nothing left to do. */
    public static Future<Void> finish(SqlClient client, Instant now) {
        return run(client, "finish", Tuple.of(Times.toSql(now)));
    }

    private static Future<Void> run(SqlClient client, String statement, Tuple values) {
        return client.preparedQuery(SQL.get(statement)).execute(values).mapEmpty();
    }

    private static Work work(Row row) {
        Map<String, Object> actor = Columns.object(row, "actor");
        Object id = actor.get("id");
        return new Work(
                row.getUUID("project_id"),
                row.getUUID("bulk_id"),
                row.getUUID("run_id"),
                Kind.of(row.getString("kind")).orElseThrow(),
                Columns.object(row, "options"),
                row.getString("note"),
                new Actor((String) actor.get("type"), id == null ? null : UUID.fromString((String) id), (String)
                        actor.get("name")));
    }

    private static BulkAction action(Row row) {
        return new BulkAction(
                row.getUUID("project_id"),
                row.getUUID("id"),
                new Order(
                        Kind.of(row.getString("kind")).orElseThrow(),
                        row.getUUID("automation_id"),
                        Arrays.stream(row.getArrayOfStrings("statuses"))
                                .map(RunStatus::of)
                                .toList(),
                        Columns.object(row, "options"),
                        row.getString("note")),
                Status.of(row.getString("status")),
                Columns.object(row, "actor"),
                row.getInteger("items"),
                row.getBoolean("whole"),
                new Counts(row.getInteger("done"), row.getInteger("unchanged"), row.getInteger("refused")),
                instant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private static Item item(Row row) {
        return new Item(row.getUUID("run_id"), row.getString("result"), row.getString("message"), instant(row, "at"));
    }

    /** Why an action cannot be started or aborted as it stands. */
    public static Problem conflict(BulkAction action, String doing) {
        return Problem.conflict(
                "",
                "Expected a bulk action that can be " + doing + ", found one that is "
                        + action.status().word() + ". Make another one.");
    }
}
