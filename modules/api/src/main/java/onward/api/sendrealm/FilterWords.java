package onward.api.sendrealm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions and filters of the Sendrealm dialect, as rules and back (contract/sendrealm.md 3.3 and 4).
 *
 * <p>A filter is flat, {@code {amount_gte: 1000, plan: "pro"}}: all keys must hold, each of a payload's field and, at
 * its end, the operator. A condition is a tree, {@code {all: […]}}, {@code {any: […]}} or {@code {field, operator,
 * value}}. A filter may be written as such a tree too, which is how one looks that does not fit the flat form. What is
 * no filter at all is left as it is, for the reader of rules to say what is wrong with it.
 */
final class FilterWords {
    private static final String EVENT = "event.";

    /** Suffix to operator, those that contain another before it. */
    private static final Map<String, String> SUFFIXES = new LinkedHashMap<>();

    private static final Map<String, String> OPERATORS = Map.of(
            "equals", "eq",
            "ne", "neq",
            "not_equals", "neq",
            "greater_than", "gt",
            "greater_than_or_equal", "gte",
            "less_than", "lt",
            "less_than_or_equal", "lte");

    static {
        SUFFIXES.put("_starts_with", "starts_with");
        SUFFIXES.put("_ends_with", "ends_with");
        SUFFIXES.put("_contains", "contains");
        SUFFIXES.put("_exists", "exists");
        SUFFIXES.put("_nin", "nin");
        SUFFIXES.put("_in", "in");
        SUFFIXES.put("_gte", "gte");
        SUFFIXES.put("_gt", "gt");
        SUFFIXES.put("_lte", "lte");
        SUFFIXES.put("_lt", "lt");
        SUFFIXES.put("_ne", "neq");
    }

    private FilterWords() {}

    /** The rule that a filter stands for; null for one that asks nothing. */
    static Object rule(Object filters) {
        if (filters instanceof List<?> list) {
            return list.isEmpty()
                    ? null
                    : group("and", list.stream().map(FilterWords::rule).toList());
        }
        if (!(filters instanceof Map<?, ?> map)) {
            return filters;
        }
        if (isTree(map)) {
            return tree(map, true);
        }
        List<Object> rules = new ArrayList<>();
        map.forEach((key, value) -> rules.add(flat(String.valueOf(key), value)));
        return rules.isEmpty() ? null : rules.size() == 1 ? rules.get(0) : group("and", rules);
    }

    /** The rule that a condition stands for. */
    static Object condition(Object condition) {
        return condition instanceof Map<?, ?> map && isTree(map) ? tree(map, false) : condition;
    }

    private static boolean isTree(Map<?, ?> map) {
        boolean isRule = map.get("type") instanceof String type && (type.equals("rule") || isGroup(type));
        return isRule
                || map.get("all") instanceof List
                || map.get("any") instanceof List
                || (map.get("field") instanceof String && map.get("operator") instanceof String);
    }

    private static boolean isGroup(String type) {
        return type.equals("and") || type.equals("or");
    }

    private static Object tree(Object node, boolean isFilter) {
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        if (map.get("all") instanceof List<?> all) {
            return group("and", all.stream().map(one -> tree(one, isFilter)).toList());
        }
        if (map.get("any") instanceof List<?> any) {
            return group("or", any.stream().map(one -> tree(one, isFilter)).toList());
        }
        if (map.get("type") instanceof String type && isGroup(type)) {
            return node;
        }
        if (!(map.get("field") instanceof String field) || !(map.get("operator") instanceof String operator)) {
            return node;
        }
        String path = isFilter && !field.startsWith(EVENT) ? EVENT + field : field;
        return compare(path, OPERATORS.getOrDefault(operator, operator), map.get("value"));
    }

    /** An object with an operator in it is a comparison of a field whose name looks like one with a suffix. */
    private static Object flat(String key, Object value) {
        if (value instanceof Map<?, ?> map && map.get("operator") instanceof String operator) {
            return compare(EVENT + key, OPERATORS.getOrDefault(operator, operator), map.get("value"));
        }
        for (Map.Entry<String, String> suffix : SUFFIXES.entrySet()) {
            if (key.endsWith(suffix.getKey()) && key.length() > suffix.getKey().length()) {
                String field = key.substring(0, key.length() - suffix.getKey().length());
                return compare(EVENT + field, suffix.getValue(), value);
            }
        }
        return compare(EVENT + key, "eq", value);
    }

