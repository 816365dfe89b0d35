package onward.api;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * The OpenAPI 3.1 document of this face, served at {@code /openapi.json} to everybody. It is put together once from
 * {@code resources/openapi}: {@code base.json} and one part for each resource, {@code {tag, paths, schemas}}.
 *
 * <p>A part says what is its own. The parameters of a path and the answer to what is refused are added here, and a
 * limit is written as the name of a constant, {@code "${NAME_CHARS}"}, see {@link OpenApiLimits}.
 */
public final class OpenApi {
    /** Every part, in the order of the document. A new resource adds its file here. */
    static final List<String> PARTS = List.of(
            "automations",
            "automation-runs",
            "flights",
            "bulk-actions",
            "events",
            "templates",
            "contacts",
            "contact-properties",
            "imports",
            "segments",
            "topics",
            "emails",
            "suppressions",
            "devices",
            "push",
            "webhooks",
            "domains",
            "bounces",
            "policies",
            "usage",
            "logs",
            "explain",
            "rehearsals",
            "api-keys",
            "workflows",
            "audiences");

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");
    private static final String DOCUMENT = JsonWriter.write(assembled());

    private OpenApi() {}

    /** The document as JSON. */
    public static String document() {
        return DOCUMENT;
    }

    /** Where the document is, for everybody. */
    static final String PATH = "/openapi.json";

    static void mount(Router router) {
        // Not by a path: then the router would look at every path, and refuse some before the face can.
        router.get().handler(context -> {
            if (PATH.equals(context.request().path())) {
                serve(context.response());
            } else {
                context.next();
            }
        });
    }

    private static void serve(HttpServerResponse response) {
        serve(response, DOCUMENT);
    }

    /** Answers with a document, to everybody. */
    public static void serve(HttpServerResponse response, String document) {
        response.putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("access-control-allow-origin", "*")
                .end(document);
    }

    private static Map<String, Object> assembled() {
        Map<String, Object> document = read("base");
        PARTS.forEach(part -> add(document, part, read(part)));
        return document;
    }

    private static void add(Map<String, Object> document, String name, Map<String, Object> part) {
        list(document.get("tags")).add(part.get("tag"));
        object(part.get("paths")).forEach((path, item) -> {
            // A path may be shared by resources that each have some of its methods.
            Map<String, Object> methods = object(
                    object(document.get("paths")).computeIfAbsent(path, p -> new LinkedHashMap<String, Object>()));
            object(item).forEach((method, operation) -> put(methods, method, completed(path, object(operation)), name));
        });
        Map<String, Object> schemas = object(object(document.get("components")).get("schemas"));
        object(part.get("schemas")).forEach((schema, value) -> put(schemas, schema, value, name));
    }

    private static void put(Map<String, Object> into, String key, Object value, String part) {
        if (into.put(key, value) != null) {
            throw new IllegalStateException(
                    "Expected each operation and schema once, found " + key + " again in openapi/" + part + ".json");
        }
    }

    private static Map<String, Object> completed(String path, Map<String, Object> operation) {
        List<Object> parameters = new ArrayList<>();
        var names = PARAMETER.matcher(path);
        while (names.find()) {
            parameters.add(Answer.body(
                    "name", names.group(1), "in", "path", "required", true, "schema", Map.of("type", "string")));
        }
        if (operation.get("parameters") != null) {
            parameters.addAll(list(operation.get("parameters")));
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        object(operation.get("responses")).put("default", Map.of("$ref", "#/components/responses/Refusal"));
        return operation;
    }

    /** The document of another face, which is one file. */
    public static String document(String face) {
        return JsonWriter.write(read(face));
    }

    private static Map<String, Object> read(String name) {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("Expected the resource openapi/" + name + ".json, found nothing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return object(JsonReader.read(OpenApiLimits.filledIn(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // objects of parsed JSON
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // arrays of parsed JSON
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
