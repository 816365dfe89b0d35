package onward.flow.step;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a step answers to a run: where it goes, whether it rests, or why it stops. */
public sealed interface Outcome {

    /** The name of the only branch of most steps. */
    String DEFAULT = "default";

    /**
     * The step is done; the run takes the branch, and ends completed where nothing is connected to it.
     *
     * @param movedAt the instant of what ended the step; null when that is the instant at which the run came to it
     */
    record Go(String branch, Map<String, Object> output, List<Effect> effects, Instant movedAt) implements Outcome {

        public Go(String branch, Map<String, Object> output, List<Effect> effects) {
            this(branch, output, effects, null);
        }
    }

    /** The step has nothing to do for this person; it is skipped and the run takes the default branch. */
    record Skip(Map<String, Object> output) implements Outcome {}

    /**
     * The run rests here until the instant; null means until a signal moves it.
     *
     * @param awaits what it listens for
     * @param effects what is to be done at once
     * @param output why it rests, where that is not plain; null else
     */
    record Rest(Instant dueAt, List<Await> awaits, List<Effect> effects, Map<String, Object> output)
            implements Outcome {

        /** Rests for what the step is for. */
        public Rest(Instant dueAt, List<Await> awaits, List<Effect> effects) {
            this(dueAt, awaits, effects, null);
        }

        /** Rests and listens for nothing. */
        public Rest(Instant dueAt) {
            this(dueAt, List.of(), List.of());
        }
    }

    /** The run keeps resting as it was. Only an answer to a signal. */
    record Stay() implements Outcome {}

    /** The step failed and the run with it: the error's name (contract/resend.md 2.6) and words. */
    record Stop(String name, String message) implements Outcome {}

    /**
     * The step failed, which a branch may answer for: the run takes it where something is connected to it, and fails
     * otherwise.
     *
     * @param output what is known all the same, or null
     */
    record Fail(String branch, Map<String, Object> output, String name, String message) implements Outcome {}

    /** Done without output, by the default branch. */
    static Outcome go() {
        return go(null);
    }

    static Outcome go(Map<String, Object> output) {
        return new Go(DEFAULT, output, List.of());
    }

    static Outcome stop(String name, String message) {
        return new Stop(name, message);
    }

    static Outcome stay() {
        return new Stay();
    }
}
