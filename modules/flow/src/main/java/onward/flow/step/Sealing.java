package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.CompiledText;
import onward.flow.message.Envelope;
import onward.flow.message.HeaderValue;
import onward.flow.message.ListUnsubscribe;
import onward.flow.message.MessageIds;
import onward.flow.message.OnUncertain;
import onward.flow.message.Template;

/** One mail in the making: gathers sender, subject and values, and seals an envelope or says what is missing. */
final class Sealing {

    private static final String MISSING = "missing_required_field";
    private static final String INVALID = "validation_error";

    private final SendEmail step;
    private final Context context;
    private final Contact contact;
    private final Template template;

    Sealing(SendEmail step, Context context) {
        this.step = step;
        this.context = context;
        this.contact = context.facts().contact();
        this.template = context.facts().catalogue().published().get(step.templateId());
    }

    /** Checks from the outside in; the first thing missing stops the run. */
    Outcome outcome() {
        if (template == null) {
            return TemplateUse.none(step.templateId(), context);
        }
        String from = firstSet(
                step.from(), template.from(), context.facts().catalogue().defaultSender());
        if (from == null) {
            return Outcome.stop(MISSING, "Expected a sender in the step's or the template's `from`, found none.");
        }
        String subject = firstSet(step.subject(), template.subject());
        if (subject == null) {
            return Outcome.stop(MISSING, "Expected a subject in the step or the template, found none.");
        }
        Optional<String> stranger = Stream.concat(Stream.of(contact.email()), replyTo().stream())
                .filter(address -> !Address.read(address).isOk())
                .findFirst();
        if (stranger.isPresent()) {
            return Outcome.stop(INVALID, "Expected an email address, found '" + safe(stranger.get()) + "'.");
        }
        Result<Address> sender = Address.read(from);
        if (!sender.isOk()) {
            return invalidSender(from, sender);
        }
        return context.facts().catalogue().mayLeaveFrom(sender.value().domain())
                ? fill(from.strip(), sender.value(), subject)
                : unverified(sender.value().domain());
    }

    /** The words that clients know from the real service. */
    private static Outcome unverified(String domain) {
        return Outcome.stop(
                INVALID, "The " + safe(domain) + " domain is not verified. Please, add and verify your domain.");
    }

    private static Outcome invalidSender(String from, Result<Address> sender) {
        return Outcome.stop(
                "invalid_from_address",
                "Invalid `from` field '" + safe(from) + "'. "
                        + sender.problems().get(0).message());
    }

    private static String safe(String text) {
        return HeaderValue.cleaned(text).text();
    }

    private static String firstSet(String... texts) {
        return Stream.of(texts)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse(null);
    }

    private Outcome fill(String from, Address sender, String subject) {
        var use = new TemplateUse(template, step.variables(), context);
        Map<String, Object> variables = use.values();
        return use.problem(variables).orElseGet(() -> seal(from, sender, subject, variables));
    }

    private Outcome seal(String from, Address sender, String subject, Map<String, Object> variables) {
        Map<String, Object> values = new LinkedHashMap<>(variables);
        UUID id = context.ids().next(context.now());
        String unsubscribe = context.facts().catalogue().links().unsubscribe(context.projectId(), id);
        values.putAll(ofContact(sender, unsubscribe));
        Envelope envelope =
                envelope(id, from, sender, subject(subject, values), values, ListUnsubscribe.headers(unsubscribe));
        return new Outcome.Go(Outcome.DEFAULT, output(envelope, variables), List.of(new Effect.Seal(envelope)));
    }

    /** A step's own subject is plain text; only the template's holds variables. */
    private String subject(String subject, Map<String, Object> values) {
        boolean isOwn = subject.equals(step.subject());
        return safe(isOwn ? subject : template.compiled().subject().render(values));
    }

    /** The reserved keys. */
    private Map<String, Object> ofContact(Address sender, String page) {
        Map<String, Object> values = new LinkedHashMap<>();
        String unsubscribe = ListUnsubscribe.link(page, sender);
        values.put("FIRST_NAME", contact.firstName());
        values.put("LAST_NAME", contact.lastName());
        values.put("EMAIL", contact.email());
        values.put("UNSUBSCRIBE_URL", unsubscribe);
        values.put("RESEND_UNSUBSCRIBE_URL", unsubscribe);
        if (template.compiled().used().contains("contact")) {
            values.put("contact", context.scope().contactFields());
        }
        return values;
    }

    private Envelope envelope(
            UUID id,
            String from,
            Address sender,
            String subject,
            Map<String, Object> values,
            Map<String, String> headers) {
        return new Envelope(
                context.projectId(),
                id,
                context.runId(),
                context.stepKey(),
                context.visit(),
                contact.id(),
                template.id(),
                messageId(sender),
                from,
                List.of(contact.email()),
                List.of(),
                List.of(),
                replyTo(),
                subject,
                rendered(template.compiled().html(), values),
                rendered(template.compiled().text(), values),
                headers,
                Map.of(),
                context.now(),
                step.topicId() == null ? null : UUID.fromString(step.topicId()),
                step.onUncertain() == null ? OnUncertain.RESEND : step.onUncertain());
    }

    private static String rendered(CompiledText text, Map<String, Object> values) {
        return text == null ? null : text.render(values);
    }

    private String messageId(Address sender) {
        boolean isPublic = sender.domain().contains(".");
        return MessageIds.of(
                context.projectId(),
                context.runId(),
                context.stepKey(),
                context.visit(),
                contact.email(),
                isPublic ? sender.domain() : context.facts().catalogue().messageIdDomain());
    }

    private List<String> replyTo() {
        List<String> own = step.replyTo();
        return own != null
                ? own
                : template.replyTo() == null
                        ? List.of()
                        : template.replyTo().stream().map(String::strip).toList();
    }

    private Map<String, Object> output(Envelope envelope, Map<String, Object> variables) {
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("id", template.id().toString());
        sent.put("variables", variables.isEmpty() ? null : variables);
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("to", contact.email());
        output.put("email_id", envelope.id().toString());
        output.put("template", sent);
        return output;
    }
}
