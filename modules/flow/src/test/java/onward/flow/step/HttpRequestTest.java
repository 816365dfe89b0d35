package onward.flow.step;

import static onward.flow.Sample.ADA;
import static onward.flow.Sample.NOON;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.ids;
import static onward.flow.Sample.map;
import static onward.flow.Sample.read;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {

    private static final Instant ANSWER_BY = NOON.plus(Duration.ofHours(24));

    private static Outcome enter(Facts facts, Object... more) {
        Map<String, Object> config = map("url", "https://a.com/");
        config.putAll(map(more));
        return read(HttpRequest.TYPE, config).enter(context(facts));
    }

    private static Effect.Call call(Facts facts, Object... more) {
        var rest = (Outcome.Rest) enter(facts, more);
        assertThat(rest.dueAt()).isEqualTo(ANSWER_BY);
        assertThat(rest.awaits()).isEmpty();
        assertThat(rest.effects()).hasSize(1);
        return (Effect.Call) rest.effects().get(0);
    }

    @Test
    void a_call_carries_the_whole_request() {
        var call = call(
                factsOf("id", 7L),
                "method",
                "PUT",
                "url",
                "https://a.com/{{{event.id}}}",
                "headers",
                map("X-A", "b"),
                "body",
                map("plan", var("contact.properties.plan")),
                "timeout",
                "2 seconds",
                "attempts",
                3L);

        assertThat(call)
                .isEqualTo(new Effect.Call(
                        ids().next(NOON),
                        "here",
                        1,
                        "PUT",
                        "https://a.com/7",
                        Map.of("X-A", "b"),
                        map("plan", "pro"),
                        3,
                        2_000,
                        ANSWER_BY));
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a b, a%20b",
        "a+b@c.d, a%2Bb%40c.d",
        "a/b?c=d&e#f, a%2Fb%3Fc%3Dd%26e%23f",
        "ä€, %C3%A4%E2%82%AC",
        "100%, 100%25",
        "{{{event.x}}}, %7B%7B%7Bevent.x%7D%7D%7D",
        "'a\\b\"c', a%5Cb%22c",
    })
    void values_in_a_url_are_percent_encoded(String value, String encoded) {
        var facts = factsOf("id", value);

        assertThat(call(facts, "url", "https://a.com/x/{{{event.id}}}?q={{{event.id}}}")
                        .url())
                .isEqualTo("https://a.com/x/" + encoded + "?q=" + encoded);
    }

    @Test
    void numbers_booleans_and_lists_go_into_a_url_as_a_person_reads_them() {
        var facts = factsOf("n", new BigDecimal("1E+3"), "yes", true, "list", List.of("a", 1L), "none", null);

        assertThat(call(facts, "url", "https://a.com/{{{event.n}}}/{{{event.yes}}}/{{{event.list}}}")
                        .url())
                .isEqualTo("https://a.com/1000/true/a%2C%201");
        assertThat(call(facts, "url", "https://a.com/{{{event.none|x}}}/{{{event.absent|a/b}}}")
                        .url())
                .isEqualTo("https://a.com/x/a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.absent", "event.none", "event.blank", "contact.properties.absent", "steps.a.b"})
    void a_placeholder_without_value_fails_and_is_named(String path) {
        var stop = (Outcome.Stop) enter(factsOf("none", null, "blank", ""), "url", "https://a.com/{{{" + path + "}}}");

        assertThat(stop.name()).isEqualTo("validation_error");
        assertThat(stop.message()).contains("`" + path + "`");
    }

    @Test
    void a_filled_url_is_checked_again() {
        assertThat(enter(factsOf("id", "x".repeat(2_000)), "url", "https://a.com/{{{event.id}}}"))
                .isInstanceOf(Outcome.Stop.class);
        assertThat(enter(factsOf("sub", "x"), "url", "https://a.com/{{{event.none|a b}}}"))
                .isInstanceOf(Outcome.Stop.class);
        assertThat(enter(factsOf("sub", "x"), "url", "https://a.com/{{{event.none| }}}"))
                .isInstanceOf(Outcome.Stop.class);
    }

    @Test
    void header_values_are_looked_up_kept_to_one_line_and_left_out_when_there_is_none() {
        var headers = map("X-Id", var("contact.id"), "X-N", var("event.n"), "X-None", var("event.absent"));
        headers.put("X-Torn", var("event.torn"));

        var call = call(factsOf("n", 5L, "torn", "a\r\nHost: evil"), "headers", headers);

        assertThat(call.headers()).isEqualTo(map("X-Id", ADA.toString(), "X-N", "5", "X-Torn", "a  Host: evil"));
    }

    @Test
    void references_in_a_body_are_looked_up_wherever_they_stand() {
        Object body = Arrays.asList(map("a", var("event.list")), var("event.n"), null, "var");

        var call = call(factsOf("list", List.of(1L, "x"), "n", 5L), "body", body);

        assertThat(call.body()).isEqualTo(new ArrayList<>(Arrays.asList(map("a", List.of(1L, "x")), 5L, null, "var")));
        assertThat(call(factsOf("n", map("deep", true)), "body", var("event.n")).body())
                .isEqualTo(map("deep", true));
        assertThat(call(factsOf()).body()).isNull();
    }

    @Test
    void a_body_that_grew_too_large_fails() {
        var facts = factsOf("text", "x".repeat(70_000));

        assertThat(enter(facts, "body", List.of(var("event.text")))).isInstanceOf(Outcome.Rest.class);
        assertThat(enter(facts, "body", List.of(var("event.text"), var("event.text"))))
                .isInstanceOf(Outcome.Stop.class);
    }

    private static Signal answered(String stepKey, int visit, Map<String, Object> answer, String problem) {
        return new Signal.Answered(id(30), stepKey, visit, answer, problem, NOON.plusSeconds(9));
    }

    @Test
    void an_answer_to_a_call_of_another_step_is_not_its_own() {
        var step = read(HttpRequest.TYPE, map("url", "https://a.com/"));

        assertThat(step.hear(context(factsOf()), answered("there", 1, map("status", 200L), null)))
                .isEqualTo(Outcome.stay());
        assertThat(step.hear(context(factsOf()), answered("here", 2, map("status", 200L), null)))
                .isEqualTo(Outcome.stay());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{{{event.host}}}/x",
                "https://a.com{{{event.rest}}}",
                "https://a.com:{{{event.port}}}/x",
                "{{{event.url}}}",
                "http{{{event.s}}}://a.com/"
            })
    void a_placeholder_stands_behind_the_host_or_nowhere(String url) {
        assertThat(HttpRequest.TYPE.read(map("url", url), "config").isOk()).isFalse();
    }

    private static Outcome hear(Map<String, Object> answer, String problem) {
        var step = read(HttpRequest.TYPE, map("url", "https://a.com/"));
        return step.hear(context(factsOf()), answered("here", 1, answer, problem));
    }

    @Test
    void a_good_answer_goes_on_and_is_known_to_later_steps() {
        var answer = map("status", 201L, "body", map("id", "p1"));

        var go = (Outcome.Go) hear(answer, null);

        assertThat(go).isEqualTo(new Outcome.Go("default", answer, List.of(), NOON.plusSeconds(9)));
        var later = context(factsOf().after(new Past.Visit("ask", "http_request", go.output())))
                .scope();
        assertThat(later.find("steps.ask.body.id").value()).isEqualTo("p1");
    }

    @Test
    void a_bad_answer_or_none_fails_by_a_branch() {
        var answer = map("status", 404L);

        assertThat(hear(answer, "Found status 404."))
                .isEqualTo(new Outcome.Fail("failed", answer, "http_request_failed", "Found status 404."));
        assertThat(hear(null, "No connection."))
                .isEqualTo(new Outcome.Fail("failed", null, "http_request_failed", "No connection."));
        assertThat(read(HttpRequest.TYPE, map("url", "https://a.com/")).resume(context(factsOf())))
                .isEqualTo(new Outcome.Fail(
                        "failed", null, "http_request_failed", "Expected an answer within 1 day, found none."));
    }

    @Test
    void other_signals_change_nothing() {
        var step = read(HttpRequest.TYPE, map("url", "https://a.com/"));

        assertThat(step.hear(context(factsOf()), new Signal.Replaced(id(9), NOON)))
                .isEqualTo(Outcome.stay());
        assertThat(step.hear(context(factsOf()), new Signal.EventReceived(id(20), "paid", null, NOON)))
                .isEqualTo(Outcome.stay());
    }
}