    private static Object compare(String field, String operator, Object value) {
        return switch (operator) {
            case "in" -> each(field, "or", "eq", value);
            case "nin" -> each(field, "and", "neq", value);
            case "exists" -> leaf(field, Boolean.FALSE.equals(value) ? "is_empty" : "exists", null);
            default -> leaf(field, operator, value);
        };
    }

    private static Object each(String field, String type, String operator, Object value) {
        return value instanceof List<?> list
                ? group(
                        type,
                        list.stream().map(one -> leaf(field, operator, one)).toList())
                : leaf(field, operator, value);
    }

    private static Map<String, Object> leaf(String field, String operator, Object value) {
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("type", "rule");
        leaf.put("field", field);
        leaf.put("operator", operator);
        if (value != null) {
            leaf.put("value", value);
        }
        return leaf;
    }

    private static Map<String, Object> group(String type, List<?> rules) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("type", type);
        group.put("rules", rules);
        return group;
    }

    /** A rule as a filter: flat where that says all of it. */
    static Object filters(Object rule) {
        if (!(rule instanceof Map<?, ?> map)) {
            return rule;
        }
        List<?> rules = "and".equals(map.get("type")) && map.get("rules") instanceof List<?> list ? list : List.of(map);
        Map<String, Object> flat = new LinkedHashMap<>();
        for (Object one : rules) {
            Map<String, Object> said = flat(one);
            if (said.isEmpty() || flat.keySet().stream().anyMatch(said::containsKey)) {
                return tree(rule);
            }
            flat.putAll(said);
        }
        return flat;
    }

    /** Empty for what has no flat form. */
    private static Map<String, Object> flat(Object rule) {
        if (!(rule instanceof Map<?, ?> map)) {
            return Map.of();
        }
        if ("or".equals(map.get("type")) && map.get("rules") instanceof List<?> list) {
            return oneOf(list);
        }
        if (!(map.get("field") instanceof String field)
                || !field.startsWith(EVENT)
                || map.get("value") instanceof Map) {
            return Map.of();
        }
        String name = field.substring(EVENT.length());
        String operator = String.valueOf(map.get("operator"));
        Object value = map.get("value");
        if (operator.equals("eq") && value != null) {
            return endsLikeOne(name) ? Map.of() : Map.of(name, value);
        }
        if (operator.equals("exists") || operator.equals("is_empty")) {
            return Map.of(name + "_exists", operator.equals("exists"));
        }
        return SUFFIXES.entrySet().stream()
                .filter(suffix -> suffix.getValue().equals(operator) && value != null)
                .findFirst()
                .map(suffix -> Map.of(name + suffix.getKey(), value))
                .orElse(Map.of());
    }

    private static boolean endsLikeOne(String name) {
        return SUFFIXES.keySet().stream().anyMatch(name::endsWith);
    }

    /** Equal to one of several values, if that is what the rules ask of one field. */
    private static Map<String, Object> oneOf(List<?> rules) {
        List<Object> values = new ArrayList<>();
        Map<String, Object> fields = new HashMap<>();
        for (Object rule : rules) {
            if (!(rule instanceof Map<?, ?> map)
                    || !"eq".equals(map.get("operator"))
                    || !(map.get("field") instanceof String field)
                    || !field.startsWith(EVENT)
                    || map.get("value") == null
                    || map.get("value") instanceof Map) {
                return Map.of();
            }
            fields.put(field, true);
            values.add(map.get("value"));
        }
        return fields.size() == 1
                ? Map.of(fields.keySet().iterator().next().substring(EVENT.length()) + "_in", values)
                : Map.of();
    }

    /** A rule as a condition. */
    static Object tree(Object rule) {
        if (!(rule instanceof Map<?, ?> map)) {
            return rule;
        }
        if (map.get("type") instanceof String type && isGroup(type) && map.get("rules") instanceof List<?> rules) {
            Map<String, Object> group = new LinkedHashMap<>();
            group.put(
                    type.equals("and") ? "all" : "any",
                    rules.stream().map(FilterWords::tree).toList());
            return group;
        }
        Map<String, Object> leaf = new LinkedHashMap<>();
        map.forEach((key, value) -> leaf.put(String.valueOf(key), value));
        leaf.remove("type");
        return leaf;
    }
}
