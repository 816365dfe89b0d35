package onward.flow.message;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
        Optional<String> lacking = needed(template).stream()
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
                        Renderer.render(template.html(), values),
                        Renderer.render(template.text(), values)));
    }

    /** Declared or used, and somewhere without a fallback in place. */
    private static Set<String> needed(Template template) {
        Set<String> bare = new LinkedHashSet<>();
        Set<String> used = new LinkedHashSet<>();
        Stream.of(template.html(), template.text(), template.subject())
                .filter(text -> text != null)
                .map(CompiledText::of)
                .forEach(text -> {
                    text.bareKeys().forEach(key -> bare.add(CompiledText.head(key)));
                    text.keys().forEach(key -> used.add(CompiledText.head(key)));
                });
        Set<String> needed = new LinkedHashSet<>(bare);
        template.variables().stream()
                .map(Template.Variable::key)
                .filter(key -> bare.contains(key) || !used.contains(key))
                .forEach(needed::add);
        needed.removeAll(TemplateCheck.RESERVED);
        return needed;
    }

    /** What a value brings into the subject starts no other header. */
    private static String subject(Template template, Map<String, Object> values) {
        return template.subject() == null
                ? null
                : HeaderValue.cleaned(Renderer.render(template.subject(), values))
                        .text();
    }

    private static Result<Filled> refused(String message) {
        return Result.failed(Problem.invalid("template", message));
    }
}
