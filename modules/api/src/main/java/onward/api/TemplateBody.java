package onward.api;

import java.time.Instant;
import java.util.List;
import onward.flow.fact.Ids;
import onward.flow.message.Address;
import onward.flow.message.HeaderValue;
import onward.flow.message.Template;
import onward.flow.message.TemplateCheck;
import onward.store.table.StoredTemplate;
import onward.store.table.TemplateText;

/** What a template is to be, read from a request and laid over what it was; refused when it cannot be sent. */
record TemplateBody(String name, String alias, TemplateText text) {
    /** How long the HTML of a template may be. */
    static final int HTML_CHARS_MAX = 500_000;

    /** How long its plain text may be. */
    static final int TEXT_CHARS_MAX = 500_000;

    /** How long a subject may be: what fits in one line of a header (RFC 5322, 2.1.1). */
    static final int SUBJECT_CHARS_MAX = 998;

    /** How long a sender or reply address with its display name may be. */
    static final int ADDRESS_CHARS_MAX = 320 + Fields.NAME_CHARS_MAX;

    /** How many addresses to reply to it may have. */
    static final int REPLY_TO_MAX = 50;

    private static final TemplateText NOTHING = new TemplateText(null, null, List.of(), null, null, List.of());

    static TemplateBody ofNew(Fields fields, Instant now, Ids ids) {
        fields.require("name");
        fields.require("html");
        return read(fields, new TemplateBody(null, null, NOTHING), now, ids);
    }

    /** Name, html and variables cannot be taken away: null leaves them as they are. The rest is cleared by null. */
    static TemplateBody ofEdit(Fields fields, StoredTemplate template, Instant now, Ids ids) {
        var before = new TemplateBody(template.head().name(), template.head().alias(), template.text());
        return read(fields, before, now, ids);
    }

    private static TemplateBody read(Fields fields, TemplateBody before, Instant now, Ids ids) {
        var body = new TemplateBody(
                or(fields.optionalString("name", 1, Fields.NAME_CHARS_MAX), before.name),
                fields.isGiven("alias") ? line(fields, "alias", 1, Fields.NAME_CHARS_MAX) : before.alias,
                text(fields, before.text, now, ids));
        fields.check();
        TemplateText text = body.text;
        fields.add(TemplateCheck.problems(text.html(), text.subject(), text.text(), declared(text)));
        fields.check();
        return body;
    }

    private static TemplateText text(Fields fields, TemplateText before, Instant now, Ids ids) {
        return new TemplateText(
                fields.isGiven("from") ? address(fields, "from") : before.sender(),
                fields.isGiven("subject") ? line(fields, "subject", 0, SUBJECT_CHARS_MAX) : before.subject(),
                fields.isGiven("reply_to") ? replyTo(fields) : before.replyTo(),
                or(fields.optionalString("html", 1, HTML_CHARS_MAX), before.html()),
                fields.isGiven("text") ? fields.optionalString("text", 0, TEXT_CHARS_MAX) : before.text(),
                or(TemplateVariables.read(fields, before.variables(), now, ids), before.variables()));
    }

    /** The same texts for another template: its variables are things of its own. */
    static TemplateText copied(TemplateText text, Instant now, Ids ids) {
        return new TemplateText(
                text.sender(),
                text.subject(),
                text.replyTo(),
                text.html(),
                text.text(),
                TemplateVariables.copied(text.variables(), now, ids));
    }

    private static String line(Fields fields, String name, int min, int max) {
        String text = fields.optionalString(name, min, max);
        if (text != null && !HeaderValue.read(text).isOk()) {
            fields.invalid(name, HeaderValue.read(text).problems().get(0).message());
        }
        return text;
    }

    private static String address(Fields fields, String name) {
        String text = line(fields, name, 1, ADDRESS_CHARS_MAX);
        checkAddress(fields, name, text);
        return text;
    }

    /** One address as text, or several in a list. */
    private static List<String> replyTo(Fields fields) {
        Object given = fields.raw("reply_to");
        List<Object> items =
                given instanceof String one ? List.of(one) : fields.optionalList("reply_to", 0, REPLY_TO_MAX);
        if (items == null) {
            return List.of();
        }
        items.forEach(item -> checkReplyTo(fields, item));
        return items.stream().map(String::valueOf).toList();
    }

    private static void checkReplyTo(Fields fields, Object item) {
        if (item instanceof String text && text.length() <= ADDRESS_CHARS_MAX) {
            checkAddress(fields, "reply_to", text);
        } else {
            fields.invalid("reply_to", "Expected addresses of at most " + ADDRESS_CHARS_MAX + " characters");
        }
    }

    private static void checkAddress(Fields fields, String name, String text) {
        if (text != null && !Address.read(text).isOk()) {
            fields.invalid(
                    name,
                    "Invalid `" + name + "` field. The email address needs to follow the `email@example.com` or"
                            + " `Name <email@example.com>` format");
        }
    }

    private static List<Template.Variable> declared(TemplateText text) {
        return text.variables().stream().map(TemplateVariables::declared).toList();
    }

    private static <T> T or(T given, T before) {
        return given == null ? before : given;
    }
}
