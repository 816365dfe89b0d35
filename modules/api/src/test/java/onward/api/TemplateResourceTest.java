package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.api.RunningFace.Reply;
import onward.store.table.TemplateDraft;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateResourceTest {
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
    void a_new_template_is_a_draft_that_shows_all_it_was_given() throws Exception {
        Reply created = face.post("/templates", welcome("first"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).containsOnlyKeys("object", "id");
        Reply read = face.get("/templates/first");
        assertThat(read).isEqualTo(face.get("/templates/" + created.text("id")));
        assertThat(read.body())
                .containsEntry("object", "template")
                .containsEntry("name", "Welcome")
                .containsEntry("alias", "first")
                .containsEntry("from", "Acme <hi@example.com>")
                .containsEntry("subject", "Hello {{{NAME}}}")
                .containsEntry("reply_to", List.of("help@example.com"))
                .containsEntry("html", "<p>{{{NAME}}}</p>")
                .containsEntry("text", null)
                .containsEntry("status", "draft")
                .containsEntry("published_at", null)
                .containsKeys("current_version_id", "created_at", "updated_at", "has_unpublished_versions");
        assertThat(variables(read).get(0))
                .containsOnlyKeys("id", "key", "type", "fallback_value", "created_at", "updated_at")
                .containsEntry("key", "NAME")
                .containsEntry("type", "string")
                .containsEntry("fallback_value", "friend");
    }

    @Test
    void an_edit_after_publishing_is_unpublished_until_it_is_published_again() throws Exception {
        face.post("/templates", welcome("lifecycle"));

        Reply published = face.post("/templates/lifecycle/publish", null);
        Reply first = face.get("/templates/lifecycle");
        Reply edited = face.patch("/templates/lifecycle", Map.of("html", "<p>new</p>"));
        Reply second = face.get("/templates/lifecycle");
        face.post("/templates/lifecycle/publish", null);
        Reply third = face.get("/templates/lifecycle");

        assertThat(published.status()).isEqualTo(200);
        assertThat(published.body()).containsOnlyKeys("id", "object");
        assertThat(first.body()).containsEntry("status", "published").containsEntry("has_unpublished_versions", false);
        assertThat(edited.body()).isEqualTo(published.body());
        assertThat(second.body())
                .containsEntry("status", "published")
                .containsEntry("has_unpublished_versions", true)
                .containsEntry("html", "<p>new</p>")
                .containsEntry("published_at", first.text("published_at"));
        assertThat(second.text("current_version_id")).isNotEqualTo(first.text("current_version_id"));
        assertThat(third.body()).containsEntry("has_unpublished_versions", false);
    }

    @Test
    void a_new_name_opens_no_version() throws Exception {
        face.post("/templates", welcome("renamed"));
        face.post("/templates/renamed/publish", null);

        face.patch("/templates/renamed", Map.of("name", "Hello"));

        assertThat(face.get("/templates/renamed").body())
                .containsEntry("name", "Hello")
                .containsEntry("has_unpublished_versions", false);
    }

    @Test
    void given_variables_take_the_place_of_the_old_ones_and_a_kept_key_keeps_its_id() throws Exception {
        face.post("/templates", welcome("variables"));
        Object before = variables(face.get("/templates/variables")).get(0).get("id");

        face.patch(
                "/templates/variables",
                Map.of("variables", List.of(Map.of("key", "PLAN", "type", "number", "fallback_value", 7L), NAME)));

        var after = variables(face.get("/templates/variables"));
        assertThat(after).extracting(v -> v.get("key")).containsExactly("PLAN", "NAME");
        assertThat(after.get(1)).containsEntry("id", before).containsEntry("fallback_value", null);
    }

    @Test
    void null_clears_what_may_be_absent() throws Exception {
        String id = face.post("/templates", welcome("cleared")).text("id");

        face.send(
                "PATCH",
                "/templates/cleared",
                "{\"alias\":null,\"from\":null,\"subject\":null,\"reply_to\":null,\"html\":null,\"name\":null}");

        assertThat(face.get("/templates/cleared").status()).isEqualTo(404);
        assertThat(face.get("/templates/" + id).body())
                .containsEntry("alias", null)
                .containsEntry("from", null)
                .containsEntry("subject", null)
                .containsEntry("reply_to", null)
                .containsEntry("html", "<p>{{{NAME}}}</p>")
                .containsEntry("name", "Welcome");
    }

    @Test
    void a_duplicate_is_a_draft_of_its_own() throws Exception {
        String original = face.post("/templates", welcome("original")).text("id");
        face.post("/templates/original/publish", null);

        Reply duplicate = face.post("/templates/original/duplicate", null);

        assertThat(duplicate.status()).isEqualTo(200);
        assertThat(duplicate.text("id")).isNotEqualTo(original);
        assertThat(face.get("/templates/" + duplicate.text("id")).body())
                .containsEntry("name", "Welcome (Copy)")
                .containsEntry("alias", null)
                .containsEntry("status", "draft")
                .containsEntry("html", "<p>{{{NAME}}}</p>");
    }

    @Test
    void a_deleted_template_is_unknown_to_all_seven_endpoints() throws Exception {
        String id = face.post("/templates", welcome("deleted")).text("id");

        Reply deleted = face.delete("/templates/deleted");

        assertThat(deleted.body()).isEqualTo(Map.of("object", "template", "id", id, "deleted", true));
        for (String who : List.of(id, "deleted")) {
            assertThat(face.get("/templates/" + who).text("message")).isEqualTo("Template not found");
            assertThat(face.patch("/templates/" + who, Map.of()).status()).isEqualTo(404);
            assertThat(face.delete("/templates/" + who).status()).isEqualTo(404);
            assertThat(face.post("/templates/" + who + "/publish", null).status())
                    .isEqualTo(404);
            assertThat(face.post("/templates/" + who + "/duplicate", null).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void an_alias_names_one_template() throws Exception {
        face.post("/templates", welcome("taken"));
        face.post("/templates", welcome("free"));

        assertThat(face.post("/templates", welcome("taken")).status()).isEqualTo(422);
        assertThat(face.patch("/templates/free", Map.of("alias", "taken", "html", "<p>lost</p>"))
                        .status())
                .isEqualTo(422);
        assertThat(face.get("/templates/free").text("html")).isEqualTo("<p>{{{NAME}}}</p>");
    }

    @Test
    void the_list_pages_newest_first() throws Exception {
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(0, face.post("/templates", welcome("list" + i)).text("id"));
        }

        Reply first = face.get("/templates?limit=2");
        Reply second = face.get("/templates?limit=1&after=" + made.get(1));
        Reply back = face.get("/templates?limit=2&before=" + made.get(2));

        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(ids(second)).isEqualTo(made.subList(2, 3));
        assertThat(ids(back)).isEqualTo(made.subList(0, 2));
        assertThat(back.body()).containsEntry("has_more", false);
        assertThat(first.data().get(0))
                .containsOnlyKeys("id", "name", "status", "published_at", "created_at", "updated_at", "alias");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"html":"x"}                                                                  | missing_required_field
        {"name":"x"}                                                                  | missing_required_field
        {"name":"","html":"x"}                                                        | validation_error
        {"name":"x","html":7}                                                         | validation_error
        {"name":"x","html":"x","alias":""}                                            | validation_error
        {"name":"x","html":"x","alias":"a\\u0007"}                                    | validation_error
        {"name":"x","html":"x","from":"nobody"}                                       | validation_error
        {"name":"x","html":"x","from":"a@b.co\\r\\nBcc: x@y.z"}                       | validation_error
        {"name":"x","html":"x","subject":"a\\nb"}                                     | validation_error
        {"name":"x","html":"x","reply_to":["a@b.co",7]}                               | validation_error
        {"name":"x","html":"x","reply_to":"nobody"}                                   | validation_error
        {"name":"x","html":"x","reply_to":"a@b.co\\r\\nBcc: x@y.z"}                   | validation_error
        {"name":"x","html":"{{{PLAN}}}"}                                              | validation_error
        {"name":"x","html":"x","subject":"{{{PLAN}}}"}                                | validation_error
        {"name":"x","html":"x","variables":{}}                                        | validation_error
        {"name":"x","html":"x","variables":[7]}                                       | validation_error
        {"name":"x","html":"x","variables":[{"type":"string"}]}                       | missing_required_field
        {"name":"x","html":"x","variables":[{"key":"A"}]}                             | missing_required_field
        {"name":"x","html":"x","variables":[{"key":"A","type":"text"}]}               | validation_error
        {"name":"x","html":"x","variables":[{"key":"A B","type":"string"}]}           | validation_error
        {"name":"x","html":"x","variables":[{"key":"EMAIL","type":"string"}]}         | validation_error
        {"name":"x","html":"x","variables":[{"key":"A","type":"number","fallback_value":"7"}]} | validation_error
        {"name":"x","html":"x","variables":[{"key":"A","type":"number","fallback_value":9007199254740992}]} | validation_error
        """)
    void bad_input_is_refused_and_nothing_is_stored(String body, String name) throws Exception {
        Object before = face.get("/templates?limit=1").data();

        Reply refused = face.send("POST", "/templates", body);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.body())
                .containsOnlyKeys("statusCode", "message", "name")
                .containsEntry("name", name);
        assertThat(face.get("/templates?limit=1").data()).isEqualTo(before);
    }

    @Test
    void sizes_are_bounded() throws Exception {
        assertThat(withHtml("x".repeat(TemplateDraft.HTML_CHARS_MAX)).status()).isEqualTo(201);
        assertThat(withHtml("x".repeat(TemplateDraft.HTML_CHARS_MAX + 1)).status())
                .isEqualTo(422);
        assertThat(withHtml("x".repeat(BodyReader.BODY_BYTES_MAX)).status()).isEqualTo(413);
    }

    @Test
    void fifty_variables_are_taken_and_one_more_is_refused() throws Exception {
        assertThat(withVariables(50).status()).isEqualTo(201);
        assertThat(withVariables(51).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply_to", "one@example.com", "a b", "%C3%A9", "with%2Fslash"})
    void an_alias_may_be_any_line_of_text(String inPath) throws Exception {
        String alias = PercentCode.decode(inPath.replace(" ", "%20"), "alias");

        face.post("/templates", welcome(alias));

        assertThat(face.get("/templates/" + inPath.replace(" ", "%20")).body()).containsEntry("alias", alias);
    }

    private static final Map<String, Object> NAME = Map.of("key", "NAME", "type", "string");

    private static Map<String, Object> welcome(String alias) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "Welcome");
        body.put("alias", alias);
        body.put("from", "Acme <hi@example.com>");
        body.put("subject", "Hello {{{NAME}}}");
        body.put("reply_to", "help@example.com");
        body.put("html", "<p>{{{NAME}}}</p>");
        body.put("variables", List.of(Map.of("key", "NAME", "type", "string", "fallback_value", "friend")));
        return body;
    }

    private static Reply withHtml(String html) throws Exception {
        return face.post("/templates", Map.of("name", "big", "html", html));
    }

    private static Reply withVariables(int count) throws Exception {
        List<Object> variables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            variables.add(Map.of("key", "KEY_" + i, "type", "string"));
        }
        return face.post("/templates", Map.of("name", "many", "html", "x", "variables", variables));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> variables(Reply reply) {
        return (List<Map<String, Object>>) reply.body().get("variables");
    }

    private static List<Object> ids(Reply reply) {
        return reply.data().stream().map(item -> item.get("id")).toList();
    }
}
