package onward.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.flow.message.Address;
import onward.flow.message.CustomHeaders;
import onward.flow.message.HeaderValue;
import onward.store.table.TemplateDraft;

/**
 * A mail as a request asks for it (contract/resend.md 11), read and checked as far as it can be without a look at
 * templates and people.
 *
 * @param template the id or alias of one; null for a mail that brings its own texts
 * @param from as given; null when the template is to say it, as is {@code subject}
 * @param scheduledAt as written, or null
 * @param files in the sender's order
 */
record EmailBody(
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        List<String> replyTo,
        String subject,
        String html,
        String text,
        String template,
        Map<String, Object> variables,
        Map<String, String> headers,
        Map<String, String> tags,
        String scheduledAt,
        UUID topicId,
        List<FileBody> files) {

    /** How many recipients may be in to, in cc, and in bcc. */
    static final int RECIPIENTS_MAX = 50;

    /** How many tags a mail may have. */
    static final int TAGS_MAX = 50;

    /** How long the html or the text may be. */
    static final int BODY_CHARS_MAX = 5_000_000;

    /** How many variables a request may give values for. */
    static final int VALUES_MAX = 200;

    private static final int ADDRESS_CHARS_MAX = TemplateDraft.ADDRESS_CHARS_MAX;
    static final int SCHEDULED_CHARS_MAX = 100;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    /**
     * Reads one; refuses what can never be sent.
     *
     * @param mayAttach false in a batch
     */
    static EmailBody read(Fields fields, boolean mayAttach) {
        Fields template = fields.has("template") ? fields.inside("template", fields.raw("template")) : null;
        checkRequired(fields, template);
        List<FileBody> files = FileBody.read(fields, mayAttach);
        var body = new EmailBody(
                from(fields),
                addresses(fields, "to", 1),
                addresses(fields, "cc", 0),
                addresses(fields, "bcc", 0),
                addresses(fields, "reply_to", 0),
                subject(fields),
                fields.optionalString("html", 0, BODY_CHARS_MAX),
                fields.optionalString("text", 0, BODY_CHARS_MAX),
                template == null ? null : template.string("id", 1, Fields.NAME_CHARS_MAX),
                template == null ? Map.of() : variables(template),
                headers(fields),
                tags(fields),
                fields.optionalString("scheduled_at", 1, SCHEDULED_CHARS_MAX),
                fields.optionalUuid("topic_id"),
                files);
        fields.check();
        return body;
    }

    private static void checkRequired(Fields fields, Fields template) {
        if (template == null) {
            fields.require("from");
        }
        fields.require("to");
        if (template == null) {
            fields.require("subject");
        }
        boolean hasText = fields.has("html") || fields.has("text");
        if (template == null && !hasText) {
            fields.check();
            throw new Refusal(422, "missing_required_field", "Missing `html` or `text` field.");
        }
        if (template != null && hasText) {
            fields.invalid("template", "Expected a template or `html` and `text`, found both");
        }
        fields.check();
    }

    private static String from(Fields fields) {
        String from = fields.optionalString("from", 0, ADDRESS_CHARS_MAX);
        if (from != null
                && (!HeaderValue.read(from).isOk() || !Address.read(from).isOk())) {
            throw NativeErrors.invalidFrom();
        }
        return from == null ? null : from.strip();
    }

    private static String subject(Fields fields) {
        String subject = fields.optionalString("subject", 0, TemplateDraft.SUBJECT_CHARS_MAX);
        if (subject != null) {
            HeaderValue.read(subject).problems().forEach(problem -> fields.invalid("subject", problem.message()));
        }
        return subject;
    }

    /** One address as text, or several in a list. */
    private static List<String> addresses(Fields fields, String name, int min) {
        Object given = fields.raw(name);
        List<Object> items =
                given instanceof String one ? List.of(one) : fields.optionalList(name, min, RECIPIENTS_MAX);
        if (items == null) {
            return List.of();
        }
        boolean areAll = items.stream().allMatch(EmailBody::isAddress);
        if (!areAll) {
            fields.invalid(
                    name,
                    "Invalid `" + name + "` field. The email address needs to follow the `email@example.com` or"
                            + " `Name <email@example.com>` format");
            return List.of();
        }
        return items.stream().map(item -> ((String) item).strip()).toList();
    }

    private static boolean isAddress(Object item) {
        return item instanceof String text
                && text.length() <= ADDRESS_CHARS_MAX
                && HeaderValue.read(text).isOk()
                && Address.read(text).isOk();
    }

    private static Map<String, Object> variables(Fields template) {
        Map<String, Object> variables = template.optionalMap("variables");
        if (variables != null && variables.size() > VALUES_MAX) {
            template.invalid("variables", "Expected at most " + VALUES_MAX + " variables, found " + variables.size());
        }
        return variables == null ? Map.of() : variables;
    }

    private static Map<String, String> headers(Fields fields) {
        Map<String, Object> given = fields.optionalMap("headers");
        Map<String, String> headers = new LinkedHashMap<>();
        if (given != null) {
            fields.add(CustomHeaders.problems(given));
            given.forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        return headers;
    }

    private static Map<String, String> tags(Fields fields) {
        List<Object> items = fields.optionalList("tags", 0, TAGS_MAX);
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Fields item = fields.inside("tags[" + i + "]", items.get(i));
            String name = tag(item, "name");
            String value = tag(item, "value");
            if (name != null && tags.put(name, value) != null) {
                item.invalid("name", "Expected each tag once, found " + name + " twice");
            }
        }
        return tags;
    }

    private static String tag(Fields item, String name) {
        String text = item.string(name, 1, 256);
        if (text != null && !TAG.matcher(text).matches()) {
            item.invalid(name, "Expected ASCII letters, digits, underscores and dashes, found other characters");
        }
        return text;
    }

    /** Everyone, to first: the person the mail is about is the first of them. */
    List<String> everyone() {
        var everyone = new ArrayList<>(to);
        everyone.addAll(cc);
        everyone.addAll(bcc);
        return everyone;
    }

    /** The same mail with its files in hand. */
    EmailBody having(List<FileBody> fetched) {
        return new EmailBody(
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                html,
                text,
                template,
                variables,
                headers,
                tags,
                scheduledAt,
                topicId,
                fetched);
    }
}
