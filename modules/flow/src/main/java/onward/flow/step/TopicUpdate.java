package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * Keeps what the run's contact takes of a topic, over what it chose before; mails of the topic that follow heed it. A
 * topic that is gone fails the step.
 */
public record TopicUpdate(UUID topicId, boolean isTaken) implements Step {

    private static final String OPT_IN = "opt_in";
    private static final String OPT_OUT = "opt_out";

    public static final StepType TYPE = new StepType(
            "topic_update",
            "Subscribes the contact to a topic, or ends the subscription.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.required("topic_id", StepType.Kind.TOPIC, "The topic."),
                    StepType.Field.required(
                            "subscription",
                            StepType.Kind.SUBSCRIPTION,
                            "Whether the contact takes it from now on: `opt_in` or `opt_out`.")),
            example(),
            config -> new TopicUpdate(
                    config.id("topic_id"),
                    Boolean.TRUE.equals(config.required("subscription", "\"opt_in\"", TopicUpdate::isTaken))));

    private static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("topic_id", "b6d24b8e-af0b-4c3c-be0c-359bbd97381e");
        example.put("subscription", OPT_OUT);
        return example;
    }

    private static Result<Boolean> isTaken(Object word) {
        return OPT_IN.equals(word) || OPT_OUT.equals(word)
                ? Result.of(OPT_IN.equals(word))
                : Result.failed(
                        Problem.invalid("", "Expected opt_in or opt_out in `subscription`, found another value."));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("topic_id", topicId.toString());
        config.put("subscription", isTaken ? OPT_IN : OPT_OUT);
        return config;
    }

    @Override
    public Set<String> topicReferences() {
        return Set.of(topicId.toString());
    }

    @Override
    public Outcome enter(Context context) {
        if (!context.facts().catalogue().topics().containsKey(topicId.toString())) {
            return Outcome.stop("not_found", "Topic '" + topicId + "' was not found.");
        }
        UUID contactId = context.facts().contact().id();
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("contact_id", contactId.toString());
        output.putAll(config());
        return new Outcome.Go(Outcome.DEFAULT, output, List.of(new Effect.ChooseTopic(contactId, topicId, isTaken)));
    }
}
