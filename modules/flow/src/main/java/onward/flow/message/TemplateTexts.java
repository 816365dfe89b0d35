package onward.flow.message;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts of a template, compiled once for all mails that are made of it.
 *
 * @param subject null where the template has none; {@code text} likewise
 * @param used the keys that stand in some of them, without what follows their first dot
 * @param needed the keys that have to have a value: declared or used, not reserved, and not always with a fallback in
 *     place; in order
 */
public record TemplateTexts(
        CompiledText subject, CompiledText html, CompiledText text, Set<String> used, Set<String> needed) {

    static TemplateTexts of(String subject, String html, String text, List<Template.Variable> variables) {
        var compiledSubject = compiled(subject);
        var compiledHtml = compiled(html);
        var compiledText = compiled(text);
        var texts = Stream.of(compiledHtml, compiledText, compiledSubject)
                .filter(compiled -> compiled != null)
                .toList();
        var used = heads(texts, CompiledText::keys);
        var needed = heads(texts, CompiledText::bareKeys);
        variables.stream()
                .map(Template.Variable::key)
                .filter(key -> !used.contains(key))
                .forEach(needed::add);
        needed.removeAll(TemplateCheck.RESERVED);
        return new TemplateTexts(
                compiledSubject,
                compiledHtml,
                compiledText,
                Collections.unmodifiableSet(used),
                Collections.unmodifiableSet(needed));
    }

    private static CompiledText compiled(String text) {
        return text == null ? null : CompiledText.of(text);
    }

    private static Set<String> heads(List<CompiledText> texts, Function<CompiledText, Set<String>> keys) {
        return texts.stream()
                .flatMap(text -> keys.apply(text).stream())
                .map(CompiledText::head)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
