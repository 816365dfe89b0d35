package onward.api.sendrealm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onward.api.SendrealmWords;
import onward.flow.fact.Durations;

/**
 * Configs of steps in the words of the Sendrealm dialect and in native ones (contract/sendrealm.md 4). What cannot be
 * read is left as it is, for the reader of steps to say what is wrong with it; a type that the dialect does not have
 * keeps its native config.
 */
final class StepWords {
    private static final List<String> SET = List.of("first_name", "last_name", "unsubscribed", "properties");

    /** By native type, the fields that the dialect has for it. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "delay", Set.of("duration_seconds", "duration", "until", "timezone", "time_of_day", "weekdays"),
            "wait_for_event",
                    Set.of("event_name", "timeout_seconds", "timeout", "filters", "correlation", "events", "look_back"),
            "send_email",
                    Set.of(
                            "template_version_id",
                            "template_id",
                            "variables",
                            "domain_id",
                            "from",
                            "reply_to",
                            "subject",
                            "topic_id",
                            "on_uncertain",
                            "urgent"),
            "send_push",
                    Set.of(
                            "template_version_id",
                            "template_id",
                            "variables",
                            "title",
                            "body",
                            "launch_url",
                            "image_url",
                            "data",
                            "platforms",
                            "urgent"),
            "contact_update", Set.of("set"),
            "add_to_segment", Set.of("audience_id"),
            "remove_from_segment", Set.of("audience_id"),
            "topic_update", Set.of("topic_id", "is_subscribed"));

    /** Native to theirs, for the places of problems. */
    private static final Map<String, String> NAMES = Map.of(
            "duration", "duration_seconds",
            "timeout", "timeout_seconds",
            "filter_rule", "filters",
            "segment_id", "audience_id",
            "subscription", "is_subscribed",
            "template.id", "template_version_id",
            "template.variables", "variables");

    private StepWords() {}

    /** The fields of a config that the dialect does not have. @param type native */
    static List<String> unknown(String type, Map<?, ?> config) {
        Set<String> known = FIELDS.get(type);
        return known == null
                ? List.of()
                : config.keySet().stream()
                        .map(String::valueOf)
                        .filter(name -> !known.contains(name))
                        .toList();
    }

    /** What a field of a native config is called. @param type native */
    static String field(String type, String nativeField) {
        if (type.equals("contact_update") && !nativeField.isEmpty()) {
            return "set." + nativeField;
        }
        return NAMES.entrySet().stream()
                .filter(name -> nativeField.equals(name.getKey())
                        || nativeField.startsWith(name.getKey() + ".")
                        || nativeField.startsWith(name.getKey() + "["))
                .findFirst()
                .map(name ->
                        name.getValue() + nativeField.substring(name.getKey().length()))
                .orElse(nativeField);
    }

