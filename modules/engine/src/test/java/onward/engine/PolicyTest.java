package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.rule;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entry and exit rules on a real database. */
final class PolicyTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    private void enable(Object... policies) {
        workshop.enableGraph(
                "cart.left",
                List.of(delay("pause", "1 hour"), delay("more", "1 hour")),
                List.of("start-pause", "pause-more"),
                policies);
    }

    private void left(String email, Object... payload) {
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(
                payload.length == 0
                        ? event("cart.left", email)
                        : event("cart.left", email, Map.of((String) payload[0], payload[1])));
        workshop.match();
    }

    private long runs() {
        return workshop.count("run", "true");
    }

    @Test
    void every_event_starts_a_run_unless_a_rule_says_otherwise() {
        enable();

        left(ADA);
        left(ADA);

        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void once_lets_a_person_in_once_and_keeps_why_not_again() {
        enable("entry", "once");

        left(ADA);
        workshop.clock.pass(Duration.ofDays(300));
        left(ADA);
        left("bob@example.com");

        assertThat(runs()).isEqualTo(2);
        assertThat(workshop.count("entry_refusal", "reason = 'once' and run_id is not null"))
                .isEqualTo(1);
    }

    @Test
    void two_events_of_one_person_in_one_batch_are_looked_at_one_after_the_other() {
        enable("entry", "once");

        workshop.send(event("cart.left", ADA), event("cart.left", ADA), event("cart.left", ADA));
        workshop.match();

        assertThat(runs()).isEqualTo(1);
        assertThat(workshop.count("entry_refusal", "true")).isEqualTo(2);
        assertThat(workshop.count("chk_event", "matched")).isEqualTo(3);
    }

    @Test
    void two_nodes_let_a_person_in_once() {
        enable("entry", "once");
        for (int i = 0; i < 20; i++) {
            workshop.send(event("cart.left", ADA));
        }
        var now = workshop.clock.now();

        await(Future.all(
                workshop.matchPass().once(10, now), workshop.matchPass().once(10, now)));
        workshop.match();

        assertThat(runs()).isEqualTo(1);
        assertThat(workshop.count("entry_refusal", "true")).isEqualTo(19);
    }

    @Test
    void once_per_window_lets_in_again_when_the_window_is_over() {
        enable("entry", Map.of("mode", "once_per_window", "window", "7 days"));

        left(ADA);
        workshop.clock.pass(Duration.ofDays(7).minusSeconds(2));
        left(ADA);
        assertThat(runs()).isEqualTo(1);
        left(ADA);

        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void skip_if_running_lets_in_again_when_the_run_has_ended() {
        enable("entry", "skip_if_running");

        left(ADA);
        left(ADA);
        assertThat(runs()).isEqualTo(1);
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();
        left(ADA);

        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void replace_running_cancels_the_earlier_run_and_says_by_which() {
        enable("entry", "replace_running");

        left(ADA);
        left(ADA);
        workshop.resume();

        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(1);
        var replaced = workshop.rows("select reason ->> 'name' as name, reason ->> 'run_id' as by from run "
                        + "where status = 'cancelled'")
                .get(0);
        assertThat(replaced.getString("name")).isEqualTo("replaced");
        assertThat(workshop.count("run", "id = '" + replaced.getString("by") + "' and status = 'running'"))
                .isEqualTo(1);
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void a_key_tells_apart_what_a_person_is_let_in_for() {
        enable("entry", Map.of("mode", "once", "key", "event.cart"));

        left(ADA, "cart", "A-1");
        left("bob@example.com", "cart", "A-1");
        left(ADA, "cart", "A-2");
        left(ADA, "other", "A-3");

        assertThat(runs()).isEqualTo(2);
        assertThat(workshop.count("entry_refusal", "reason = 'once'")).isEqualTo(1);
        assertThat(workshop.count("entry_refusal", "reason = 'no_key'")).isEqualTo(1);
    }

    @Test
    void an_event_of_the_exit_rule_ends_the_run_wherever_it_is() {
        enable("exit", Map.of("events", List.of("order.completed")));
        left(ADA);
        left("bob@example.com");
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();

        workshop.send(event("order.completed", ADA));
        workshop.match();
        workshop.resume();

        assertThat(workshop.count("run", "status = 'cancelled'")).isEqualTo(1);
        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(1);
        assertThat(workshop.rows("select reason ->> 'name' as name from run where status = 'cancelled'")
                        .get(0)
                        .getString("name"))
                .isEqualTo("exit_event");
        assertThat(workshop.count("open_wait", "true")).isEqualTo(1);
    }

    @Test
    void an_exit_event_that_came_before_the_server_began_lets_the_run_do_nothing() {
        enable("exit", Map.of("events", List.of("order.completed")));
        workshop.send(event("cart.left", ADA));
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event("order.completed", ADA));

        workshop.match();

        assertThat(workshop.status()).isEqualTo("cancelled");
        assertThat(workshop.count("trail", "true")).isZero();
        assertThat(workshop.count("open_wait", "true")).isZero();
    }

    @Test
    void an_exit_event_is_held_against_its_filter() {
        enable(
                "exit",
                Map.of(
                        "events",
                        List.of(Map.of(
                                "event_name", "order.completed", "filter_rule", rule("event.total", "gt", 10L)))));
        left(ADA);

        workshop.send(event("order.completed", ADA, Map.of("total", 5L)));
        workshop.match();
        workshop.resume();
        assertThat(workshop.status()).isEqualTo("running");
        workshop.send(event("order.completed", ADA, Map.of("total", 50L)));
        workshop.match();
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("cancelled");
    }

    @Test
    void an_exit_rule_ends_the_run_before_the_next_step() {
        workshop.enableGraph(
                "cart.left",
                List.of(
                        waiting("wait", "ping"),
                        step("note", "contact_update", Map.of("first_name", "Ada")),
                        delay("more", "1 hour")),
                List.of("start-wait", "wait-note:event_received", "note-more"),
                "exit",
                Map.of("rule", rule("contact.first_name", "eq", "Ada")));
        left(ADA);
        workshop.clock.pass(Duration.ofSeconds(1));

        workshop.send(event("ping", ADA));
        workshop.match();
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("cancelled");
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "note completed");
    }
}
