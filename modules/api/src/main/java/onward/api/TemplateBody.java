package onward.api;

import java.time.Instant;
import java.util.List;
import onward.flow.fact.Ids;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateText;

/** Reads what a template is to be from a request and lays it over what it was; refused when it cannot be sent. */
final class TemplateBody {
    private TemplateBody() {}

    static TemplateDraft ofNew(Fields fields, Instant now, Ids ids) {
        fields.require("name");
        fields.require("html");
        return read(fields, TemplateDraft.empty(), now, ids);
    }

    /** Name, html and variables cannot be taken away: null leaves them as they are. The rest is cleared by null. */
    static TemplateDraft ofEdit(Fields fields, StoredTemplate template, Instant now, Ids ids) {
        return read(fields, TemplateDraft.of(template), now, ids);
    }

    /** Types first; what the values have to be is the draft's own to say. */
    private static TemplateDraft read(Fields fields, TemplateDraft before, Instant now, Ids ids) {
        var draft = new TemplateDraft(
                or(text(fields, "name"), before.name()),
                fields.isGiven("alias") ? text(fields, "alias") : before.alias(),
                texts(fields, before.text(), now, ids));
        fields.check();
        fields.add(draft.problems());
        fields.check();
        return draft;
    }

    private static TemplateText texts(Fields fields, TemplateText before, Instant now, Ids ids) {
        return new TemplateText(
                fields.isGiven("from") ? text(fields, "from") : before.sender(),
                fields.isGiven("subject") ? text(fields, "subject") : before.subject(),
                fields.isGiven("reply_to") ? replyTo(fields) : before.replyTo(),
                or(text(fields, "html"), before.html()),
                fields.isGiven("text") ? text(fields, "text") : before.text(),
                or(VariablesBody.read(fields, before.variables(), now, ids), before.variables()));
    }

    private static String text(Fields fields, String name) {
        return fields.optionalString(name, 0, Integer.MAX_VALUE);
    }

    /** One address as text, or several in a list. */
    private static List<String> replyTo(Fields fields) {
        Object given = fields.raw("reply_to");
        List<Object> items = given instanceof String one
                ? List.of(one)
                : fields.optionalList("reply_to", 0, TemplateDraft.REPLY_TO_MAX);
        if (items == null) {
            return List.of();
        }
        if (!items.stream().allMatch(String.class::isInstance)) {
            fields.invalid(
                    "reply_to", "Expected addresses of at most " + TemplateDraft.ADDRESS_CHARS_MAX + " characters");
        }
        return items.stream().map(String::valueOf).toList();
    }

    private static <T> T or(T given, T before) {
        return given == null ? before : given;
    }
}
