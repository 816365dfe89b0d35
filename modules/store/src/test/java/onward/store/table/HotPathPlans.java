package onward.store.table;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import onward.store.Statements;
import onward.store.Store;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every event and every mail asks of the database is looked up by the index that was made for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HotPathPlans {
    private static final List<String> FILES = List.of(
            "events",
            "runs",
            "trail",
            "envelopes",
            "signals",
            "waits",
            "matching",
            "enablements",
            "interests",
            "entries",
            "strikes",
            "locks",
            "calls",
            "metrics");

    private Vertx vertx;
    private Store store;

    @BeforeAll
    void open() throws Exception {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 1);
        fill(store);
    }

    /** Puts into the tables what the planner is to find there. */
    abstract void fill(Store store) throws Exception;

    @AfterAll
    void close() throws Exception {
        done(store.close());
        done(vertx.close());
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, SECONDS);
    }

    static Stream<String> statements() {
        return FILES.stream()
                .flatMap(file -> Statements.of(file).names().stream().map(name -> file + " " + name));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void no_table_that_grows_is_read_whole(String statement) throws Exception {
        assertThat(plan(statement))
                .doesNotContainPattern(
                        "Seq Scan on (event|run|trail|envelope|outbox|contact|open_wait|signal|unmatched_event"
                                + "|http_call|run_entry|entry_refusal|attachment|enablement|metric_hour)\\b")
                .doesNotContain("Materialize")
                .doesNotContain("Hash Join")
                .doesNotContain("Merge Join");
    }

    @ParameterizedTest
    @CsvSource({
        "events claim_unmatched, unmatched_event_pkey event_pkey",
        "events claim_these, unmatched_event_pkey event_pkey",
        "events mark_matched, unmatched_event_pkey",
        "events by_keys, event_idempotency_key",
        "events by_ids, event_pkey",
        "events recent, event_person",
        "runs claim_due, run_due",
        "runs claim_these, run_pkey",
        "runs save, run_pkey",
        "runs next_due, run_due",
        "trail past, trail_pkey",
        "trail note, trail_pkey",
        "envelopes lease, outbox_due envelope_pkey contact_pkey run_pkey outbox_pkey",
        "envelopes renew, outbox_pkey envelope_pkey",
        "envelopes settle, outbox_pkey envelope_pkey run_pkey",
        "envelopes next_due, outbox_due",
        "signals addressees, signal_oldest",
        "signals of, signal_run event_pkey",
        "signals drop_dead, signal_run run_pkey",
        "signals empty, signal_run",
        "signals put_to_contacts, run_contact",
        "waits listeners, open_wait_listeners",
        "waits close, open_wait_pkey",
        "matching contacts_by_ids, contact_pkey",
        "matching contacts_by_keys, contact_project_id_email_key_key",
        "enablements touching, enablement_trigger",
        "interests among, event_interest_pkey",
        "entries running, run_pkey",
        "entries replace, run_entry_pkey",
        "calls lease, http_call_due",
        "metrics of_automation, metric_hour_pkey metric_delta_pkey",
        "metrics of_project, metric_hour_time metric_delta_pkey",
        "metrics fold, metric_delta_pkey",
        "metrics forget, metric_hour_time",
    })
    void each_is_read_by_the_index_it_was_made_for(String statement, String indexes) throws Exception {
        assertThat(plan(statement)).contains(indexes.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "events claim_unmatched, unmatched_event",
        "runs claim_due, run",
        "envelopes lease, outbox",
        "signals addressees, signal",
    })
    void a_queue_is_read_in_its_order_and_never_sorted(String statement, String queue) throws Exception {
        String plan = plan(statement);

        int scan = plan.indexOf("Index Scan using " + queue) >= 0
                ? plan.indexOf("Index Scan using " + queue)
                : plan.indexOf("Index Only Scan using " + queue);
        int limit = plan.lastIndexOf("Limit", scan);
        assertThat(limit).as(plan).isNotNegative().isLessThan(scan);
        assertThat(plan.substring(limit, scan)).doesNotContain("Sort");
    }

    /** Sessions are told to go by indexes, and what a trigger is handed has none. */
    @Test
    void a_trigger_may_hash_the_rows_that_it_joins() throws Exception {
        var found = done(store.client()
                .query("select proname from pg_proc where prosrc like '%join old_rows%'"
                        + " and not coalesce(proconfig, '{}') @> '{enable_hashjoin=on}'")
                .execute());

        assertThat(found).isEmpty();
    }

    private String plan(String statement) throws Exception {
        String[] words = statement.split(" ");
        var rows = done(store.client()
                .query("explain (generic_plan, costs off) "
                        + Statements.of(words[0]).get(words[1]))
                .execute());
        var text = new StringBuilder();
        rows.forEach(row -> text.append(row.getString(0)).append('\n'));
        return text.toString();
    }
}
