package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.graph;
import static onward.engine.Workshop.lookUntil;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Flight;
import onward.store.table.Drafts;
import onward.store.table.Flights;
import onward.store.table.Flights.Landing;
import onward.store.table.Interventions;
import onward.store.table.RunControl.Landed;
import onward.store.table.StoredAutomation.Draft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that live while their automation gets a new version; on a real database, with passes at it. */
final class FlightTest {
    private static final String ADA = "ada@example.com";
    private static final Actor SHOP = Actor.apiKey(UUID.fromString("01900000-0000-7000-8000-000000000001"), "shop");
    private static final String START = "trial.started";

    private final Workshop workshop = new Workshop();
    private final Flights flights = new Flights(workshop.store);
    private UUID automation;

    /** Whatever was done, nothing is left that must not be. */
    @AfterEach
    void close() {
        var faults = workshop.faults();
        workshop.close();
        assertThat(faults).isEmpty();
    }

    private void begin(List<Map<String, Object>> steps, List<String> arrows, Object... policies) {
        automation = workshop.enableGraph(START, steps, arrows, policies);
        workshop.send(event(START, ADA));
        workshop.match();
    }

    /** Ada waits for her payment for an hour, and is reminded then. */
    private void trial() {
        workshop.publish("remind", "Remember", "<p>Hi</p>");
        begin(
                List.of(waiting("wait", "trial.paid"), mail("nudge", "remind")),
                List.of("start-wait", "wait-nudge:timeout"));
    }

    private void publish(List<Map<String, Object>> steps, List<String> arrows, Object... policies) {
        Draft draft =
                Draft.read("next", true, graph(START, steps, arrows, policies)).value();
        await(new Drafts(workshop.store).change(PROJECT, automation, before -> draft));
    }

    private Landing land(Object... wishes) {
        return await(landing(wishes));
    }

    private Future<Landing> landing(Object... wishes) {
        var flight = Flight.read(Map.of((String) wishes[0], wishes[1])).value();
        return flights.land(PROJECT, automation, new Flights.Order(flight, new Cancellation(SHOP, "mended", true)))
                .map(found -> found.orElseThrow().value());
    }

    private static Map<String, Object> move(String to) {
        return Map.of("do", "move", "to", to);
    }

    private void minutes(long minutes) {
        workshop.clock.pass(Duration.ofMinutes(minutes));
    }

    private long versionOfRun() {
        return workshop.rows("select v.number from run r join automation_version v on v.id = r.version_id")
                .get(0)
                .getInteger("number");
    }

