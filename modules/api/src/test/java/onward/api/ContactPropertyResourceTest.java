package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import onward.api.RunningFace.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactPropertyResourceTest {
    private static final String SOME_ID = "0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11";
    private static RunningFace face;
    private static String seats;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
        seats = face.post("/contact-properties", Map.of("key", "seats", "type", "number"))
                .text("id");
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_property_is_declared_read_listed_and_deleted() throws Exception {
        Reply made =
                face.post("/contact-properties", Map.of("key", "plan", "type", "string", "fallback_value", "free"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("object", "id").containsEntry("object", "contact_property");
        Reply read = face.get("/contact-properties/" + made.text("id"));
        assertThat(read.body())
                .containsOnlyKeys("object", "id", "key", "type", "fallback_value", "created_at")
                .containsEntry("key", "plan")
                .containsEntry("type", "string")
                .containsEntry("fallback_value", "free");
        var item = new HashMap<>(read.body());
        item.remove("object");
        assertThat(face.get("/contact-properties").data().get(0)).isEqualTo(item);
        assertThat(face.delete("/contact-properties/" + made.text("id")).body())
                .isEqualTo(Map.of("object", "contact_property", "id", made.text("id"), "deleted", true));
        assertThat(face.get("/contact-properties/" + made.text("id")).body())
                .containsEntry("message", "Contact property not found");
    }

    @Test
    void the_fallback_changes_and_is_cleared_with_null() throws Exception {
        Reply changed = face.patch("/contact-properties/" + seats, Map.of("fallback_value", 3L));

        assertThat(changed.body()).isEqualTo(Map.of("object", "contact_property", "id", seats));
        assertThat(face.get("/contact-properties/" + seats).body()).containsEntry("fallback_value", 3L);
        assertThat(face.send("PATCH", "/contact-properties/" + seats, "{\"fallback_value\":null}")
                        .status())
                .isEqualTo(200);
        assertThat(face.get("/contact-properties/" + seats).body()).containsEntry("fallback_value", null);
    }

    @Test
    void a_taken_key_is_refused() throws Exception {
        assertThat(face.post("/contact-properties", Map.of("key", "seats", "type", "string"))
                        .text("name"))
                .isEqualTo("validation_error");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST   | /contact-properties     | {}                                                | missing_required_field
        POST   | /contact-properties     | {"key":"k"}                                       | missing_required_field
        POST   | /contact-properties     | {"type":"string"}                                 | missing_required_field
        POST   | /contact-properties     | {"key":"","type":"string"}                        | validation_error
        POST   | /contact-properties     | {"key":"a b","type":"string"}                     | validation_error
        POST   | /contact-properties     | {"key":"é","type":"string"}                       | validation_error
        POST   | /contact-properties     | {"key":7,"type":"string"}                         | validation_error
        POST   | /contact-properties     | {"key":"k","type":"boolean"}                      | validation_error
        POST   | /contact-properties     | {"key":"k","type":"String"}                       | validation_error
        POST   | /contact-properties     | {"key":"k","type":"string","fallback_value":1}    | validation_error
        POST   | /contact-properties     | {"key":"k","type":"number","fallback_value":"1"}  | validation_error
        POST   | /contact-properties     | {"key":"k","type":"string","fallback_value":true} | validation_error
        POST   | /contact-properties     | {"key":"k","type":"string","fallback_value":[]}   | validation_error
        POST   | /contact-properties     | {"key":"k\\u0000","type":"string"}                | validation_error
        POST   | /contact-properties     | [{"key":"k","type":"string"}]                     | validation_error
        PATCH  | /contact-properties/{id} | {}                                               | missing_required_field
        PATCH  | /contact-properties/{id} | {"fallback_value":"three"}                       | validation_error
        PATCH  | /contact-properties/{id} | {"fallback_value":1,"type":"string"}             | validation_error
        PATCH  | /contact-properties/{id} | {"fallback_value":1,"key":"other"}               | validation_error
        PATCH  | /contact-properties/nope | {"fallback_value":1}                             | invalid_parameter
        GET    | /contact-properties/1-1-1-1-1 |                                             | invalid_parameter
        DELETE | /contact-properties/%00 |                                                   | invalid_parameter
        GET    | /contact-properties?limit=0 |                                               | validation_error
        GET    | /contact-properties?limit=1&after=0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11 |    | validation_error
        """)
    void bad_input_is_refused_with_422(String method, String path, String body, String name) throws Exception {
        Reply refused = face.send(method, path.replace("{id}", seats), body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .containsOnlyKeys("statusCode", "message", "name")
                .containsEntry("name", name);
        assertThat(face.get("/contact-properties").data()).hasSize(1);
    }

    @Test
    void an_unknown_property_is_not_found_whatever_is_asked() throws Exception {
        String path = "/contact-properties/" + SOME_ID;

        assertThat(face.get(path).status()).isEqualTo(404);
        assertThat(face.patch(path, Map.of("fallback_value", 1L)).status()).isEqualTo(404);
        assertThat(face.delete(path).status()).isEqualTo(404);
    }

    @Test
    void keys_of_51_characters_are_refused_and_of_50_taken() throws Exception {
        assertThat(face.post("/contact-properties", Map.of("key", "k".repeat(51), "type", "string"))
                        .status())
                .isEqualTo(422);
        Reply made = face.post("/contact-properties", Map.of("key", "k".repeat(50), "type", "string"));
        assertThat(made.status()).isEqualTo(201);
        face.delete("/contact-properties/" + made.text("id"));
    }
}
