package onward.api.sendrealm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onward.api.Answer;
import onward.api.SendrealmWords;

/**
 * A native definition, a draft or a version, in the words of the Sendrealm dialect. A step of a type that it does not
 * have is shown under its native name.
 */
final class DefinitionView {
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Object> domainIds;
    private String triggerKey;

    /** @param domainIds the ids of domains by their names */
    private DefinitionView(Map<String, Object> domainIds) {
        this.domainIds = domainIds;
    }

    static Map<String, Object> of(Map<String, Object> definition, Map<String, Object> domainIds) {
        return new DefinitionView(domainIds).shown(definition);
    }

    private Map<String, Object> shown(Map<String, Object> definition) {
        Map<?, ?> trigger = null;
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Map<?, ?> step : objects(definition.get("steps"))) {
            types.put(String.valueOf(step.get("key")), String.valueOf(step.get("type")));
            if ("trigger".equals(step.get("type")) && trigger == null) {
                trigger = step;
                triggerKey = String.valueOf(step.get("key"));
            } else {
                steps.add(step(step));
            }
        }
        Map<String, Object> shown = Answer.body(
                "trigger",
                trigger == null ? null : StepWords.config("trigger", trigger.get("config")),
                "steps",
                steps,
                "connections",
                objects(definition.get("connections")).stream()
                        .map(this::connection)
                        .toList());
        for (String rule : List.of("entry", "exit")) {
            if (definition.get(rule) != null) {
                shown.put(rule, definition.get(rule));
            }
        }
        return shown;
    }

    private static List<Map<?, ?>> objects(Object items) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (items instanceof List<?> list) {
            list.stream().filter(Map.class::isInstance).forEach(item -> objects.add((Map<?, ?>) item));
        }
        return objects;
    }

    private Map<String, Object> step(Map<?, ?> step) {
        String type = String.valueOf(step.get("type"));
        Object config = StepWords.config(type, step.get("config"));
        return Answer.body(
                "key", step.get("key"),
                "type", step.get("type") == null ? null : SendrealmWords.stepType(type),
                "config", type.equals("send_email") ? withDomain(config) : config == null ? Map.of() : config);
    }

    /** The domain of the sender, where it is one of the project's. */
    private Object withDomain(Object config) {
        if (!(config instanceof Map<?, ?> map) || map.get("domain_id") != null) {
            return config;
        }
        String from = map.get("from") instanceof String text ? text : "";
        String domain =
                from.substring(from.lastIndexOf('@') + 1).replace(">", "").strip();
        Object id = domainIds.get(domain.toLowerCase(Locale.ROOT));
        Map<String, Object> more = StepWords.copy(map);
        if (id != null) {
            more.put("domain_id", id);
        }
        return more;
    }

    private Map<String, Object> connection(Map<?, ?> connection) {
        Object from = connection.get("from");
        String type = types.getOrDefault(String.valueOf(from), "");
        Object branch = connection.get("type") == null ? "default" : connection.get("type");
        return Answer.body(
                "from", from != null && from.equals(triggerKey) ? SendrealmWords.TRIGGER : from,
                "to", connection.get("to"),
                "branch", branch instanceof String text ? SendrealmWords.branch(type, text) : branch);
    }
}
