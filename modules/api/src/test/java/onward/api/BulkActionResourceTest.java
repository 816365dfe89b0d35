package onward.api;

import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onward.store.table.BulkActions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many runs at once over HTTP: written down, started, worked through, told. */
class BulkActionResourceTest {
    private static final UUID CONTACT = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");

    private NativeServer server;
    private StoredRuns runs;

    @BeforeEach
    void open() {
        server = new NativeServer();
        runs = new StoredRuns(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void it_is_made_looked_at_started_and_told() {
        UUID first = runs.resting(NOON, CONTACT);
        UUID second = runs.resting(NOON.plusSeconds(1), CONTACT);

        var made = server.post(
                "/bulk-actions",
                "{\"kind\":\"cancel\",\"reason\":\"over\",\"filter\":{\"automation_id\":\"" + runs.automation
                        + "\",\"status\":\"running\"}}");

        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.body())
                .containsEntry("object", "bulk_action")
                .containsEntry("status", "draft")
                .containsEntry("runs", 2L)
                .containsEntry("whole", true)
                .containsEntry("samples", List.of(second.toString(), first.toString()));
        String path = "/bulk-actions/" + made.text("id");
        var started = server.post(path + "/start", "");
        assertThat(started.body()).containsEntry("status", "running");
        assertThat(server.post(path + "/start", "").status()).isEqualTo(409);
        var actions = new BulkActions(server.store);
        NativeServer.await(actions.one());
        NativeServer.await(actions.one());
        NativeServer.await(server.store.now().compose(now -> BulkActions.finish(server.store.client(), now)));

        assertThat(server.get(path).body()).containsEntry("status", "completed").containsEntry("done", 2L);
        assertThat(server.get(path + "/items").items("data"))
                .hasSize(2)
                .allSatisfy(item -> assertThat(item).containsEntry("result", "done"));
        assertThat(server.get("/bulk-actions").items("data")).hasSize(1);
        assertThat(runs.find(first).reason()).containsEntry("note", "over");
        assertThat(server.post(path + "/abort", "").status()).isEqualTo(409);
    }

    @Test
    void a_draft_is_aborted() {
        var made = server.post("/bulk-actions", "{\"kind\":\"retry\",\"reason\":\"mended\"}");
        String path = "/bulk-actions/" + made.text("id");

        assertThat(server.post(path + "/abort", "").body()).containsEntry("status", "aborted");
        assertThat(server.post(path + "/start", "").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"x\"} | Missing `kind`",
                "{\"kind\":\"delete\",\"reason\":\"x\"} | cancel, retry",
                "{\"kind\":\"cancel\"} | Missing `reason`",
                "{\"kind\":\"cancel\",\"reason\":\"x\",\"filter\":7} | an object",
                "{\"kind\":\"cancel\",\"reason\":\"x\",\"filter\":{\"status\":\"failed\"}} | to be running",
                "{\"kind\":\"retry\",\"reason\":\"x\",\"filter\":{\"status\":\"running\"}} | cancelled or failed",
                "{\"kind\":\"retry\",\"reason\":\"x\",\"filter\":{\"automation_id\":\"x\"}} | UUID",
                "{\"kind\":\"cancel\",\"reason\":\"x\",\"options\":{\"emails\":\"burn\"}} | keep, cancel",
            })
    void bad_input_is_said_in_words(String body, String words) {
        var reply = server.post("/bulk-actions", body);

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(422);
        assertThat(reply.text("message")).contains(words);
    }

    @Test
    void what_is_not_there_is_not_found() {
        String path = "/bulk-actions/" + UUID.randomUUID();

        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.get(path + "/items").status()).isEqualTo(404);
        assertThat(server.post(path + "/start", "").status()).isEqualTo(404);
    }
}
