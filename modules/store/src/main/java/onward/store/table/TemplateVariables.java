package onward.store.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.message.Template;
import onward.store.Times;
import onward.store.json.JsonWriter;

/**
 * The variables that a template declares, as its versions keep them: maps of id, key, type, fallback_value,
 * created_at and updated_at. What they mean is checked by {@code TemplateCheck}. A new list takes the place of the old
 * one; a key that stays keeps its id.
 */
public final class TemplateVariables {
    /** How long the fallback of an object or a list may be, written as JSON. */
    public static final int FALLBACK_CHARS_MAX = 2_000;

    private TemplateVariables() {}

    /** The list that a version keeps, of what is wanted and what the version before had. */
    public static List<Map<String, Object>> of(
            List<Template.Variable> wanted, List<Map<String, Object>> before, Instant now, Ids ids) {
        return wanted.stream().map(one -> variable(one, before, now, ids)).toList();
    }

    private static Map<String, Object> variable(
            Template.Variable wanted, List<Map<String, Object>> before, Instant now, Ids ids) {
        return before.stream()
                .filter(known -> Objects.equals(known.get("key"), wanted.key()))
                .findFirst()
                .map(known -> changed(known, wanted, now))
                .orElseGet(() -> made(wanted, now, ids));
    }

    private static Map<String, Object> made(Template.Variable wanted, Instant now, Ids ids) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("id", ids.next(now).toString());
        variable.put("key", wanted.key());
        variable.put("type", wanted.type());
        variable.put("fallback_value", wanted.fallback());
        variable.put("created_at", Times.text(now));
        variable.put("updated_at", Times.text(now));
        return variable;
    }

    private static Map<String, Object> changed(Map<String, Object> known, Template.Variable wanted, Instant now) {
        if (Objects.equals(known.get("type"), wanted.type())
                && Objects.equals(known.get("fallback_value"), wanted.fallback())) {
            return known;
        }
        Map<String, Object> variable = new LinkedHashMap<>(known);
        variable.put("type", wanted.type());
        variable.put("fallback_value", wanted.fallback());
        variable.put("updated_at", Times.text(now));
        return variable;
    }

    /** The same variables as things of another template. */
    static List<Map<String, Object>> copied(List<Map<String, Object>> variables, Instant now, Ids ids) {
        return variables.stream()
                .map(TemplateVariables::declared)
                .map(variable -> made(variable, now, ids))
                .toList();
    }

    /** How the core sees a variable. */
    public static Template.Variable declared(Map<String, Object> variable) {
        return new Template.Variable(
                (String) variable.get("key"), (String) variable.get("type"), variable.get("fallback_value"));
    }

    /** What the core leaves open: how large an object or a list may be. */
    static List<Problem> oversize(List<Template.Variable> variables) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Object fallback = variables.get(i).fallback();
            boolean isNested = fallback instanceof Map || fallback instanceof List;
            if (isNested && JsonWriter.write(fallback).length() > FALLBACK_CHARS_MAX) {
                problems.add(Problem.invalid(
                        "variables[" + i + "].fallback_value",
                        "Expected at most " + FALLBACK_CHARS_MAX + " characters of JSON, found more"));
            }
        }
        return problems;
    }
}
