package onward.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import onward.bus.Bell;
import onward.bus.Ingested;
import onward.bus.LocalCodec;
import onward.bus.NewEvent;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.Automations;
import onward.store.table.StoredAutomation;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateText;
import onward.store.table.Templates;

/** A place to try the engine in: a fresh database, a clock moved by hand, and passes driven by hand. */
final class Workshop implements AutoCloseable {
    static final UUID PROJECT = TestDatabase.PROJECT;
    static final EngineSettings SETTINGS = EngineSettings.of("Shop <shop@example.com>", "mail.example.com");

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

    List<Ingested> send(NewEvent... events) {
        return await(ingest.accept(List.of(events)));
    }

    static NewEvent event(String name, String email) {
        return event(name, email, null);
    }

    static NewEvent event(String name, String email, String idempotencyKey) {
        return new NewEvent(PROJECT, name, null, email, Map.of("plan", "pro"), null, idempotencyKey);
    }

    /** An enabled automation of these steps, one after the other, behind a trigger of the event. */
    UUID enable(String event, Map<?, ?>... steps) {
        return await(store.now()
                .compose(now -> store.transaction(tx -> Automations.create(
                        tx,
                        PROJECT,
                        new StoredAutomation.Draft("of " + event, true, event, definition(event, steps)),
                        now,
                        ids))));
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

    long count(String table, String where) {
        return rows("select count(*) from " + table + " where " + where).get(0).getLong(0);
    }

    @Override
    public void close() {
        await(store.close());
        await(vertx.close());
    }
}
