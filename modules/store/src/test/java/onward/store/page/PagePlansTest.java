package onward.store.page;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No page reads a table that grows from its beginning to its end, whatever it is asked. */
class PagePlansTest {
    private static final List<String> FILES = List.of(
            "page_run_list",
            "page_run",
            "page_automations",
            "page_contact",
            "page_events",
            "page_overview",
            "page_backlog",
            "page_retention",
            "page_places",
            "page_recorded",
            "page_templates",
            "page_webhooks",
            "page_event_names");

    /** Statements of tables that pages use as the API does. */
    private static final List<String> SHARED = List.of(
            "template cursor",
            "template older",
            "template resolve",
            "template find",
            "template lock",
            "api_key cursor",
            "api_key older",
            "api_key delete",
            "domain older",
            "webhook cursor",
            "webhook older",
            "webhook find",
            "webhook update",
            "webhook delete",
            "webhook drop_pending",
            "webhook_delivery find",
            "webhook_delivery attempts",
            "webhook_delivery replay",
            "device update",
            "device gone",
            "device targets",
            "device of_contacts",
            "device older",
            "contact_device older",
            "push sent",
            "retention runs",
            "retention events",
            "retention mail_content",
            "retention request_log",
            "retention webhook_log");

    private static Vertx vertx;
    private static Store store;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        store = Store.open(vertx, TestDatabase.fresh(), 1);
    }

    @AfterAll
    static void close() throws Exception {
        done(store.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    static Stream<String> statements() {
        var pages = FILES.stream()
                .flatMap(file -> Statements.of(file).names().stream().map(name -> file + " " + name));
        return Stream.concat(pages, SHARED.stream());
    }

    @ParameterizedTest
    @MethodSource("statements")
    void every_table_is_read_by_an_index(String statement) throws Exception {
        String[] words = statement.split(" ");
        var plan = done(store.client()
                .query("explain (generic_plan) " + Statements.of(words[0]).get(words[1]))
                .execute());

        var text = new StringBuilder();
        plan.forEach(row -> text.append(row.getString(0)).append('\n'));
        assertThat(text.toString())
                .containsAnyOf("Index Scan", "Index Only Scan", "Bitmap Index Scan")
                .doesNotContain("Seq Scan on run")
                .doesNotContain("Seq Scan on event")
                .doesNotContain("Seq Scan on trail")
                .doesNotContain("Seq Scan on envelope")
                .doesNotContain("Seq Scan on outbox")
                .doesNotContain("Seq Scan on contact")
                .doesNotContain("Seq Scan on device")
                .doesNotContain("Seq Scan on http_call")
                .doesNotContain("Seq Scan on entry_refusal")
                .doesNotContain("Seq Scan on automation")
                .doesNotContain("Seq Scan on template")
                .doesNotContain("Seq Scan on api_key")
                .doesNotContain("Seq Scan on domain")
                .doesNotContain("Seq Scan on webhook")
                .doesNotContain("Seq Scan on hook_event")
                .doesNotContain("Seq Scan on enablement")
                .doesNotContain("Seq Scan on segment")
                .doesNotContain("Seq Scan on topic");
    }
}
