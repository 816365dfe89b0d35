package onward.app.contract;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import onward.api.OpenApi;

/**
 * Holds answers against the OpenAPI document. A field that the document does not tell of is a fault too, so objects
 * that say nothing of other fields are taken as closed here, though clients must not.
 */
final class AnswerCheck {
    private static final String REFUSAL = "a refusal";
    /** Pages for people and what they fetch are no part of the API, nor of the document. */
    private static final Pattern FOR_PEOPLE = Pattern.compile("/(unsubscribe|dashboard)/.*");

    private record Operation(String name, Pattern path, String method, JsonObject responses) {
        long words() {
            return name.chars().filter(c -> c == '{').count();
        }
    }

    private final JsonObject document = (JsonObject) closed(new JsonObject(OpenApi.document()));
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Validator> validators = new HashMap<>();

    AnswerCheck() {
        document.getJsonObject("paths")
                .forEach(item -> ((JsonObject) item.getValue())
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey() + " " + item.getKey(),
                                Pattern.compile(item.getKey().replaceAll("\\{\\w+\\}", "[^/]+")),
                                operation.getKey().toUpperCase(Locale.ROOT),
                                ((JsonObject) operation.getValue()).getJsonObject("responses")))));
        operations.sort(Comparator.comparingLong(Operation::words));
    }

    /** What is wrong with answers, in words; empty when nothing is. */
    List<String> faults(List<RecordingProxy.Exchange> exchanges) {
        return exchanges.stream()
                .filter(exchange -> !exchange.path().equals("/openapi.json"))
                .filter(exchange -> !FOR_PEOPLE.matcher(exchange.path()).matches())
                .map(this::fault)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> fault(RecordingProxy.Exchange exchange) {
        if (!"application/json; charset=utf-8".equals(exchange.contentType())) {
            return said(exchange, "its type is " + exchange.contentType());
        }
        if (exchange.status() >= 400) {
            return checked(exchange, REFUSAL, new JsonObject().put("$ref", "#/components/schemas/Refusal"));
        }
        Operation operation = operation(exchange);
        if (operation == null) {
            return said(exchange, "the document has no such operation. Add it to a part in resources/openapi");
        }
        JsonObject response = operation.responses().getJsonObject(String.valueOf(exchange.status()));
        return response == null
                ? said(exchange, "the document has no answer of this status to " + operation.name())
                : checked(
                        exchange,
                        operation.name(),
                        response.getJsonObject("content")
                                .getJsonObject("application/json")
                                .getJsonObject("schema"));
    }

    private Operation operation(RecordingProxy.Exchange exchange) {
        String path = exchange.path().replaceAll("/+", "/").replaceAll("(.)/$", "$1");
        return operations.stream()
                .filter(operation -> operation.method().equals(exchange.method())
                        && operation.path().matcher(path).matches())
                .findFirst()
                .orElse(null);
    }

    private Optional<String> checked(RecordingProxy.Exchange exchange, String name, JsonObject schema) {
        var result =
                validators.computeIfAbsent(name, n -> validator(schema)).validate(Json.decodeValue(exchange.body()));
        return result.getValid() ? Optional.empty() : said(exchange, String.valueOf(result.getErrors()));
    }

    private Validator validator(JsonObject schema) {
        JsonObject root = schema.copy().put("components", document.getJsonObject("components"));
        return Validator.create(
                JsonSchema.of(root),
                new JsonSchemaOptions()
                        .setBaseUri("https://onward.example")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private static Optional<String> said(RecordingProxy.Exchange exchange, String what) {
        return Optional.of(exchange.method() + " " + exchange.path() + " " + exchange.status() + ": " + what + "\n  "
                + exchange.body());
    }

    private static Object closed(Object value) {
        if (value instanceof JsonArray array) {
            array.forEach(AnswerCheck::closed);
        } else if (value instanceof JsonObject object) {
            object.forEach(field -> closed(field.getValue()));
            if (object.getValue("properties") instanceof JsonObject
                    && object.containsKey("type")
                    && !object.containsKey("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        return value;
    }
}
