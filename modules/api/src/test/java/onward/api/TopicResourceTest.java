package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.api.RunningFace.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicResourceTest {
    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_topic_is_made_with_defaults_and_shown() throws Exception {
        Reply made = face.post("/topics", Map.of("name", "Weekly digest", "default_subscription", "opt_in"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("object", "id").containsEntry("object", "topic");
        Map<String, Object> topic = face.get("/topics/" + made.text("id")).body();
        assertThat(topic)
                .containsOnlyKeys(
                        "object", "id", "name", "description", "default_subscription", "visibility", "created_at")
                .containsEntry("object", "topic")
                .containsEntry("name", "Weekly digest")
                .containsEntry("description", null)
                .containsEntry("default_subscription", "opt_in")
                .containsEntry("visibility", "private");
        topic.remove("object");
        assertThat(face.get("/topics?limit=1").data()).containsExactly(topic);
    }

    @Test
    void an_update_touches_what_is_given_and_null_clears_the_description() throws Exception {
        String id = topic(Map.of(
                "name", "News", "description", "All of it", "default_subscription", "opt_out", "visibility", "public"));
        String path = "/topics/" + id;

        Reply renamed = face.patch(path, Map.of("id", id, "name", "Product news", "visibility", "private"));

        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.body()).isEqualTo(Map.of("object", "topic", "id", id));
        assertThat(face.get(path).body())
                .containsEntry("name", "Product news")
                .containsEntry("description", "All of it")
                .containsEntry("visibility", "private")
                .containsEntry("default_subscription", "opt_out");
        assertThat(face.send("PATCH", path, "{\"description\":null}").status()).isEqualTo(200);
        assertThat(face.get(path).body()).containsEntry("description", null).containsEntry("name", "Product news");
    }

    @Test
    void a_default_is_given_once() throws Exception {
        String path = "/topics/" + topic(Map.of("name", "Offers", "default_subscription", "opt_out"));

        Reply refused = face.patch(path, Map.of("name", "New", "default_subscription", "opt_in"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsEntry("name", "validation_error");
        assertThat(face.get(path).body())
                .containsEntry("name", "Offers")
                .containsEntry("default_subscription", "opt_out");
    }

    @Test
    void a_deleted_topic_is_unknown() throws Exception {
        String id = topic(Map.of("name", "Gone", "default_subscription", "opt_in"));

        assertThat(face.delete("/topics/" + id).body()).isEqualTo(Map.of("object", "topic", "id", id, "deleted", true));

        Map<String, Object> notFound = Map.of("statusCode", 404L, "message", "Topic not found", "name", "not_found");
        assertThat(face.get("/topics/" + id).body()).isEqualTo(notFound);
        assertThat(face.patch("/topics/" + id, Map.of("name", "Back")).body()).isEqualTo(notFound);
        assertThat(face.delete("/topics/" + id).body()).isEqualTo(notFound);
    }

    @Test
    void the_list_is_always_paged() throws Exception {
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            made.add(0, topic(Map.of("name", "topic " + i, "default_subscription", "opt_in")));
        }

        Reply first = face.get("/topics");

        assertThat(first.data().stream().map(item -> item.get("id")).toList()).isEqualTo(made.subList(0, 20));
        assertThat(first.body()).containsEntry("has_more", true);
        assertThat(face.get("/topics?limit=1&after=" + made.get(19)).data().get(0))
                .containsEntry("id", made.get(20));
    }

    @Test
    void lengths_end_where_the_contract_says() throws Exception {
        Map<String, Object> longest =
                Map.of("name", "é".repeat(50), "description", "é".repeat(200), "default_subscription", "opt_in");

        assertThat(face.post("/topics", longest).status()).isEqualTo(201);
        assertThat(face.post("/topics", Map.of("name", "é".repeat(51), "default_subscription", "opt_in"))
                        .status())
                .isEqualTo(422);
        assertThat(face.post("/topics", Map.of("default_subscription", "opt_in"))
                        .text("message"))
                .isEqualTo("Missing `name` field.");
        assertThat(face.post("/topics", Map.of("name", "n")).text("message"))
                .isEqualTo("Missing `default_subscription` field.");
    }

    private static String topic(Map<String, Object> body) throws Exception {
        return face.post("/topics", body).text("id");
    }
}
