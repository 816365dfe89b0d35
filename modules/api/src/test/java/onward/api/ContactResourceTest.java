package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.api.RunningFace.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactResourceTest {
    private static final String SOME_ID = "0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11";
    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
        face.post("/contact-properties", Map.of("key", "seats", "type", "number"));
        face.post("/contact-properties", Map.of("key", "plan", "type", "string"));
        face.post("/contact-properties", Map.of("key", "beta", "type", "string"));
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_contact_is_created_and_read_by_id_and_by_address() throws Exception {
        Reply created = face.post(
                "/contacts",
                Map.of("email", "Ada+news@Example.com", "first_name", "Ada", "properties", Map.of("seats", 3L)));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).containsOnlyKeys("object", "id").containsEntry("object", "contact");
        Reply byEmail = face.get("/contacts/ada+news@example.com");
        assertThat(byEmail).isEqualTo(face.get("/contacts/" + created.text("id")));
        assertThat(byEmail).isEqualTo(face.get("/contacts/ada%2Bnews%40example.com"));
        assertThat(byEmail.body())
                .containsEntry("object", "contact")
                .containsEntry("id", created.text("id"))
                .containsEntry("email", "Ada+news@Example.com")
                .containsEntry("first_name", "Ada")
                .containsEntry("last_name", null)
                .containsEntry("unsubscribed", false)
                .containsEntry("properties", Map.of("seats", Map.of("type", "number", "value", 3L)));
        assertThat(byEmail.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?\\+00");
    }

    @Test
    void a_known_address_keeps_its_contact_and_takes_on_what_is_given() throws Exception {
        Reply first = face.post("/contacts", Map.of("email", "grace@example.com", "first_name", "Grace"));

        Reply second = face.post("/contacts", Map.of("email", "GRACE@example.com", "unsubscribed", true));

        assertThat(second).isEqualTo(first);
        assertThat(face.get("/contacts/grace@example.com").body())
                .containsEntry("first_name", "Grace")
                .containsEntry("unsubscribed", true);
    }

    @Test
    void an_update_clears_a_name_with_null_and_removes_a_property_with_null() throws Exception {
        face.post(
                "/contacts",
                Map.of(
                        "email", "alan@example.com",
                        "first_name", "Alan",
                        "properties", Map.of("plan", "pro", "beta", true)));

        Reply updated = face.send(
                "PATCH", "/contacts/alan@example.com", "{\"first_name\":null,\"properties\":{\"plan\":null}}");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body()).containsOnlyKeys("object", "id");
        assertThat(face.get("/contacts/alan@example.com").body())
                .containsEntry("first_name", null)
                .containsEntry("properties", Map.of("beta", Map.of("type", "string", "value", "true")));
    }

    @Test
    void a_deleted_contact_is_named_twice_and_then_unknown() throws Exception {
        String id = face.post("/contacts", Map.of("email", "gone@example.com")).text("id");

        Reply deleted = face.delete("/contacts/gone@example.com");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo(Map.of("object", "contact", "contact", id, "id", id, "deleted", true));
        assertThat(face.get("/contacts/" + id).status()).isEqualTo(404);
        assertThat(face.delete("/contacts/" + id).text("message")).isEqualTo("Contact not found");
    }

    @Test
    void a_taken_address_is_refused_and_nothing_changes() throws Exception {
        face.post("/contacts", Map.of("email", "one@example.com"));
        face.post("/contacts", Map.of("email", "two@example.com"));

        Reply refused =
                face.patch("/contacts/two@example.com", Map.of("email", "ONE@example.com", "first_name", "Two"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsEntry("name", "validation_error");
        assertThat(face.get("/contacts/two@example.com").body()).containsEntry("first_name", null);
    }

    @Test
    void the_list_is_whole_without_a_page_and_pages_do_not_overlap() throws Exception {
        for (int i = 0; i < 6; i++) {
            face.post("/contacts", Map.of("email", "list" + i + "@example.com"));
        }

        Reply whole = face.get("/contacts");
        List<Object> paged = new ArrayList<>();
        String after = "";
        Reply page;
        do {
            page = face.get("/contacts?limit=4" + after);
            paged.addAll(page.data());
            after = "&after=" + page.data().get(page.data().size() - 1).get("id");
        } while (page.body().get("has_more").equals(true));

        assertThat(whole.body()).containsEntry("object", "list").containsEntry("has_more", false);
        assertThat(paged).isEqualTo(whole.data()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(whole.data().get(0))
                .containsOnlyKeys("id", "email", "first_name", "last_name", "created_at", "unsubscribed");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST   | /contacts              | {}                                                | missing_required_field
        POST   | /contacts              | {"email":null}                                    | missing_required_field
        POST   | /contacts              | {"email":"ada"}                                   | validation_error
        POST   | /contacts              | {"email":7}                                       | validation_error
        POST   | /contacts              | {"email":"a@b.co\\r\\nBcc: x@y.z"}                | validation_error
        POST   | /contacts              | {"email":"a@b.co","first_name":7}                 | validation_error
        POST   | /contacts              | {"email":"a@b.co","first_name":"\\u0000"}         | validation_error
        POST   | /contacts              | {"email":"a@b.co","unsubscribed":"yes"}           | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":[]}                | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":{"a b":1}}         | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":{"a":{"b":1}}}     | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":{"unheard":1}}     | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":{"seats":"many"}}  | validation_error
        POST   | /contacts              | {"email":"a@b.co","properties":{"plan":7}}        | validation_error
        POST   | /contacts              | {"email":"a@b.co","email":"c@d.co"}               | validation_error
        POST   | /contacts              | [1]                                               | validation_error
        POST   | /contacts              | {"email"                                          | validation_error
        PATCH  | /contacts/nobody       | {}                                                | invalid_parameter
        PATCH  | /contacts/no@body.com  | {"last_name":[]}                                  | validation_error
        GET    | /contacts/not-a-uuid   |                                                   | invalid_parameter
        GET    | /contacts?limit=0      |                                                   | validation_error
        GET    | /contacts?limit=101    |                                                   | validation_error
        GET    | /contacts?limit=x      |                                                   | validation_error
        GET    | /contacts?after=x      |                                                   | validation_error
        DELETE | /contacts/not-a-uuid   |                                                   | invalid_parameter
        """)
    void bad_input_is_refused_with_422(String method, String path, String body, String name) throws Exception {
        Reply refused = face.send(method, path, body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .containsOnlyKeys("statusCode", "message", "name")
                .containsEntry("name", name);
        assertThat(face.get("/contacts/a@b.co").status()).isEqualTo(404);
    }

    @Test
    void names_of_256_characters_are_refused_and_of_255_taken() throws Exception {
        assertThat(face.post("/contacts", Map.of("email", "x@y.co", "first_name", "é".repeat(256)))
                        .status())
                .isEqualTo(422);
        assertThat(face.post("/contacts", Map.of("email", "x@y.co", "first_name", "é".repeat(255)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void the_missing_address_is_named_in_the_words_of_the_contract() throws Exception {
        assertThat(face.post("/contacts", Map.of()).text("message")).isEqualTo("Missing `email` field.");
    }

    @Test
    void an_unknown_contact_is_not_found_whatever_is_asked() throws Exception {
        for (String who : List.of(
                SOME_ID, "nobody@example.com", UUID.randomUUID().toString().toUpperCase())) {
            assertThat(face.get("/contacts/" + who).status()).isEqualTo(404);
            assertThat(face.patch("/contacts/" + who, Map.of()).status()).isEqualTo(404);
            assertThat(face.delete("/contacts/" + who).body())
                    .isEqualTo(Map.of("statusCode", 404L, "message", "Contact not found", "name", "not_found"));
        }
    }
}