    /** A sentence about a native config, with the fields called as they are here. */
    static String sentence(String message) {
        String said = message;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            said = said.replace("`" + name.getKey() + "`", "`" + name.getValue() + "`");
        }
        return said;
    }

    /** @param type native */
    static Object nativeConfig(String type, Object config) {
        if (!(config instanceof Map<?, ?> given)) {
            return config;
        }
        Map<String, Object> map = copy(given);
        switch (type) {
            case "trigger" -> {
                event(map);
                move(map, "filters", "filter_rule", FilterWords::rule);
            }
            case "delay" -> move(map, "duration_seconds", "duration", value -> value);
            case "condition" -> {
                return FilterWords.condition(map);
            }
            case "wait_for_event" -> {
                event(map);
                move(map, "timeout_seconds", "timeout", value -> value);
                move(map, "filters", "filter_rule", FilterWords::rule);
                move(map, "correlation", "correlation", StepWords::nativeCorrelation);
            }
            case "send_email", "send_push" -> template(map);
            case "contact_update" -> spread(map);
            case "add_to_segment", "remove_from_segment" -> move(map, "audience_id", "segment_id", value -> value);
            case "topic_update" ->
                move(
                        map,
                        "is_subscribed",
                        "subscription",
                        value -> value instanceof Boolean isOne ? isOne ? "opt_in" : "opt_out" : value);
            default -> {
                // Native as it is.
            }
        }
        return map;
    }

    private static void event(Map<String, Object> map) {
        move(
                map,
                "event_name",
                "event_name",
                value -> value instanceof String name ? SendrealmWords.nativeEvent(name) : value);
    }

    private static Object nativeCorrelation(Object value) {
        return value instanceof Map<?, ?> map && map.get("key") instanceof String key
                ? ordered("field", "event." + key, "equals", "event." + key)
                : value;
    }

    private static void template(Map<String, Object> map) {
        Map<String, Object> template = new LinkedHashMap<>();
        Object version = map.remove("template_version_id");
        Object whole = map.remove("template_id");
        put(template, "id", version == null ? whole : version);
        put(template, "variables", map.remove("variables"));
        if (!template.isEmpty()) {
            map.put("template", template);
        }
    }

    private static void spread(Map<String, Object> map) {
        if (map.get("set") instanceof Map<?, ?> set) {
            map.remove("set");
            map.putAll(copy(set));
        }
    }

    /** @param type native */
    static Object config(String type, Object nativeConfig) {
        if (!(nativeConfig instanceof Map<?, ?> given)) {
            return nativeConfig;
        }
        Map<String, Object> map = copy(given);
        switch (type) {
            case "trigger" -> {
                move(map, "event_name", "event_name", StepWords::eventName);
                move(map, "filter_rule", "filters", FilterWords::filters);
            }
            case "delay" -> seconds(map, "duration", "duration_seconds");
            case "condition" -> {
                return FilterWords.tree(map);
            }
            case "wait_for_event" -> {
                move(map, "event_name", "event_name", StepWords::eventName);
                seconds(map, "timeout", "timeout_seconds");
                move(map, "filter_rule", "filters", FilterWords::filters);
                move(map, "correlation", "correlation", StepWords::correlation);
            }
            case "send_email", "send_push" -> untemplate(map);
            case "contact_update" -> gather(map);
            case "add_to_segment", "remove_from_segment" -> move(map, "segment_id", "audience_id", value -> value);
            case "topic_update" -> move(map, "subscription", "is_subscribed", StepWords::isSubscribed);
            default -> {
                // Native as it is.
            }
        }
        return map;
    }

    private static Object eventName(Object name) {
        return name instanceof String text ? SendrealmWords.event(text) : name;
    }

    private static Object isSubscribed(Object subscription) {
        return "opt_in".equals(subscription) ? (Object) true : "opt_out".equals(subscription) ? false : subscription;
    }

    private static void seconds(Map<String, Object> map, String from, String to) {
        move(
                map,
                from,
                to,
                value -> Durations.read(value).isOk()
                        ? (Object) Durations.read(value).value().toSeconds()
                        : value);
    }

    /** One field that has to be the same on both sides; others keep their native form. */
    private static Object correlation(Object value) {
        return value instanceof Map<?, ?> map
                        && map.get("field") instanceof String field
                        && field.startsWith("event.")
                        && field.equals(map.get("equals"))
                ? ordered("key", field.substring("event.".length()))
                : value;
    }

    private static void untemplate(Map<String, Object> map) {
        if (map.get("template") instanceof Map<?, ?> template) {
            map.remove("template");
            Map<String, Object> before = new LinkedHashMap<>(map);
            map.clear();
            put(map, "template_version_id", template.get("id"));
            put(map, "variables", template.get("variables"));
            map.putAll(before);
        }
    }

    private static void gather(Map<String, Object> map) {
        Map<String, Object> set = new LinkedHashMap<>();
        SET.stream().filter(map::containsKey).forEach(name -> set.put(name, map.get(name)));
        SET.forEach(map::remove);
        map.put("set", set);
    }

    private interface Change {
        Object of(Object value);
    }

    /** The field under its new name where the old one stood; left out when the change makes nothing of it. */
    private static void move(Map<String, Object> map, String from, String to, Change change) {
        if (map.get(from) == null) {
            return;
        }
        Map<String, Object> before = new LinkedHashMap<>(map);
        map.clear();
        before.forEach((name, value) -> {
            if (name.equals(from)) {
                put(map, to, change.of(value));
            } else {
                map.putIfAbsent(name, value);
            }
        });
    }

    private static void put(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static Map<String, Object> ordered(String... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** A JSON object that may be changed. */
    static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    /** All fields of a type, for a message. @param type native */
    static String fields(String type) {
        return FIELDS.getOrDefault(type, Set.of()).stream().sorted().collect(Collectors.joining(", "));
    }
}
