package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.flow.message.HeaderValue;

/**
 * Seals one mail to the contact, made of a published template. Done when the envelope is committed; delivery has its
 * own life there. Skipped for the unsubscribed.
 *
 * @param templateId id or alias; resolved to the version published when the run comes here
 * @param variables values for the template
 * @param from takes the place of the template's sender; null when not set, and so are the next three
 * @param replyTo one address or more
 * @param topicId kept as given
 */
public record SendEmail(
        String templateId, Variables variables, String from, String subject, List<String> replyTo, String topicId)
        implements Step {

    public static final StepType TYPE = new StepType(
            "send_email",
            List.of(Outcome.DEFAULT),
            List.of(
                    field("template.id", StepType.Kind.TEMPLATE, true, "The template to send, by id or alias."),
                    field("template.variables", StepType.Kind.VARIABLES, false, "Values for its variables."),
                    field("from", StepType.Kind.SENDER, false, "The sender, in place of the template's."),
                    field("subject", StepType.Kind.TEXT, false, "The subject, in place of the template's."),
                    field("reply_to", StepType.Kind.ADDRESSES, false, "Where answers go."),
                    field("topic_id", StepType.Kind.ID, false, "The topic people can opt out of.")),
            SendEmail::read);

    private static StepType.Field field(String name, StepType.Kind kind, boolean isRequired, String explanation) {
        return new StepType.Field(name, kind, isRequired, explanation);
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
                config.optionalText("topic_id"));
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
        config.put("template", template());
        putIfSet(config, "from", from);
        putIfSet(config, "subject", subject);
        putIfSet(config, "reply_to", replyTo != null && replyTo.size() == 1 ? replyTo.get(0) : replyTo);
        putIfSet(config, "topic_id", topicId);
        return config;
    }

    private Map<String, Object> template() {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("id", templateId);
        putIfSet(template, "variables", variables == null ? null : variables.values());
        return template;
    }

    private static void putIfSet(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    @Override
    public Set<String> templateReferences() {
        return Set.of(templateId);
    }

    @Override
    public Outcome enter(Context context) {
        return context.facts().contact().unsubscribed()
                ? new Outcome.Skip(Map.of("reason", "unsubscribed"))
                : new Sealing(this, context).outcome();
    }
}
