package onward.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import onward.bus.Bell;
import onward.bus.Ingested;
import onward.bus.LocalCodec;
import onward.bus.NewEvent;
import onward.channel.Receipt;
import onward.flow.fact.Ids;
import onward.flow.graph.Blueprint;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.page.SelfCheck;
import onward.store.table.Automations;
import onward.store.table.Key;
import onward.store.table.Locks;
import onward.store.table.StoredAutomation;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateText;
import onward.store.table.Templates;

/** A place to try the engine in: a fresh database, a clock moved by hand, and passes driven by hand. */
final class Workshop implements AutoCloseable {
    static final UUID PROJECT = TestDatabase.PROJECT;
    static final EngineSettings SETTINGS = EngineSettings.of("Shop <shop@example.com>", "mail.example.com");

    private static final int LOOKS_MAX = 20_000;

    final Vertx vertx = Vertx.vertx();
    final HandClock clock = new HandClock();
    final Ids ids = Ids.from(new Random(7));
    final String uri = TestDatabase.fresh();
    final Store store;
    private final Ingest ingest;

    Workshop() {
        this(null);
    }

    /** With another clock than the one moved by hand. */
    Workshop(Store.Clock other) {
        LocalCodec.register(vertx.eventBus());
        store = Store.open(vertx, uri, 6, other == null ? clock : other);
        ingest = new Ingest(store, ids);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    MatchPass matchPass() {
        return matchPass(SETTINGS);
    }

    MatchPass matchPass(EngineSettings settings) {
        return new MatchPass(store, new Bell(vertx.eventBus()), settings, ids, new Versions(10));
    }

    RunPass runPass() {
        return new RunPass(store, new Bell(vertx.eventBus()), SETTINGS, ids, new Versions(10));
    }

    int match() {
        return await(matchPass().once(100, clock.now()));
    }

    int resume() {
        return await(runPass().once(100, clock.now()));
    }

    /** Delivers every mail that is due; each is accepted. */
    void deliver() {
        deliver(new Receipt.Accepted("250 OK"));
    }

    /** The same, but this is what becomes of each. */
    void deliver(Receipt receipt) {
        var accepting = new AcceptingChannel(receipt);
        var settling = new Settling(new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)));
        await(new CourierPass(vertx, store, Map.of(accepting.name(), accepting), settling, ids, () -> {})
                .once(100, clock.now()));
    }

    List<Ingested> send(NewEvent... events) {
        return await(ingest.accept(List.of(events)));
    }

    static NewEvent event(String name, String email) {
        return event(name, email, (String) null);
    }

    static NewEvent event(String name, String email, Map<String, Object> payload) {
        return new NewEvent(PROJECT, name, null, email, payload, null, null);
    }

    static NewEvent event(String name, String email, String idempotencyKey) {
        return new NewEvent(PROJECT, name, null, email, Map.of("plan", "pro"), null, idempotencyKey);
    }

    /** An enabled automation of these steps, one after the other, behind a trigger of the event. */
    UUID enable(String event, Map<?, ?>... steps) {
        return create("of " + event, event, definition(event, steps));
    }

    private UUID create(String name, String event, Map<String, Object> definition) {
        var read = Blueprint.read(definition);
        assertThat(read.problems()).isEmpty();
        var draft = new StoredAutomation.Draft(name, true, event, read.value().toDefinition());
        return await(
                store.now().compose(now -> store.transaction(tx -> Automations.create(tx, PROJECT, draft, now, ids))));
    }

    /**
     * An enabled automation of a trigger {@code start} and these steps.
     *
     * @param arrows {@code a-b} by the default branch, {@code a-b:timeout} by that one
     * @param policies for example {@code entry} and its rule, in turn
     */
    UUID enableGraph(String event, List<Map<String, Object>> more, List<String> arrows, Object... policies) {
        return create("graph of " + event, event, graph(event, more, arrows, policies));
    }

    /** The definition of such an automation. */
    static Map<String, Object> graph(
            String event, List<Map<String, Object>> more, List<String> arrows, Object... policies) {
        var steps = new ArrayList<Object>(List.of(step("start", "trigger", Map.of("event_name", event))));
        steps.addAll(more);
        var definition = new LinkedHashMap<String, Object>();
        definition.put("steps", steps);
        definition.put("connections", arrows.stream().map(Workshop::arrow).toList());
        for (int i = 0; i < policies.length; i += 2) {
            definition.put((String) policies[i], policies[i + 1]);
        }
        return definition;
    }

    private static Map<String, Object> arrow(String text) {
        var parts = text.split("[-:]", -1);
        return Map.of("from", parts[0], "to", parts[1], "type", parts.length > 2 ? parts[2] : "default");
    }

    private static Map<String, Object> definition(String event, Map<?, ?>... more) {
        var steps = new ArrayList<Object>(List.of(step("start", "trigger", Map.of("event_name", event))));
        steps.addAll(Arrays.asList(more));
        var connections = new ArrayList<Object>();
        for (int i = 1; i < steps.size(); i++) {
            connections.add(Map.of("from", key(steps.get(i - 1)), "to", key(steps.get(i)), "type", "default"));
        }
        return Map.of("steps", steps, "connections", connections);
    }

    private static Object key(Object step) {
        return ((Map<?, ?>) step).get("key");
    }

    static Map<String, Object> step(String key, String type, Map<String, Object> config) {
        return Map.of("key", key, "type", type, "config", config);
    }

    static Map<String, Object> delay(String key, String duration) {
        return step(key, "delay", Map.of("duration", duration));
    }

    /** A wait with one-hour timeout. */
    static Map<String, Object> waiting(String key, String event, Object... more) {
        var config = new LinkedHashMap<String, Object>(Map.of("event_name", event, "timeout", "1 hour"));
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return step(key, "wait_for_event", config);
    }

    static Map<String, Object> rule(String field, String operator, Object value) {
        return Map.of("type", "rule", "field", field, "operator", operator, "value", value);
    }

    static Map<String, Object> mail(String key, String template) {
        return step(key, "send_email", Map.of("template", Map.of("id", template)));
    }

    void stop(UUID automationId) {
        await(store.now()
                .compose(now -> store.transaction(tx -> Automations.lock(tx, PROJECT, automationId)
                        .compose(found -> {
                            var before = found.orElseThrow();
                            var draft = before.draft();
                            var after = new StoredAutomation.Draft(
                                    draft.name(), false, draft.triggerEvent(), draft.definition());
                            return Automations.save(tx, PROJECT, before, after, now, ids);
                        }))));
    }

    /** The steps of the only run, or of the newest, in order of arrival, for example {@code wait completed}. */
    List<String> steps() {
        return rows("select step_key || ' ' || status as step from trail where run_id = (select id from run "
                        + "order by created_at desc, id desc limit 1) order by position")
                .stream()
                .map(row -> row.getString("step"))
                .toList();
    }

    /** The status of the newest run. */
    String status() {
        return rows("select status from run order by created_at desc, id desc limit 1")
                .get(0)
                .getString("status");
    }

    /** The text of a field of what a step of some run put out. */
    String output(String stepKey, String field) {
        return rows(
                        "select output ->> $2 as field from trail where step_key = $1 order by created_at desc",
                        stepKey,
                        field)
                .get(0)
                .getString("field");
    }

    /** How many sessions of this database wait for a lock. */
    long blocked() {
        return count("pg_stat_activity", "datname = current_database() and wait_event_type = 'Lock'");
    }

    /** Looks until it is so, which takes as long as the database takes to answer. */
    static void lookUntil(BooleanSupplier isSo) {
        for (int look = 0; look < LOOKS_MAX; look++) {
            if (isSo.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("Expected it to become so within " + LOOKS_MAX + " looks");
    }

    /** Holds every pass before it writes its first trail, where it has decided and not committed. */
    Held holdTrail() {
        return hold(tx -> tx.query("lock table trail in access exclusive mode").execute());
    }

    /** Holds every pass that looks for the contact of an address that has none, before it locks any contact. */
    Held holdAddress(String email) {
        return hold(tx -> Locks.addresses(tx, List.of(new Key(PROJECT, email))));
    }

    private Held hold(Function<SqlClient, Future<?>> lock) {
        var gate = Promise.<Void>promise();
        var held = Promise.<Void>promise();
        var holder = store.transaction(
                tx -> lock.apply(tx).onSuccess(done -> held.complete()).compose(done -> gate.future()));
        await(held.future());
        return () -> {
            gate.complete();
            await(holder);
        };
    }

    /** What was held, let go by {@link #release}. */
    interface Held {
        void release();
    }

    /** A published template of that alias. */
    void publish(String alias, String subject, String html) {
        Instant now = clock.now();
        UUID id = ids.next(now);
        var head = new TemplateHead(id, alias, alias, ids.next(now), null, null, now, now);
        var text = new TemplateText(null, subject, List.of(), html, null, List.of());
        await(store.transaction(tx -> Templates.create(tx, PROJECT, head, text, now)
                .compose(done -> Templates.publish(tx, PROJECT, id, now))));
    }

    List<Row> rows(String sql, Object... parameters) {
        return await(store.client()
                .preparedQuery(sql)
                .execute(Tuple.from(parameters))
                .map(rows -> {
                    var list = new ArrayList<Row>();
                    rows.forEach(list::add);
                    return list;
                }));
    }

    /** After a backend was killed the pool may still lend its connection once; looks until that one is gone. */
    void outliveKilledConnections() {
        lookUntil(() -> await(store.now(store.client())
                .compose(now -> store.client().query("select 1").execute())
                .map(rows -> true)
                .otherwise(false)));
    }

    long count(String table, String where) {
        return rows("select count(*) from " + table + " where " + where).get(0).getLong(0);
    }

    /** What a live database must not have and this one has, by the names of the self-check. */
    List<String> faults() {
        return await(SelfCheck.run(store.client(), clock.now(), Instant.EPOCH)).stream()
                .filter(result -> !result.isWell())
                .map(SelfCheck.Result::name)
                .toList();
    }

    @Override
    public void close() {
        await(store.close());
        await(vertx.close());
    }
}
