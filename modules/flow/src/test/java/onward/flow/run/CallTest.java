package onward.flow.run;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static onward.flow.run.Turns.advance;
import static onward.flow.run.Turns.begin;
import static onward.flow.run.Turns.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.graph.Automation;
import onward.flow.step.Effect;
import onward.flow.step.Signal;
import org.junit.jupiter.api.Test;

/** Runs that wait for the answer to a call, and what becomes of them when it is none or a bad one. */
class CallTest {

    private static final Map<String, Object> ASK = step("ask", "http_request", "url", "https://a.com/");

    private static Automation asking(String... arrows) {
        return automation(definition(
                Stream.concat(Stream.of("start-ask"), Stream.of(arrows)).toList(),
                trigger(),
                ASK,
                delay("good"),
                delay("bad")));
    }

    private static Automation answeringForFailure() {
        return asking("ask-good", "ask-bad:failed");
    }

    private static Automation leavingFailureOpen() {
        return automation(definition(List.of("start-ask", "ask-good"), trigger(), ASK, delay("good")));
    }

    private static Signal answer(Map<String, Object> answer, String problem, Instant at) {
        return new Signal.Answered(id(30), "ask", 1, answer, problem, at);
    }

    @Test
    void a_call_is_made_once_and_an_answer_moves_the_run_when_it_was_received() {
        var first = begin(answeringForFailure(), factsOf());
        Instant answered = NOON.plusSeconds(5);

        var decision = advance(
                first.run(),
                answeringForFailure(),
                factsOf(),
                NOON.plusSeconds(9),
                answer(map("status", 200L), null, answered));

        assertThat(first.effects()).hasSize(1).first().isInstanceOf(Effect.Call.class);
        assertThat(first.run().dueAt()).isEqualTo(NOON.plus(Duration.ofHours(24)));
        assertThat(told(decision)).containsExactly("1 ask completed", "2 good waiting");
        assertThat(decision.trail().get(0).output()).isEqualTo(map("status", 200L));
        assertThat(decision.run().since()).isEqualTo(answered);
        assertThat(decision.effects()).isEmpty();
    }

    @Test
    void a_failed_call_takes_the_branch_that_answers_for_it() {
        var resting = begin(answeringForFailure(), factsOf()).run();
        var signal = answer(map("status", 404L), "Found status 404.", NOON.plusSeconds(5));

        var decision = advance(resting, answeringForFailure(), factsOf(), NOON.plusSeconds(9), signal);

        assertThat(told(decision)).containsExactly("1 ask failed", "2 bad waiting");
        assertThat(decision.trail().get(0).output()).isEqualTo(map("status", 404L));
        assertThat(decision.trail().get(0).error())
                .isEqualTo(map("message", "Found status 404.", "name", "http_request_failed"));
        assertThat(decision.run().isLive()).isTrue();
        assertThat(decision.run().reason()).isNull();
        assertThat(decision.run().since()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void the_branch_of_a_failed_call_knows_what_came_back() {
        var automation = automation(definition(
                List.of("start-ask", "ask-gone:failed"),
                trigger(),
                ASK,
                map("key", "gone", "type", "condition", "config", rule("steps.ask.status", "eq", 404L))));
        var resting = begin(automation, factsOf()).run();
        var signal = answer(map("status", 404L), "Found status 404.", NOON);

        var decision = advance(resting, automation, factsOf(), NOON, signal);

        assertThat(decision.trail().get(1).output()).containsEntry("result", true);
    }

    @Test
    void a_failed_call_fails_the_run_where_nothing_answers_for_it() {
        var resting = begin(leavingFailureOpen(), factsOf()).run();

        var decision = advance(resting, leavingFailureOpen(), factsOf(), NOON, answer(null, "No connection.", NOON));

        assertThat(told(decision)).containsExactly("1 ask failed");
        assertThat(decision.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(decision.run().reason())
                .isEqualTo(map(
                        "step_key", "ask",
                        "message", "No connection.",
                        "name", "http_request_failed"));
    }

    @Test
    void an_answer_at_or_after_the_last_instant_is_none() {
        var resting = begin(answeringForFailure(), factsOf()).run();
        Instant due = resting.dueAt();

        var decision = advance(resting, answeringForFailure(), factsOf(), due, answer(map("status", 200L), null, due));

        assertThat(told(decision)).containsExactly("1 ask failed", "2 bad waiting");
        assertThat(decision.run().since()).isEqualTo(due);
        assertThat(decision.late()).isEmpty();
    }
}
