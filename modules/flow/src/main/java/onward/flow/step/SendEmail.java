package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.HeaderValue;
import onward.flow.message.OnUncertain;

/**
 * Seals one mail to the contact, made of a published template. Done when the envelope is committed; delivery has its
 * own life there. Skipped for the unsubscribed.
 *
 * @param templateId id or alias; resolved to the version published when the run comes here
 * @param variables values for the template
 * @param from takes the place of the template's sender; null when not set, and so are the next three
 * @param replyTo one address or more
 * @param topicId the topic it belongs to; those who do not take the topic do not get the mail
 * @param onUncertain what happens when nobody knows whether an attempt arrived; null means to send it again
 * @param isUrgent whether it leaves at any time, whatever the project's sending policy says
 */
public record SendEmail(
        String templateId,
        Variables variables,
        String from,
        String subject,
        List<String> replyTo,
        String topicId,
        OnUncertain onUncertain,
        boolean isUrgent)
        implements Step {

    public static final StepType TYPE = new StepType(
            "send_email",
            "Sends a mail made of a published template to the contact. Skipped for the unsubscribed, and for those who "
                    + "opted out of the topic. Done when the mail is sealed; its delivery is told at `GET /emails/:id`. A "
                    + "mail that waits to be delivered is not sent any more once its contact is unsubscribed or opted "
                    + "out of the topic, or its run is cancelled, unless whoever cancels it keeps its mails.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.required(
                            "template.id", StepType.Kind.TEMPLATE, "The template to send, by id or alias."),
                    StepType.Field.optional("template.variables", StepType.Kind.VARIABLES, "Values for its variables."),
                    StepType.Field.optional("from", StepType.Kind.SENDER, "The sender, in place of the template's."),
                    StepType.Field.optional("subject", StepType.Kind.TEXT, "The subject, in place of the template's."),
                    StepType.Field.optional("reply_to", StepType.Kind.ADDRESSES, "Where answers go."),
                    StepType.Field.optional("topic_id", StepType.Kind.TOPIC, "The topic people can opt out of."),
                    StepType.Field.optional(
                            "on_uncertain",
                            StepType.Kind.ON_UNCERTAIN,
                            "What happens when the mail server hung up before it said whether it took the mail: "
                                    + "`resend`, unless given, sends it again with the same Message-ID; `hold` leaves it "
                                    + "to you, at `POST /emails/:id/resend` and `POST /emails/:id/settle`."),
                    StepType.Field.optional("urgent", StepType.Kind.FLAG, Sending.URGENT)),
            example(),
            SendEmail::read);

    private static Map<String, Object> example() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("NAME", Map.of("var", "contact.first_name"));
        variables.put("PLAN", Map.of("var", "event.plan"));
        variables.put("SEATS", 3L);
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("id", "welcome");
        template.put("variables", variables);
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("template", template);
        example.put("from", "Shop <shop@example.com>");
        return example;
    }

    /** {@code template_id} and {@code variables} beside it are of older days (contract/resend.md 15.1). */
    private static Step read(Config config) {
        boolean isLegacy = config.value("template") == null && config.value("template_id") != null;
        Config template = isLegacy ? config : config.object("template");
        String templateId = template.text(isLegacy ? "template_id" : "id", "\"welcome\" or a template's id");
        return new SendEmail(
                templateId,
                template.read("variables", template.value("variables"), Variables::read),
                config.read("from", config.optionalText("from"), SendEmail::sender),
                config.read("subject", config.optionalText("subject"), SendEmail::subject),
                config.addresses("reply_to"),
                config.optionalId("topic_id"),
                config.read("on_uncertain", config.optionalText("on_uncertain"), OnUncertain::read),
                Sending.urgent(config));
    }

    private static Result<String> sender(String text) {
        return Address.read(text).map(address -> text.strip());
    }

    private static Result<String> subject(String text) {
        return HeaderValue.read(text).map(HeaderValue::text);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("template", TemplateUse.written(templateId, variables));
        TemplateUse.putIfSet(config, "from", from);
        TemplateUse.putIfSet(config, "subject", subject);
        TemplateUse.putIfSet(config, "reply_to", replyTo != null && replyTo.size() == 1 ? replyTo.get(0) : replyTo);
        TemplateUse.putIfSet(config, "topic_id", topicId);
        TemplateUse.putIfSet(config, "on_uncertain", onUncertain == null ? null : onUncertain.word());
        TemplateUse.putIfSet(config, "urgent", isUrgent ? true : null);
        return config;
    }

    @Override
    public Set<String> templateReferences() {
        return Set.of(templateId);
    }

    @Override
    public Set<String> topicReferences() {
        return topicId == null ? Set.of() : Set.of(topicId);
    }

    @Override
    public boolean leavesTheHouse() {
        return true;
    }

    @Override
    public Outcome enter(Context context) {
        if (context.facts().contact().unsubscribed()) {
            return new Outcome.Skip(Map.of("reason", "unsubscribed"));
        }
        Map<String, Boolean> topics = context.facts().catalogue().topics();
        if (topicId != null && !topics.containsKey(topicId)) {
            return Outcome.stop("not_found", "Topic '" + topicId + "' was not found.");
        }
        return topicId == null || topics.get(topicId)
                ? context.facts().sending().heed(isUrgent, context, () -> new Sealing(this, context).outcome())
                : new Outcome.Skip(Map.of("reason", "topic_opted_out", "topic_id", topicId));
    }

    /** It was held by the sending policy, and asks again whether it may. */
    @Override
    public Outcome resume(Context context) {
        return enter(context);
    }
}
