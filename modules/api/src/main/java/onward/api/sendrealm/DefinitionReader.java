package onward.api.sendrealm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.api.Fields;
import onward.api.SendrealmWords;
import onward.flow.graph.Blueprint;

/**
 * A definition of the Sendrealm dialect, {@code {trigger, steps, connections}}, in native words. A draft need not be
 * sound: what has the wrong shape to be kept at all is refused here, all else is for who publishes it.
 */
final class DefinitionReader {
    private final Map<String, String> types = new HashMap<>();

    private DefinitionReader() {}

    /** Reads the field {@code definition}; problems of its shape are gathered. Null when it is not given. */
    static Map<String, Object> read(Fields fields) {
        Map<String, Object> given = fields.optionalMap("definition");
        if (given == null) {
            return null;
        }
        Fields definition = fields.inside("definition", given);
        Map<String, Object> trigger = definition.optionalMap("trigger");
        List<Map<String, Object>> steps = objects(definition, "steps", Blueprint.STEPS_MAX);
        List<Map<String, Object>> connections = objects(definition, "connections", Blueprint.CONNECTIONS_MAX);
        return new DefinitionReader().definition(given, trigger, steps, connections);
    }

    @SuppressWarnings("unchecked") // an object of parsed JSON
    private static List<Map<String, Object>> objects(Fields fields, String name, int max) {
        List<Object> items = fields.optionalList(name, 0, max);
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> map) {
                objects.add((Map<String, Object>) map);
            } else {
                fields.invalid(name + "[" + i + "]", "Expected an object, found something else");
            }
        }
        return objects;
    }

    private Map<String, Object> definition(
            Map<String, Object> given,
            Map<String, Object> trigger,
            List<Map<String, Object>> steps,
            List<Map<String, Object>> connections) {
        List<Object> nativeSteps = new ArrayList<>();
        if (trigger != null) {
            nativeSteps.add(step(SendrealmWords.TRIGGER, "trigger", trigger));
        }
        steps.forEach(one -> nativeSteps.add(step(one)));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("steps", nativeSteps);
        definition.put("connections", connections.stream().map(this::connection).toList());
        for (String rule : List.of("entry", "exit")) {
            if (given.get(rule) != null) {
                definition.put(rule, given.get(rule));
            }
        }
        return definition;
    }

    private Map<String, Object> step(Map<String, Object> given) {
        String type = given.get("type") instanceof String text ? SendrealmWords.nativeStepType(text) : null;
        if (type == null) {
            return given;
        }
        return step(given.get("key"), type, given.get("config"));
    }

    private Map<String, Object> step(Object key, String type, Object config) {
        if (key instanceof String text) {
            types.put(text, type);
        }
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("key", key);
        step.put("type", type);
        if (config != null) {
            step.put("config", StepWords.nativeConfig(type, config));
        }
        return step;
    }

    private Map<String, Object> connection(Map<String, Object> given) {
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("from", given.get("from"));
        connection.put("to", given.get("to"));
        if (given.get("branch") != null) {
            connection.put(
                    "type",
                    given.get("branch") instanceof String branch
                            ? SendrealmWords.nativeBranch(types.get(String.valueOf(given.get("from"))), branch)
                            : given.get("branch"));
        }
        return connection;
    }
}
