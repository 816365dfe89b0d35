package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document against the table of routes, against itself, and against what the code refuses. */
class OpenApiTest {
    private static final Map<String, Object> DOCUMENT = object(JsonReader.read(OpenApi.document()));
    private static NativeServer server;

    /** A text of a request that has a longest length. */
    record Bounded(String method, String path, Map<String, Object> body, String field, int max) {
        @Override
        public String toString() {
            return method + " " + path + " " + field + " " + max;
        }
    }

    @BeforeAll
    static void open() {
        server = new NativeServer().withIngest();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void every_route_is_in_the_document_and_nothing_else_is() {
        Set<String> routes = new TreeSet<>();
        NativeFace.routes(
                        server.vertx,
                        server.store,
                        FaceSettings.defaults(),
                        Outside.none(),
                        new Links(server.store, () -> ""))
                .all()
                .forEach(route -> routes.add(route.method() + " " + route.path().replaceAll(":(\\w+)", "{$1}")));

        assertThat(operations().keySet())
                .as("Expected each route of NativeFace in resources/openapi, and each operation there among the routes."
                        + " To add a resource, copy a small part such as topics.json, name it in OpenApi.PARTS, and"
                        + " write its limits as ${NAME} with NAME in OpenApiLimits.")
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void it_is_served_to_everybody() {
        var reply = server.send(server.request("GET", "/openapi.json", new byte[0]));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.text("openapi")).isEqualTo("3.1.0");
    }

    @Test
    void every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
        List<String> references = new ArrayList<>();
        gather(DOCUMENT, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(at(reference)).as(reference).isNotNull());
        assertThat(operations().values())
                .extracting(operation -> operation.get("operationId"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void a_length_it_tells_is_the_length_the_code_goes_by(Bounded bounded) {
        var longest = send(bounded, "x".repeat(bounded.max()));
        var tooLong = send(bounded, "x".repeat(bounded.max() + 1));

        assertThat(tooLong.status()).as(tooLong.raw().body()).isIn(400, 422);
        assertThat(longest.raw().body()).doesNotContain("at most").doesNotContain("characters long");
    }

    private static NativeServer.Reply send(Bounded bounded, String text) {
        Map<String, Object> body = new LinkedHashMap<>(bounded.body());
        body.put(bounded.field(), text);
        return server.send(bounded.method(), bounded.path(), JsonWriter.write(body));
    }

    static Stream<Bounded> bounds() {
        List<Bounded> bounds = new ArrayList<>();
        operations().forEach((name, operation) -> {
            String method = name.substring(0, name.indexOf(' '));
            String path = name.substring(name.indexOf(' ') + 1);
            Map<String, Object> schema = requestSchema(operation);
            if (method.equals("POST") && !path.contains("{") && schema.get("properties") != null) {
                Map<String, Object> body = sample(schema);
                object(schema.get("properties")).forEach((field, value) -> {
                    if (object(value).get("maxLength") instanceof Long max) {
                        bounds.add(new Bounded(method, path, body, field, max.intValue()));
                    }
                });
            }
        });
        return bounds.stream();
    }

    private static Map<String, Object> requestSchema(Map<String, Object> operation) {
        if (!(operation.get("requestBody") instanceof Map<?, ?> request)) {
            return Map.of();
        }
        Object content = ((Map<?, ?>) request.get("content")).get("application/json");
        return content == null ? Map.of() : resolved(object(((Map<?, ?>) content).get("schema")));
    }

    private static Map<String, Object> resolved(Map<String, Object> schema) {
        return schema.get("$ref") instanceof String reference ? object(at(reference)) : schema;
    }

    private static Map<String, Object> sample(Map<String, Object> schema) {
        Map<String, Object> sample = new LinkedHashMap<>();
        for (Object field : (List<?>) schema.getOrDefault("required", List.of())) {
            sample.put(
                    (String) field,
                    value(object(object(schema.get("properties")).get(field))));
        }
        return sample;
    }

    private static Object value(Map<String, Object> schema) {
        if (schema.get("enum") instanceof List<?> words) {
            return words.get(0);
        }
        if ("email".equals(schema.get("format"))) {
            return "a" + UUID.randomUUID() + "@example.com";
        }
        if ("array".equals(schema.get("type"))) {
            return List.of();
        }
        return "k" + UUID.randomUUID().toString().replace('-', '_');
    }

    static Map<String, Map<String, Object>> operations() {
        Map<String, Map<String, Object>> operations = new LinkedHashMap<>();
        object(DOCUMENT.get("paths"))
                .forEach((path, item) -> object(item)
                        .forEach((method, operation) ->
                                operations.put(method.toUpperCase(Locale.ROOT) + " " + path, object(operation))));
        return operations;
    }

    private static void gather(Object value, List<String> references) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(inner -> gather(inner, references));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> gather(inner, references));
        }
    }

    private static Object at(String reference) {
        Object here = DOCUMENT;
        for (String name : reference.substring(2).split("/")) {
            here = ((Map<?, ?>) here).get(name);
        }
        return here;
    }

    @SuppressWarnings("unchecked") // objects of parsed JSON
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
