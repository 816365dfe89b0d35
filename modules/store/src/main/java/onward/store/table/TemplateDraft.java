package onward.store.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.message.Address;
import onward.flow.message.HeaderValue;
import onward.flow.message.Template;
import onward.flow.message.TemplateCheck;

/**
 * What a template is to be, as somebody asks for it, and everything that keeps it from being stored: the same for the
 * API and for the dashboard. Which fields have to be there is for whoever reads them to say.
 *
 * @param alias null for none
 */
public record TemplateDraft(String name, String alias, TemplateText text) {
    public static final int NAME_CHARS_MAX = 255;

    /** How long the HTML of a template may be. */
    public static final int HTML_CHARS_MAX = 500_000;

    /** How long its plain text may be. */
    public static final int TEXT_CHARS_MAX = 500_000;

    /** How long a subject may be: what fits in one line of a header (RFC 5322, 2.1.1). */
    public static final int SUBJECT_CHARS_MAX = 998;

    /** How long a sender or reply address with its display name may be. */
    public static final int ADDRESS_CHARS_MAX = 320 + NAME_CHARS_MAX;

    /** How many addresses to reply to it may have. */
    public static final int REPLY_TO_MAX = 50;

    private static final String COPY_SUFFIX = " (Copy)";
    private static final TemplateText NOTHING = new TemplateText(null, null, List.of(), null, null, List.of());

    /** Where a new template begins. */
    public static TemplateDraft empty() {
        return new TemplateDraft(null, null, NOTHING);
    }

    /** What a template is now. */
    public static TemplateDraft of(StoredTemplate template) {
        return new TemplateDraft(template.head().name(), template.head().alias(), template.text());
    }

    /** The same texts for another template: its variables are things of its own, its alias stays with the first. */
    public TemplateDraft copy(Instant now, Ids ids) {
        int kept = Math.min(name.codePointCount(0, name.length()), NAME_CHARS_MAX - COPY_SUFFIX.length());
        String start = name.substring(0, name.offsetByCodePoints(0, kept));
        var variables = TemplateVariables.copied(text.variables(), now, ids);
        return new TemplateDraft(
                start + COPY_SUFFIX,
                null,
                new TemplateText(text.sender(), text.subject(), text.replyTo(), text.html(), text.text(), variables));
    }

    /** Its variables as the core sees them. */
    public List<Template.Variable> variables() {
        return text.variables().stream().map(TemplateVariables::declared).toList();
    }

    /** Everything that is wrong with it, the shape of its fields first; what is null is not there and not wrong. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        length(problems, "name", name, 1, NAME_CHARS_MAX);
        line(problems, "alias", alias, 1, NAME_CHARS_MAX);
        line(problems, "from", text.sender(), 1, ADDRESS_CHARS_MAX);
        address(problems, "from", text.sender());
        line(problems, "subject", text.subject(), 0, SUBJECT_CHARS_MAX);
        replyTo(problems);
        length(problems, "html", text.html(), 1, HTML_CHARS_MAX);
        length(problems, "text", text.text(), 0, TEXT_CHARS_MAX);
        problems.addAll(TemplateVariables.oversize(variables()));
        problems.addAll(TemplateCheck.problems(text.html(), text.subject(), text.text(), variables()));
        return problems;
    }

    private static void length(List<Problem> problems, String field, String text, int min, int max) {
        int length = text == null ? min : text.codePointCount(0, text.length());
        if (length < min) {
            problems.add(Problem.invalid(field, "String must contain at least " + min + " character(s)"));
        } else if (length > max) {
            problems.add(Problem.invalid(field, "String must contain at most " + max + " character(s)"));
        }
    }

    private static void line(List<Problem> problems, String field, String text, int min, int max) {
        length(problems, field, text, min, max);
        if (text != null) {
            HeaderValue.read(text)
                    .problems()
                    .forEach(problem -> problems.add(Problem.invalid(field, problem.message())));
        }
    }

    private void replyTo(List<Problem> problems) {
        if (text.replyTo().size() > REPLY_TO_MAX) {
            problems.add(Problem.invalid(
                    "reply_to",
                    "Expected 0 to " + REPLY_TO_MAX + " items, found "
                            + text.replyTo().size()));
        }
        for (String one : text.replyTo()) {
            if (one.length() > ADDRESS_CHARS_MAX) {
                problems.add(Problem.invalid(
                        "reply_to", "Expected addresses of at most " + ADDRESS_CHARS_MAX + " characters"));
            } else {
                address(problems, "reply_to", one);
            }
        }
    }

    private static void address(List<Problem> problems, String field, String text) {
        if (text != null && !Address.read(text).isOk()) {
            problems.add(Problem.invalid(
                    field,
                    "Invalid `" + field + "` field. The email address needs to follow the `email@example.com` or"
                            + " `Name <email@example.com>` format"));
        }
    }
}
