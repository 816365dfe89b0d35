package onward.flow.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Reference;
import onward.flow.rule.Evaluation;
import onward.flow.rule.Rule;

/**
 * Sends a run one way or the other by a rule, and says which comparison decided and what it saw. A field that the
 * event does not carry fails the run (contract/resend.md 5.1).
 */
public record Condition(Rule rule) implements Step {

    private static final String MET = "condition_met";
    private static final String NOT_MET = "condition_not_met";

    public static final StepType TYPE = new StepType(
            "condition",
            "Sends the run one way or the other by a rule, which is the whole config.",
            List.of(MET, NOT_MET),
            List.of(StepType.Field.required("", StepType.Kind.RULE, "What must hold for the run to go the first way.")),
            example(),
            Condition::read);

    private static Map<String, Object> example() {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("type", "rule");
        rule.put("field", "event.total");
        rule.put("operator", "gte");
        rule.put("value", 100L);
        return rule;
    }

    private static Step read(Config config) {
        return new Condition(config.readWhole(whole -> Rule.read(whole, "")));
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        return rule.toMap();
    }

    @Override
    public Outcome enter(Context context) {
        Evaluation evaluation = rule.evaluate(context.scope());
        return evaluation.isMissing() ? missing(evaluation) : decided(evaluation);
    }

    /** What becomes of a run whose rule needs a field that is not there. */
    static Outcome missing(Evaluation evaluation) {
        return Outcome.stop(
                "validation_error",
                "Expected `" + missingPath(evaluation) + "` for operator "
                        + evaluation.because().operator().word()
                        + ", found no such field. Send it with the event, or ask for it with exists first.");
    }

    /** The reference, where it is still there because it led nowhere; else the field. */
    private static String missingPath(Evaluation evaluation) {
        Object value = evaluation.because().value();
        return Reference.isOne(value)
                ? String.valueOf(((Map<?, ?>) value).get("var"))
                : evaluation.because().field();
    }

    private static Outcome decided(Evaluation evaluation) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("result", evaluation.isTrue());
        output.put("because", evaluation.explanation());
        return new Outcome.Go(evaluation.isTrue() ? MET : NOT_MET, output, List.of());
    }
}
