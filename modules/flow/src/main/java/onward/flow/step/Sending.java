package onward.flow.step;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Values;

/**
 * Whether messages to the run's contact may leave.
 *
 * @param sent when messages to the contact left, as far back as the policy asks
 */
public record Sending(SendPolicy policy, List<Instant> sent) {

    /** Everything may leave. */
    public static final Sending FREE = new Sending(SendPolicy.NONE, List.of());

    /** What {@code urgent} of a step that sends means. */
    static final String URGENT = "True: it leaves at any time, whatever the project's sending policy says.";

    static boolean urgent(Config config) {
        Object value = config.value("urgent");
        if (value != null && !(value instanceof Boolean)) {
            config.note(Problem.invalid(
                    config.at("urgent"), "Expected a boolean in `urgent`, found " + Values.kind(value) + "."));
        }
        return Boolean.TRUE.equals(value);
    }

    /** What becomes of a step that would send now: one that may not rests until it may, says why, and asks again then. */
    Outcome heed(boolean isUrgent, Context context, Supplier<Outcome> send) {
        SendPolicy.Verdict verdict = policy.verdict(context.scope(), context.now(), sent);
        return verdict.isBlocked() && !isUrgent
                ? new Outcome.Rest(verdict.eligibleAt(), List.of(), List.of(), verdict.toMap())
                : counted(send.get(), context);
    }

    /** What was sent is counted where somebody counts. */
    private Outcome counted(Outcome outcome, Context context) {
        if (policy.caps().isEmpty()
                || !(outcome instanceof Outcome.Go go)
                || go.effects().isEmpty()) {
            return outcome;
        }
        Effect count = new Effect.CountSend(context.facts().contact().id(), context.now());
        return new Outcome.Go(
                go.branch(),
                go.output(),
                Stream.concat(go.effects().stream(), Stream.of(count)).toList(),
                go.movedAt());
    }

    /** The same after a message left. */
    Sending and(Instant at) {
        return new Sending(policy, Stream.concat(sent.stream(), Stream.of(at)).toList());
    }

    /** The same where others of the batch sent to the contact before. */
    public Sending and(List<Instant> more) {
        return more.isEmpty()
                ? this
                : new Sending(
                        policy, Stream.concat(sent.stream(), more.stream()).toList());
    }
}
