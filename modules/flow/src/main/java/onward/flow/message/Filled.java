package onward.flow.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * A template filled with values, for a mail that is sent directly (contract/resend.md 8.3).
 *
 * @param subject one line; null when the template has none
 * @param text null when the template has none
 */
public record Filled(String subject, String html, String text) {

    /**
     * Fills the template; a value that is needed and not there, and one that is too large, are problems.
     *
     * @param given values of declared variables; others do no harm
     * @param ofContact values of the reserved keys, which nobody can give
     */
    public static Result<Filled> of(Template template, Map<String, Object> given, Map<String, Object> ofContact) {
        Map<String, Object> values = new LinkedHashMap<>();
        template.variables().stream()
                .filter(variable -> variable.fallback() != null)
                .forEach(variable -> values.put(variable.key(), variable.fallback()));
        given.forEach((key, value) -> {
            if (value != null) {
                values.put(key, value);
            }
        });
        Optional<String> lacking = template.needed().stream()
                .filter(key -> !values.containsKey(key))
                .findFirst();
        Optional<String> oversize = values.keySet().stream()
                .filter(key -> !TemplateCheck.isWithinLimits(values.get(key)))
                .findFirst();
        if (lacking.isPresent()) {
            return refused("Expected a value for template variable '" + lacking.get()
                    + "', found none. Give it a value in `template.variables`, or a fallback in the template.");
        }
        values.putAll(ofContact);
        return oversize.isPresent()
                ? refused(TemplateCheck.limits(oversize.get()))
                : Result.of(new Filled(
                        subject(template, values),
                        rendered(template.compiled().html(), values),
                        rendered(template.compiled().text(), values)));
    }

    /** What a value brings into the subject starts no other header. */
    private static String subject(Template template, Map<String, Object> values) {
        String subject = rendered(template.compiled().subject(), values);
        return subject == null ? null : HeaderValue.cleaned(subject).text();
    }

    private static String rendered(CompiledText text, Map<String, Object> values) {
        return text == null ? null : text.render(values);
    }

    private static Result<Filled> refused(String message) {
        return Result.failed(Problem.invalid("template", message));
    }
}
