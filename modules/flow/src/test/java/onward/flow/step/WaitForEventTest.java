package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.came;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.read;
import static onward.flow.Sample.received;
import static onward.flow.Sample.rule;
import static onward.flow.Sample.withRecent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Correlation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that started at noon came to the wait at one, and the server asks at two. */
class WaitForEventTest {

    private static final Instant CAME = NOON.plus(Duration.ofHours(1));
    private static final Instant NOW = NOON.plus(Duration.ofHours(2));
    private static final int STARTED_BY = 5;

    private static Context at(Facts facts, Signal.EventReceived... recent) {
        return context(withRecent(facts, recent), CAME, NOW);
    }

    private static Step waiting(Object... config) {
        Map<String, Object> all = map("event_name", "paid");
        all.putAll(map(config));
        return read(WaitForEvent.TYPE, all);
    }

    private static Step waitForAny(Object... events) {
        return read(WaitForEvent.TYPE, map("events", List.of(events)));
    }

    private static boolean takes(Step step, Facts facts, Signal.EventReceived event) {
        Outcome heard = step.hear(at(facts), event);
        Outcome entered = step.enter(at(facts, event));

        assertThat(entered instanceof Outcome.Go)
                .as("looking back and hearing agree")
                .isEqualTo(heard instanceof Outcome.Go);
        if (heard instanceof Outcome.Go) {
            assertThat(entered).isEqualTo(heard);
        } else {
            assertThat(heard).isEqualTo(Outcome.stay());
            assertThat(entered).isInstanceOf(Outcome.Rest.class);
        }
        return heard instanceof Outcome.Go;
    }

