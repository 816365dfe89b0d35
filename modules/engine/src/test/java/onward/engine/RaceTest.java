package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.lookUntil;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes at one person in the same moment (design/reliability.md 5.5). Each interleaving is forced: one transaction
 * is held after it decided and before it commits, until the other one is seen to wait for it.
 */
final class RaceTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    private void trial(Object... more) {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid", more), delay("paid", "1 hour"), delay("late", "1 hour")),
                List.of("start-wait", "wait-paid:event_received", "wait-late:timeout"));
    }

    private void known(String email) {
        workshop.enableGraph("greeted", List.of(), List.of());
        workshop.send(event("greeted", email));
        workshop.match();
        second();
    }

    private Future<Integer> matching() {
        return workshop.matchPass().once(100, workshop.clock.now());
    }

    private Future<Integer> resuming() {
        return workshop.runPass().once(100, workshop.clock.now());
    }

    private void second() {
        workshop.clock.pass(Duration.ofSeconds(1));
    }

    /** The event is stored after the registration looked back, and matched before the registration commits. */
    private void event_while_the_wait_is_registered() {
        workshop.send(event("trial.started", ADA));
        var held = workshop.holdTrail();
        var registration = matching();
        lookUntil(() -> workshop.blocked() == 1);
        second();
        workshop.send(event("trial.paid", ADA));

        var routing = matching();
        lookUntil(() -> workshop.blocked() == 2);
        assertThat(routing.isComplete()).isFalse();
        held.release();
        await(Future.all(registration, routing));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
    }

    @Test
    void an_event_for_a_known_person_meets_the_wait_that_is_being_registered() {
        trial();
        known(ADA);

        event_while_the_wait_is_registered();
    }

    @Test
    void an_event_for_a_person_who_is_just_being_made_meets_the_wait_that_is_being_registered() {
        trial();

        event_while_the_wait_is_registered();
    }

    @Test
    void a_registration_sees_the_event_that_another_node_matched_in_vain_just_before() {
        trial("look_back", "1 hour");
        known(ADA);
        workshop.enableGraph("other", List.of(delay("pause", "1 hour")), List.of("start-pause"));
        second();
        workshop.send(event("trial.paid", ADA), event("other", "bob@example.com"));
        var held = workshop.holdTrail();
        var routing = matching();
        lookUntil(() -> workshop.blocked() == 1);
        second();
        workshop.send(event("trial.started", ADA));

        var registration = matching();
        lookUntil(() -> workshop.blocked() == 2);
        assertThat(registration.isComplete()).isFalse();
        held.release();
        await(Future.all(routing, registration));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
    }

    @Test
    void a_delay_that_ends_in_a_wait_meets_the_event_that_comes_meanwhile() {
        workshop.enableGraph(
                "trial.started",
                List.of(delay("pause", "1 minute"), waiting("wait", "trial.paid")),
                List.of("start-pause", "pause-wait"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        workshop.clock.pass(Duration.ofMinutes(1));
        var held = workshop.holdTrail();
        var registration = resuming();
        lookUntil(() -> workshop.blocked() == 1);
        workshop.send(event("trial.paid", ADA));

        var routing = matching();
        lookUntil(() -> workshop.blocked() == 2);
        held.release();
        await(Future.all(registration, routing));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "pause completed", "wait completed");
    }

    @Test
    void a_timeout_that_is_being_decided_is_not_overtaken_by_a_late_event() {
        trial();
        workshop.send(event("trial.started", ADA));
        workshop.match();
        workshop.clock.pass(Duration.ofHours(1));
        var held = workshop.holdTrail();
        var timeout = resuming();
        lookUntil(() -> workshop.blocked() == 1);
        workshop.send(event("trial.paid", ADA));

        var routing = matching();
        lookUntil(() -> workshop.blocked() == 2);
        held.release();
        await(Future.all(timeout, routing));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "late waiting");
        assertThat(workshop.output("wait", "outcome")).isEqualTo("timeout");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void a_timeout_waits_for_the_node_that_has_the_event_in_time_in_hand() {
        trial();
        workshop.enableGraph("other", List.of(delay("pause", "3 hours")), List.of("start-pause"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        workshop.clock.pass(Duration.ofHours(1).minusMillis(1));
        workshop.send(event("trial.paid", ADA), event("other", "bob@example.com"));
        var held = workshop.holdTrail();
        var routing = matching();
        lookUntil(() -> workshop.blocked() == 1);
        second();

        var timeout = resuming();
        lookUntil(() -> workshop.blocked() == 2);
        assertThat(timeout.isComplete()).isFalse();
        held.release();
        await(Future.all(routing, timeout));
        workshop.resume();

        assertThat(workshop.output("wait", "outcome")).isEqualTo("event_received");
        assertThat(workshop.count("trail", "step_key = 'late'")).isZero();
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void of_two_events_on_two_nodes_the_earlier_ends_the_wait_once() {
        trial();
        workshop.enableGraph("other", List.of(delay("pause", "3 hours")), List.of("start-pause"));
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(event("trial.paid", ADA, Map.of("which", "first")), event("other", "bob@example.com"));
        var held = workshop.holdTrail();
        var one = matching();
        lookUntil(() -> workshop.blocked() == 1);
        second();
        workshop.send(event("trial.paid", ADA, Map.of("which", "second")));
        var other = matching();
        lookUntil(() -> workshop.blocked() == 2);
        held.release();
        await(Future.all(one, other));
        assertThat(workshop.count("signal", "kind = 'event'")).isEqualTo(2);

        await(Future.all(resuming(), resuming()));

        assertThat(workshop.output("wait", "payload")).contains("first");
        assertThat(workshop.count("trail", "step_key = 'paid'")).isEqualTo(1);
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void of_two_events_the_earlier_ends_the_wait_though_the_other_node_still_has_it_in_hand() {
        trial();
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(
                event("trial.paid", ADA, Map.of("which", "first")), event("trial.paid", "bob@example.com", Map.of()));
        var held = workshop.holdAddress("bob@example.com");
        var slow = matching();
        lookUntil(() -> workshop.blocked() == 1);
        second();
        workshop.send(event("trial.paid", ADA, Map.of("which", "second")));

        await(matching());
        await(resuming());
        held.release();
        await(slow);
        workshop.resume();

        assertThat(workshop.output("wait", "payload")).contains("first");
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid waiting");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void two_nodes_resume_a_due_run_once() {
        trial();
        workshop.send(event("trial.started", ADA));
        workshop.match();
        workshop.clock.pass(Duration.ofHours(1));
        var held = workshop.holdTrail();
        var one = resuming();
        lookUntil(() -> workshop.blocked() == 1);

        assertThat(await(resuming())).isZero();
        held.release();
        assertThat(await(one)).isEqualTo(1);

        assertThat(workshop.count("trail", "step_key = 'late'")).isEqualTo(1);
    }

    @Test
    void one_event_on_two_nodes_is_put_into_a_mailbox_once() {
        trial();
        workshop.send(event("trial.started", ADA));
        workshop.match();
        second();
        workshop.send(event("trial.paid", ADA));

        var both = await(Future.all(matching(), matching()));

        assertThat(both.<Integer>resultAt(0) + both.<Integer>resultAt(1)).isEqualTo(1);
        assertThat(workshop.count("signal", "true")).isEqualTo(1);
    }
}
