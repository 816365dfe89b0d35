package onward.flow.step;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.ada;
import static onward.flow.Sample.came;
import static onward.flow.Sample.context;
import static onward.flow.Sample.factsOf;
import static onward.flow.Sample.map;
import static onward.flow.Sample.read;
import static onward.flow.Sample.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Correlation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Correlation, and news of the run's own mails. */
class AwaitedEventTest {

    private static final String OPENED = "resend:email.opened";

    private static AwaitedEvent awaited(String eventName, Object... correlation) {
        Map<String, Object> config = map("event_name", eventName);
        if (correlation.length > 0) {
            config.put("correlation", map(correlation));
        }
        return ((WaitForEvent) read(WaitForEvent.TYPE, config)).events().get(0);
    }

    private static AwaitedEvent byOrder() {
        return awaited("paid", "field", "event.order.id", "equals", "event.order_id");
    }

    private static boolean isIt(AwaitedEvent awaited, Facts facts, Signal.EventReceived event) {
        return awaited.match(event, context(facts).scope(), facts.past()).isIt();
    }

    private static final BigDecimal ONE = new BigDecimal("1.0");
    private static final BigDecimal HUGE = new BigDecimal("100e2147483647");

    static Stream<Arguments> correlations() {
        return Stream.of(
                arguments("A-17", "A-17", true),
                arguments("A-17", "a-17", false),
                arguments(1L, ONE, true),
                arguments(1L, "1", false),
                arguments("1", 1L, false),
                arguments(true, true, true),
                arguments(true, "true", false),
                arguments(HUGE, HUGE, true),
                arguments(HUGE, 1L, false),
                arguments("x".repeat(5_000), "x".repeat(5_000), true),
                arguments("x".repeat(5_000), "x".repeat(4_999), false),
                arguments("", "", true),
                arguments("", null, false),
                // What has no key is nothing to correlate by.
                arguments(null, null, false),
                arguments(List.of("a"), List.of("a"), false),
                arguments(map("a", 1L), map("a", 1L), false));
    }

    @ParameterizedTest
    @MethodSource("correlations")
    void an_event_correlates_by_an_equal_value_of_the_same_sort(Object own, Object other, boolean expected) {
        var event = came(20, "paid", NOON, "order", map("id", other));

        assertThat(isIt(byOrder(), factsOf("order_id", own), event)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("correlations")
    void whatever_correlates_is_found_by_its_key(Object own, Object other, boolean expected) {
        var await = byOrder().await(context(factsOf("order_id", own)).scope(), NOON);

        String found = Correlation.key("order.id", other);
        assertThat(await.isPresent() && await.get().key().equals(found)).isEqualTo(expected);
    }

    @Test
    void a_field_that_is_absent_on_either_side_correlates_with_nothing() {
        assertThat(isIt(byOrder(), factsOf(), came(20, "paid", NOON, "order", map("id", 1L))))
                .isFalse();
        assertThat(isIt(byOrder(), factsOf("order_id", 1L), came(20, "paid", NOON)))
                .isFalse();
        assertThat(isIt(byOrder(), factsOf(), came(20, "paid", NOON))).isFalse();
    }

    @Test
    void an_event_may_correlate_by_anything_the_run_knows() {
        var byPlan = awaited("paid", "field", "event.plan", "equals", "contact.properties.plan");
        var byEarlier = awaited("paid", "field", "event.id", "equals", "wait_events.ordered.id");
        Facts facts = factsOf().after(received(30, "ordered", "id", 7L));

        assertThat(isIt(byPlan, factsOf(), came(20, "paid", NOON, "plan", "pro")))
                .isTrue();
        assertThat(isIt(byPlan, factsOf(), came(20, "paid", NOON, "plan", "free")))
                .isFalse();
        assertThat(isIt(byEarlier, facts, came(20, "paid", NOON, "id", 7L))).isTrue();
        assertThat(isIt(byEarlier, facts, came(20, "paid", NOON, "id", 8L))).isFalse();
    }

    @Test
    void a_wait_listens_by_the_key_of_its_field_and_value() {
        var step = new WaitForEvent(List.of(byOrder()), List.of("event_received"), false, null, LookBack.NONE);

        var rest = (Outcome.Rest) step.enter(context(factsOf("order_id", 1L)));

        assertThat(rest.awaits()).containsExactly(new Await("paid", Correlation.key("order.id", ONE), NOON));
        assertThat(step.interests()).containsExactly(new Interest("paid", "order.id"));
    }

    static Stream<Arguments> withoutValue() {
        return Stream.of(
                arguments(map()),
                arguments(map("order_id", null)),
                arguments(map("order_id", List.of(1L))),
                arguments(map("order_id", map("id", 1L))));
    }

    @ParameterizedTest
    @MethodSource("withoutValue")
    void a_wait_with_nothing_to_correlate_by_fails_and_names_the_reference(Map<String, Object> payload) {
        Object[] pairs = payload.entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                .toArray();
        var step = new WaitForEvent(List.of(byOrder()), List.of("event_received"), false, null, LookBack.NONE);

        var stop = (Outcome.Stop) step.enter(context(factsOf(pairs)));

        assertThat(stop.name()).isEqualTo("validation_error");
        assertThat(stop.message()).contains("`event.order_id`").contains("paid");
    }

    private static Past.Visit sent(String emailId) {
        return new Past.Visit("mail", "send_email", map("to", ada().email(), "email_id", emailId));
    }

    @ParameterizedTest
    @CsvSource({
        // the mails it sent, the mail in the event, whether it counts
        ", m1, true",
        ", , true",
        "m1, m1, true",
        "m1, m2, false",
        "m1, , false",
        "m1 m2, m2, true",
        "m1 m2, m3, false",
    })
    void news_of_mails_are_of_its_own_once_a_run_sent_any(String sent, String emailId, boolean counts) {
        Facts facts = factsOf();
        for (String one : sent == null ? new String[0] : sent.split(" ")) {
            facts = facts.after(sent(one));
        }

        assertThat(isIt(awaited(OPENED), facts, came(20, OPENED, NOON, "email_id", emailId)))
                .isEqualTo(counts);
        assertThat(isIt(awaited("paid"), facts, came(20, "paid", NOON, "email_id", emailId)))
                .as("other events are not bound to mails")
                .isTrue();
    }

    @Test
    void system_events_that_tell_of_no_mail_are_not_bound_to_one() {
        Facts facts = factsOf().after(sent("m1"));

        assertThat(isIt(awaited("resend:contact.updated"), facts, came(20, "resend:contact.updated", NOON)))
                .isTrue();
    }
}
