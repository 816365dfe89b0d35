package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SuppressionResourceTest {
    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void an_address_is_suppressed_once_and_found_by_both_names() {
        var added = server.post("/suppressions", "{\"email\":\"Ada@example.com\"}");
        var again = server.post("/suppressions", "{\"email\":\"ada@EXAMPLE.com\"}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(added.body()).containsEntry("object", "suppression");
        for (String name : new String[] {added.text("id"), "ada@example.com", "ADA%40example.com"}) {
            assertThat(server.get("/suppressions/" + name).body())
                    .containsEntry("object", "suppression")
                    .containsEntry("id", added.text("id"))
                    .containsEntry("email", "Ada@example.com")
                    .containsEntry("origin", "manual")
                    .containsEntry("source_id", null);
        }
        assertThat(server.delete("/suppressions/ada@example.com").body())
                .isEqualTo(Map.of("object", "suppression", "id", added.text("id"), "deleted", true));
        assertThat(server.get("/suppressions/" + added.text("id")).status()).isEqualTo(404);
    }

    @Test
    void many_are_added_listed_and_removed_at_once() {
        var added = server.post(
                "/suppressions/batch/add", "{\"emails\":[\"b1@example.com\",\"b2@example.com\",\"B1@example.com\"]}");
        var page = server.get("/suppressions?origin=manual&limit=1");
        var bounced = server.get("/suppressions?origin=bounce");
        var removed =
                server.post("/suppressions/batch/remove", "{\"emails\":[\"b1@example.com\",\"nobody@example.com\"]}");
        var byId = server.post(
                "/suppressions/batch/remove",
                "{\"ids\":[\"" + added.items("data").get(1).get("id") + "\"]}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.items("data")).hasSize(3);
        assertThat(added.items("data").get(2)).isEqualTo(added.items("data").get(0));
        assertThat(page.items("data")).hasSize(1);
        assertThat(page.body()).containsEntry("has_more", true);
        assertThat(bounced.items("data")).isEmpty();
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.items("data")).hasSize(1);
        assertThat(byId.items("data").get(0)).containsEntry("deleted", true);
    }

    @Test
    void who_complains_or_bounces_for_good_is_suppressed() {
        tell("complains@example.com", "{\"type\":\"complained\"}");
        String bounced =
                tell("gone@example.com", "{\"type\":\"bounced\",\"detail\":{\"bounce\":{\"type\":\"Permanent\"}}}");
        tell("full@example.com", "{\"type\":\"bounced\",\"detail\":{\"bounce\":{\"type\":\"Transient\"}}}");
        tell("reads@example.com", "{\"type\":\"opened\"}");

        assertThat(server.get("/suppressions/complains@example.com").body()).containsEntry("origin", "complaint");
        assertThat(server.get("/suppressions/gone@example.com").body())
                .containsEntry("origin", "bounce")
                .containsEntry("source_id", bounced);
        assertThat(server.get("/suppressions/full@example.com").status()).isEqualTo(404);
        assertThat(server.get("/suppressions/reads@example.com").status()).isEqualTo(404);
    }

    private static String tell(String to, String news) {
        String id = server.post(
                        "/emails",
                        "{\"from\":\"a@example.com\",\"to\":\"" + to + "\",\"subject\":\"s\",\"text\":\"t\"}")
                .text("id");
        assertThat(server.post("/emails/" + id + "/events", news).status()).isEqualTo(202);
        return id;
    }
}
