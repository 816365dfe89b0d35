package onward.web.templates;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Result;
import onward.flow.message.Filled;
import onward.flow.message.Template;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateText;

/** A mail of a template for nobody: filled with its fallbacks, and where there is none with a value of the type. */
final class Preview {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final String NOWHERE = "https://example.com/unsubscribe";
    private static final Map<String, Object> ADA = Map.of(
            "FIRST_NAME",
            "Ada",
            "LAST_NAME",
            "Lovelace",
            "EMAIL",
            "ada@example.com",
            "UNSUBSCRIBE_URL",
            NOWHERE,
            "RESEND_UNSUBSCRIBE_URL",
            NOWHERE,
            "contact",
            Map.of("first_name", "Ada", "last_name", "Lovelace", "email", "ada@example.com"));

    private Preview() {}

    /** The mail, or why there is none. */
    static Result<Filled> of(TemplateDraft draft) {
        TemplateText text = draft.text();
        var template = new Template(
                NOBODY,
                NOBODY,
                text.sender(),
                text.subject(),
                text.replyTo(),
                text.html() == null ? "" : text.html(),
                text.text(),
                draft.variables());
        return Filled.of(template, samples(draft.variables()), ADA);
    }

    private static Map<String, Object> samples(List<Template.Variable> variables) {
        Map<String, Object> samples = new LinkedHashMap<>();
        variables.stream()
                .filter(variable -> variable.fallback() == null)
                .forEach(variable -> samples.put(variable.key(), sample(variable)));
        return samples;
    }

    private static Object sample(Template.Variable variable) {
        return switch (String.valueOf(variable.type())) {
            case "number" -> 42;
            case "boolean" -> true;
            case "object" -> Map.of();
            case "list" -> List.of();
            default -> "[" + variable.key() + "]";
        };
    }
}
