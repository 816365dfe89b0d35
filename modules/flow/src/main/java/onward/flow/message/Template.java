package onward.flow.message;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One published version of a template, as a send step uses it.
 *
 * @param id the template's id; {@code versionId} that of the version whose texts these are
 * @param from sender, or null; {@code subject} or null; {@code text} or null
 * @param variables the declared variables, at most {@link #VARIABLES_MAX}
 * @param compiled the texts, cut at their placeholders once
 */
public record Template(
        UUID id,
        UUID versionId,
        String from,
        String subject,
        List<String> replyTo,
        String html,
        String text,
        List<Variable> variables,
        TemplateTexts compiled) {

    /** Compiles its texts. */
    public Template(
            UUID id,
            UUID versionId,
            String from,
            String subject,
            List<String> replyTo,
            String html,
            String text,
            List<Variable> variables) {
        this(
                id,
                versionId,
                from,
                subject,
                replyTo,
                html,
                text,
                variables,
                TemplateTexts.of(subject, html, text, variables));
    }

    /** The keys that have to have a value: declared or used, not reserved, and not always with a fallback in place. */
    public Set<String> needed() {
        return compiled.needed();
    }

    /** How many variables a template may declare (contract/resend.md 8.3). */
    public static final int VARIABLES_MAX = 50;

    /**
     * A declared variable.
     *
     * @param key ASCII letters, digits and underscore, at most 50 characters
     * @param type string, number, boolean, object or list
     * @param fallback the value when none is given; null when there is none
     */
    public record Variable(String key, String type, Object fallback) {}
}