    @Test
    void a_run_rests_without_end_or_until_its_timeout_and_listens_from_its_arrival() {
        var awaits = List.of(new Await("paid", Correlation.NONE, CAME));

        assertThat(waiting().enter(at(factsOf()))).isEqualTo(new Outcome.Rest(null, awaits, List.of()));
        assertThat(waiting("timeout", "3 hours").enter(at(factsOf())))
                .isEqualTo(new Outcome.Rest(NOW.plus(Duration.ofHours(3)), awaits, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        // look_back, minutes after noon, counts
        ", 0, false",
        ", 59, false",
        ", 60, true",
        ", 61, true",
        ", 120, true",
        "30 minutes, 29, false",
        "30 minutes, 30, true",
        "30 minutes, 60, true",
        "1 day, -1379, true",
        "1 day, -1381, false",
        "1 day, 0, true",
        "run_start, -1, false",
        "run_start, 0, true",
        "run_start, 59, true",
        "run_start, 60, true",
    })
    void an_event_counts_from_the_arrival_on_or_as_far_as_the_wait_looks_back(
            String lookBack, long minutes, boolean counts) {
        var event = came(20, "paid", NOON.plus(Duration.ofMinutes(minutes)));

        assertThat(takes(waiting("look_back", lookBack), factsOf(), event)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"179, true", "180, false", "181, false"})
    void a_slow_pass_finds_events_that_came_meanwhile_but_none_from_the_timeout_on(long minutes, boolean ends) {
        var event = came(20, "paid", NOW.plus(Duration.ofMinutes(minutes)));

        Outcome entered = waiting("timeout", "3 hours").enter(at(factsOf(), event));

        assertThat(entered instanceof Outcome.Go).isEqualTo(ends);
    }

    @ParameterizedTest
    @CsvSource({", 60", "30 minutes, 30", "run_start, 0", "1 day, -1380"})
    void a_run_listens_from_the_first_instant_that_counts(String lookBack, long minutes) {
        var rest = (Outcome.Rest) waiting("look_back", lookBack).enter(at(factsOf()));

        assertThat(rest.awaits()).extracting(Await::since).containsExactly(NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void the_event_that_started_the_run_never_ends_a_wait() {
        var start = came(STARTED_BY, "paid", NOON);

        assertThat(takes(waiting("look_back", "run_start"), factsOf(), start)).isFalse();
        assertThat(takes(waiting("look_back", "run_start"), factsOf(), came(20, "paid", NOON)))
                .isTrue();
    }

    @Test
    void an_event_that_ended_an_earlier_wait_of_the_run_never_ends_another() {
        Facts facts = factsOf().after(received(20, "paid"));

        assertThat(takes(waiting("look_back", "run_start"), facts, came(20, "paid", NOON)))
                .isFalse();
        assertThat(takes(waiting("look_back", "run_start"), facts, came(21, "paid", NOON)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"paid, true", "Paid, false", "paid.late, false", "refunded, false"})
    void names_are_spelled_exactly(String name, boolean counts) {
        assertThat(takes(waiting(), factsOf(), came(20, name, NOW))).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "2, false", ", false"})
    void a_filter_has_to_hold_and_a_field_that_is_missing_fails_nothing(Long seats, boolean counts) {
        var step = waiting("filter_rule", rule("event.seats", "gte", 3L));
        var event = seats == null ? came(20, "paid", NOW) : came(20, "paid", NOW, "seats", seats);

        assertThat(takes(step, factsOf("seats", 99L), event)).isEqualTo(counts);
    }

    @Test
    void a_filter_compares_the_event_that_comes_with_what_the_run_knows() {
        var step = waiting("filter_rule", rule("event.total", "gt", map("var", "event.total")));

        assertThat(takes(step, factsOf("total", 5L), came(20, "paid", NOW, "total", 6L)))
                .isTrue();
        assertThat(takes(step, factsOf("total", 5L), came(20, "paid", NOW, "total", 5L)))
                .isFalse();
        assertThat(takes(step, factsOf(), came(20, "paid", NOW, "total", 6L))).isFalse();
    }

    @Test
    void the_output_tells_the_event_its_payload_and_the_comparison_that_decided() {
        var step = waiting("filter_rule", rule("event.seats", "gte", 3L));

        var go = (Outcome.Go) step.hear(at(factsOf()), came(20, "paid", NOW, "seats", 4L));

        assertThat(go.branch()).isEqualTo("event_received");
        assertThat(go.effects()).isEmpty();
        assertThat(go.movedAt()).isEqualTo(NOW);
        assertThat(go.output())
                .isEqualTo(map(
                        "outcome",
                        "event_received",
                        "event_name",
                        "paid",
                        "event_id",
                        id(20).toString(),
                        "received_at",
                        "2026-10-01 14:00:00+00",
                        "payload",
                        map("seats", 4L),
                        "because",
                        map(
                                "clause", "",
                                "field", "event.seats",
                                "operator", "gte",
                                "expected", 3L,
                                "found", 4L)));
    }

    @Test
    void later_steps_know_the_payload_and_the_wait_is_told_apart_from_a_timeout() {
        var go = (Outcome.Go) waiting().hear(at(factsOf()), came(20, "paid", NOW, "total", 4L));
        var timeout = (Outcome.Go) waiting().resume(at(factsOf()));

        var past = new Past(List.of(
                new Past.Visit("a", "wait_for_event", go.output()),
                new Past.Visit("b", "wait_for_event", timeout.output())));

        assertThat(past.waitEvents()).isEqualTo(map("paid", map("total", 4L)));
        assertThat(past.receivedEvents()).containsExactly(id(20).toString());
        assertThat(timeout.branch()).isEqualTo("timeout");
        assertThat(timeout.output()).isEqualTo(map("outcome", "timeout", "event_name", "paid", "payload", null));
    }

    @Test
    void the_run_moves_when_the_event_was_received_but_never_before_it_came() {
        var step = waiting("look_back", "run_start");

        var before = (Outcome.Go) step.enter(at(factsOf(), came(20, "paid", NOON.plusSeconds(5))));
        var after = (Outcome.Go) step.enter(at(factsOf(), came(20, "paid", CAME.plusSeconds(5))));

        assertThat(before.movedAt()).isEqualTo(CAME);
        assertThat(before.output()).containsEntry("received_at", "2026-10-01 12:00:05+00");
        assertThat(after.movedAt()).isEqualTo(CAME.plusSeconds(5));
    }

    static Stream<Arguments> listed() {
        var paid = came(20, "paid", CAME.plusSeconds(1), "total", 5L);
        var refunded = came(21, "refunded", CAME.plusSeconds(2));
        return Stream.of(
                arguments(List.of(paid, refunded), "paid"),
                arguments(List.of(refunded, paid), "bad"),
                arguments(List.of(came(22, "other", CAME), refunded), "bad"),
                arguments(List.of(came(22, "paid", CAME, "total", 500L), refunded), "big"),
                arguments(List.of(came(STARTED_BY, "refunded", CAME), paid), "paid"));
    }

    @ParameterizedTest
    @MethodSource("listed")
    void of_several_events_the_first_that_came_wins_by_its_branch(List<Signal.EventReceived> recent, String branch) {
        var step = waitForAny(
                map("event_name", "paid", "branch", "big", "filter_rule", rule("event.total", "gt", 100L)),
                "paid",
                map("event_name", "refunded", "branch", "bad"));

        var go = (Outcome.Go) step.enter(at(factsOf(), recent.toArray(Signal.EventReceived[]::new)));

        assertThat(go.branch()).isEqualTo(branch);
        assertThat(go.output()).containsEntry("outcome", "event_received");
    }

    @Test
    void a_listed_wait_listens_for_each_and_names_them_all_when_none_came() {
        var step = waitForAny("paid", map("event_name", "refunded", "branch", "bad"));

        var rest = (Outcome.Rest) step.enter(at(factsOf()));
        var timeout = (Outcome.Go) step.resume(at(factsOf()));

        assertThat(rest.awaits()).extracting(Await::eventName).containsExactly("paid", "refunded");
        assertThat(timeout.output()).containsEntry("event_name", "paid, refunded");
    }

    @Test
    void other_signals_change_nothing() {
        assertThat(waiting().hear(at(factsOf()), new Signal.Replaced(id(9), NOW)))
                .isEqualTo(Outcome.stay());
        assertThat(waiting().hear(at(factsOf()), new Signal.Answered(id(9), "wait", 1, map(), null, NOW)))
                .isEqualTo(Outcome.stay());
    }

    @Test
    void an_event_without_payload_has_an_empty_one() {
        var go = (Outcome.Go) waiting().hear(at(factsOf()), new Signal.EventReceived(id(20), "paid", null, NOW));

        assertThat(go.output()).containsEntry("payload", Map.of());
    }
}