    @Test
    void a_run_stays_on_its_version_unless_somebody_moves_it() {
        trial();
        publish(List.of(waiting("wait", "trial.paid")), List.of("start-wait"));

        assertThat(land("wait", Map.of("do", "stay")).counts()).isEmpty();
        minutes(61);
        workshop.resume();

        assertThat(versionOfRun()).isEqualTo(1);
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "nudge completed");
    }

    @Test
    void where_the_step_is_the_same_it_rests_on_and_goes_on_by_the_new_version() {
        trial();
        minutes(20);
        publish(
                List.of(waiting("wait", "trial.paid"), delay("pause", "1 hour")),
                List.of("start-wait", "wait-pause:event_received"));
        var before = workshop.rows("select due_at, since from run").get(0);

        var landing = land("wait", move("wait"));

        assertThat(landing.counts()).isEqualTo(Map.of("wait", Map.of(Landed.RESTS_ON, 1)));
        var after = workshop.rows("select due_at, since from run").get(0);
        assertThat(after.getOffsetDateTime("due_at")).isEqualTo(before.getOffsetDateTime("due_at"));
        assertThat(versionOfRun()).isEqualTo(2);
        assertThat(workshop.count("open_wait", "true")).isEqualTo(1);
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        workshop.resume();
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "pause waiting");
    }

    @Test
    void another_delay_begins_at_the_move() {
        begin(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        minutes(10);
        publish(List.of(delay("pause", "30 minutes")), List.of("start-pause"));

        assertThat(land("pause", move("pause")).counts()).isEqualTo(Map.of("pause", Map.of(Landed.ENTERS, 1)));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "pause skipped", "pause waiting");
        minutes(29);
        assertThat(workshop.resume()).isZero();
        minutes(1);
        workshop.resume();
        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void what_came_while_it_rested_counts_for_the_step_of_the_same_key() {
        trial();
        minutes(5);
        workshop.send(event("trial.extended", ADA));
        workshop.match();
        publish(List.of(waiting("wait", "trial.extended")), List.of("start-wait"));

        land("wait", move("wait"));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped", "wait completed");
    }

    @Test
    void what_it_waited_for_is_closed_and_what_it_waits_for_now_is_opened() {
        trial();
        minutes(5);
        publish(
                List.of(waiting("other", "trial.extended"), delay("pause", "1 hour")),
                List.of("start-other", "other-pause:event_received"));

        land("wait", move("other"));
        workshop.resume();
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped", "other waiting");
        assertThat(workshop.output("wait", "reason")).isEqualTo("moved");
        assertThat(workshop.count("open_wait", "event_name = 'trial.paid'")).isZero();
        workshop.send(event("trial.extended", ADA));
        workshop.match();
        workshop.resume();
        assertThat(workshop.steps())
                .containsExactly("start completed", "wait skipped", "other completed", "pause waiting");
        var told =
                await(Interventions.of(workshop.store.client(), PROJECT, run())).get(0);
        assertThat(told.kind()).isEqualTo("move");
        assertThat(told.note()).isEqualTo("mended");
        assertThat(told.details()).containsEntry("from", "wait").containsEntry("step_key", "other");
    }

    private UUID run() {
        return workshop.rows("select id from run").get(0).getUUID("id");
    }

    @Test
    void a_mail_that_was_sealed_is_not_sealed_again() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        begin(List.of(mail("hello", "hello"), delay("pause", "1 hour")), List.of("start-hello", "hello-pause"));
        workshop.deliver();
        publish(
                List.of(delay("first", "10 minutes"), mail("hello", "hello"), delay("pause", "2 hours")),
                List.of("start-first", "first-hello", "hello-pause"));

        land("pause", move("first"));
        workshop.resume();
        minutes(11);
        workshop.resume();

        assertThat(workshop.steps())
                .containsExactly(
                        "start completed",
                        "hello completed",
                        "pause skipped",
                        "first completed",
                        "hello skipped",
                        "pause waiting");
        assertThat(workshop.count("envelope", "true")).isEqualTo(1);
    }

    @Test
    void a_run_that_rests_on_may_come_to_a_step_that_it_has_behind_it() {
        begin(List.of(delay("brief", "1 minute"), delay("pause", "1 hour")), List.of("start-brief", "brief-pause"));
        minutes(1);
        workshop.resume();
        publish(List.of(delay("pause", "1 hour"), delay("brief", "1 minute")), List.of("start-pause", "pause-brief"));

        assertThat(land("pause", move("pause")).counts()).isEqualTo(Map.of("pause", Map.of(Landed.RESTS_ON, 1)));
        minutes(61);
        workshop.resume();

        assertThat(workshop.rows("select step_key || ' ' || visit as told from trail order by position").stream()
                        .map(row -> row.getString("told")))
                .containsExactly("start 1", "brief 1", "pause 1", "brief 2");
    }

    @Test
    void another_exit_rule_makes_the_run_enter_anew_and_holds_from_then_on() {
        begin(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        minutes(5);
        publish(
                List.of(delay("pause", "1 hour")),
                List.of("start-pause"),
                "exit",
                Map.of("events", List.of("trial.ended")));

        assertThat(land("pause", move("pause")).counts()).isEqualTo(Map.of("pause", Map.of(Landed.ENTERS, 1)));
        workshop.resume();
        workshop.send(event("trial.ended", ADA));
        workshop.match();
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("cancelled");
    }

    @Test
    void an_event_that_came_first_wins() {
        trial();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        workshop.send(event("trial.paid", ADA));

        var unmatched = land("wait", move("pause"));
        workshop.match();
        var inMailbox = land("wait", move("pause"));
        workshop.resume();

        assertThat(unmatched.counts()).isEqualTo(Map.of("wait", Map.of(Landed.UNDER_WAY, 1)));
        assertThat(inMailbox.counts()).isEqualTo(Map.of("wait", Map.of(Landed.UNDER_WAY, 1)));
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed");
        assertThat(versionOfRun()).isEqualTo(1);
    }

    @Test
    void a_timeout_that_came_first_wins() {
        trial();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        minutes(60);

        assertThat(land("wait", move("pause")).counts()).isEqualTo(Map.of("wait", Map.of(Landed.UNDER_WAY, 1)));
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "nudge completed");
    }

    /** The pass has decided and not committed; who moves the run waits for it, and then sees what it did. */
    @Test
    void a_pass_that_has_the_run_in_hand_is_waited_for() {
        trial();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        workshop.send(event("trial.paid", ADA));
        workshop.match();
        var held = workshop.holdTrail();
        var pass = workshop.runPass().once(100, workshop.clock.now());
        lookUntil(() -> workshop.blocked() == 1);

        var landing = landing("wait", move("pause"));
        lookUntil(() -> workshop.blocked() == 2);
        held.release();
        await(pass);

        assertThat(await(landing).counts()).isEqualTo(Map.of("wait", Map.of(Landed.ELSEWHERE, 1)));
        assertThat(workshop.steps()).containsExactly("start completed", "wait completed");
    }

    /** The other way round: the pass skips a run that somebody moves, and finds it where it was moved to. */
    @Test
    void a_pass_leaves_a_run_alone_that_is_being_moved() {
        begin(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        publish(List.of(delay("later", "2 hours")), List.of("start-later"));
        var held = workshop.holdTrail();
        var landing = landing("pause", move("later"));
        lookUntil(() -> workshop.blocked() == 1);
        minutes(61);

        assertThat(workshop.resume()).isZero();
        held.release();

        assertThat(await(landing).counts()).isEqualTo(Map.of("pause", Map.of(Landed.ENTERS, 1)));
        workshop.resume();
        assertThat(workshop.steps()).containsExactly("start completed", "pause skipped", "later waiting");
    }

    @Test
    void two_who_move_a_run_at_once_move_it_once() {
        trial();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));

        var both = await(Future.all(landing("wait", move("pause")), landing("wait", move("pause"))));

        List<Landing> landings = List.of(both.resultAt(0), both.resultAt(1));
        assertThat(landings.stream()
                        .filter(landing -> landing.counts().equals(Map.of("wait", Map.of(Landed.ENTERS, 1)))))
                .hasSize(1);
        assertThat(workshop.count("run_intervention", "kind = 'move'")).isEqualTo(1);
    }

    @Test
    void runs_at_a_step_are_cancelled_where_somebody_says_so() {
        trial();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));

        assertThat(land("wait", Map.of("do", "cancel")).counts())
                .isEqualTo(Map.of("wait", Map.of(Landed.CANCELLED, 1)));

        assertThat(workshop.status()).isEqualTo("cancelled");
        assertThat(workshop.count("open_wait", "true")).isZero();
    }

    @Test
    void it_is_told_where_runs_are_and_what_cannot_be() {
        trial();
        workshop.send(event(START, "bob@example.com"), event(START, "eve@example.com"));
        workshop.match();
        publish(List.of(delay("pause", "1 hour")), List.of("start-pause"));
        workshop.send(event(START, "mia@example.com"));
        workshop.match();

        var live = await(Flights.live(workshop.store.client(), PROJECT, automation));

        assertThat(live.isWhole()).isTrue();
        assertThat(live.places())
                .extracting(
                        place -> place.number() + " " + place.stepKey() + " " + place.runs() + " " + place.resting())
                .containsExactly("2 pause 1 1", "1 wait 3 3");
        assertThat(live.versions()).hasSize(2);
        var flight = Flight.read(Map.of("wait", move("nowhere"))).value();
        var refused = await(flights.land(
                        PROJECT, automation, new Flights.Order(flight, new Cancellation(SHOP, null, true))))
                .orElseThrow();
        assertThat(refused.problems()).extracting(Problem::path).containsExactly("flight.wait.to");
        assertThat(land("wait", move("pause")).counts()).isEqualTo(Map.of("wait", Map.of(Landed.ENTERS, 3)));
    }
}
