package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import onward.flow.message.Template;
import onward.flow.message.TemplateCheck;

/** A published template in the hands of a step: what its variables are worth for one run, and what is missing. */
record TemplateUse(Template template, Variables given, Context context) {

    /** A reference with its variables as a step's config has them. @param given null for none */
    static Map<String, Object> written(String reference, Variables given) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("id", reference);
        putIfSet(template, "variables", given == null ? null : given.values());
        return template;
    }

    /** Null is not written. */
    static void putIfSet(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    /** What to say where a reference leads to no published template. */
    static Outcome none(String reference, Context context) {
        String name = "Template '" + reference + "'";
        return context.facts().catalogue().drafts().contains(reference)
                ? Outcome.stop(
                        "validation_error", name + " was never published. Publish it, then send the event again.")
                : Outcome.stop("not_found", name + " was not found.");
    }

    /** Fallbacks of the declared variables, and over them what the step gives. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        template.variables().stream()
                .filter(variable -> variable.fallback() != null)
                .forEach(variable -> values.put(variable.key(), variable.fallback()));
        if (given != null) {
            values.putAll(given.resolve(context.scope()));
        }
        return values;
    }

    /** What stops the run with these values: the first key that is needed and has none, or one that is too large. */
    Optional<Outcome> problem(Map<String, Object> values) {
        Optional<String> lacking = template.needed().stream()
                .filter(key -> !values.containsKey(key))
                .findFirst();
        return lacking.map(this::lackingMessage)
                .or(() -> values.keySet().stream()
                        .filter(key -> !TemplateCheck.isWithinLimits(values.get(key)))
                        .findFirst()
                        .map(TemplateCheck::limits))
                .map(words -> Outcome.stop("validation_error", words));
    }

    private String lackingMessage(String key) {
        String reference = given == null ? null : given.referenceOf(key);
        String why = reference == null ? "found none" : "and `" + reference + "` has none";
        return "Expected a value for template variable '" + key + "', " + why
                + ". Give it a value in the step, or a fallback in the template.";
    }
}
