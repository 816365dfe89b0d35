package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.lookUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.store.PageRequest;
import onward.store.UnknownCursor;
import onward.store.table.Automations;
import onward.store.table.Runs;
import onward.store.table.Trail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MatchPassTest {
    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void an_event_starts_one_run_of_every_automation_enabled_for_its_name() {
        var parked = workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.enable("user.created", delay("wait", "2 hours"));
        workshop.enable("user.deleted", delay("wait", "1 hour"));
        workshop.send(event("user.created", "Ada@Example.com"));

        assertThat(workshop.match()).isEqualTo(1);
        assertThat(workshop.match()).isZero();

        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(2);
        assertThat(workshop.count("contact", "email_key = 'ada@example.com'")).isEqualTo(1);
        var page = await(Runs.list(workshop.store.client(), PROJECT, parked, Set.of(), PageRequest.first(10)));
        var trail = await(
                Trail.of(workshop.store.client(), PROJECT, page.items().get(0).id()));
        assertThat(trail).extracting(entry -> entry.stepKey()).containsExactly("start", "wait");
        assertThat(trail).extracting(entry -> entry.status()).containsExactly(StepStatus.COMPLETED, StepStatus.WAITING);
    }

    @Test
    void a_repeated_key_starts_nothing() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "ada@example.com", "k1"));
        workshop.match();

        workshop.send(event("user.created", "ada@example.com", "k1"));

        assertThat(workshop.match()).isZero();
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void a_stop_before_the_event_starts_nothing_whenever_the_runner_looks() {
        var automation = workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event("user.created", "ada@example.com"));
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.stop(automation);
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event("user.created", "bob@example.com"));

        workshop.match();

        assertThat(workshop.count("run", "true")).isEqualTo(1);
        assertThat(workshop.count("contact", "email = 'ada@example.com'")).isEqualTo(1);
        assertThat(workshop.count("contact", "true")).isEqualTo(1);
        assertThat(workshop.count("chk_event", "matched")).isEqualTo(2);
    }

    @Test
    void a_delay_ends_when_its_time_has_come_and_not_before() {
        var automation = workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "ada@example.com"));
        workshop.match();

        workshop.clock.pass(Duration.ofMinutes(60).minusMillis(1));
        assertThat(workshop.resume()).isZero();
        workshop.clock.pass(Duration.ofMillis(1));
        assertThat(workshop.resume()).isEqualTo(1);

        var runs = await(Runs.list(
                        workshop.store.client(),
                        PROJECT,
                        automation,
                        Set.of(RunStatus.COMPLETED),
                        PageRequest.first(10)))
                .items();
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).completedAt()).isEqualTo(workshop.clock.now());
        var trail = await(Trail.of(workshop.store.client(), PROJECT, runs.get(0).id()));
        assertThat(trail).extracting(entry -> entry.status()).containsOnly(StepStatus.COMPLETED);
        assertThat(trail.get(1).createdAt()).isEqualTo(workshop.clock.now().minus(Duration.ofHours(1)));
    }

    @Test
    void two_runners_at_once_claim_different_rows() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        for (int i = 0; i < 40; i++) {
            workshop.send(event("user.created", "user" + i + "@example.com"));
        }
        var now = workshop.clock.now();

        var moved = await(Future.all(
                workshop.matchPass().once(20, now), workshop.matchPass().once(20, now)));
        workshop.match();
        assertThat((int) moved.<Integer>resultAt(0)).isLessThanOrEqualTo(20);
        assertThat(workshop.count("run", "true")).isEqualTo(40);

        workshop.clock.pass(Duration.ofHours(1));
        var due = workshop.clock.now();
        var resumed = await(
                Future.all(workshop.runPass().once(30, due), workshop.runPass().once(30, due)));
        assertThat(resumed.<Integer>resultAt(0) + resumed.<Integer>resultAt(1) + workshop.resume())
                .isEqualTo(40);
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(40);
    }

    @Test
    void a_delete_during_a_pass_cancels_the_runs_of_that_pass() {
        var automation = workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "ada@example.com"));
        var held = workshop.holdTrail();

        var pass = workshop.matchPass().once(100, workshop.clock.now());
        lookUntil(() -> workshop.blocked() == 1);
        var delete =
                workshop.store.transaction(tx -> Automations.delete(tx, PROJECT, automation, workshop.clock.now()));
        lookUntil(() -> workshop.blocked() == 2 || delete.isComplete());
        held.release();
        await(Future.all(pass, delete));

        assertThat(workshop.count("run", "status = 'cancelled'")).isEqualTo(1);
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void a_crash_before_the_commit_leaves_the_work_to_the_next_pass() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "ada@example.com"));
        // The trail is written after the run: breaking it there takes the connection down half way.
        workshop.rows("create function die() returns trigger language plpgsql as "
                + "$$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$");
        workshop.rows("create trigger die before insert on trail for each row execute function die()");

        var crashed = workshop.matchPass().once(100, workshop.clock.now());
        assertThat(await(crashed.map(moved -> false).otherwise(true))).isTrue();
        workshop.outliveKilledConnections();
        assertThat(workshop.count("run", "true")).isZero();
        assertThat(workshop.count("contact", "true")).isZero();

        workshop.rows("drop trigger die on trail");
        assertThat(workshop.match()).isEqualTo(1);
        assertThat(workshop.count("run", "true")).isEqualTo(1);
    }

    @Test
    void a_bad_row_stands_alone_and_blocks_no_other() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        for (int i = 0; i < 9; i++) {
            workshop.send(event("user.created", i == 4 ? "bad@example.com" : "user" + i + "@example.com"));
        }
        workshop.rows("alter table contact add constraint no_bad check (email <> 'bad@example.com')");
        var pass = workshop.matchPass();

        await(pass.once(100, workshop.clock.now()));

        assertThat(workshop.count("run", "true")).isEqualTo(8);
        assertThat(await(pass.once(100, workshop.clock.now()))).isZero();

        workshop.rows("alter table contact drop constraint no_bad");
        workshop.clock.pass(Quarantine.PAUSE_FIRST);
        await(pass.once(100, workshop.clock.now()));
        assertThat(workshop.count("run", "true")).isEqualTo(9);
    }

    @Test
    void a_pass_starts_no_more_runs_than_allowed_and_says_that_there_is_more() {
        for (int i = 0; i < 6; i++) {
            workshop.enable("user.created", delay("wait", "1 hour"));
        }
        for (int i = 0; i < 5; i++) {
            workshop.send(event("user.created", "user" + i + "@example.com"));
        }
        var pass = workshop.matchPass(new EngineSettings(null, "localhost", 500, 500, 15, 10, 10, 1));

        assertThat(await(pass.once(100, workshop.clock.now()))).isEqualTo(100);
        assertThat(workshop.count("run", "true")).isEqualTo(12);
        assertThat(await(pass.once(100, workshop.clock.now()))).isEqualTo(100);
        assertThat(await(pass.once(100, workshop.clock.now()))).isEqualTo(1);
        assertThat(workshop.count("run", "true")).isEqualTo(30);
    }

    @Test
    void lists_of_runs_page_both_ways_and_refuse_a_foreign_cursor() {
        var automation = workshop.enable("user.created", delay("wait", "1 hour"));
        for (int i = 0; i < 5; i++) {
            workshop.clock.pass(Duration.ofSeconds(1));
            workshop.send(event("user.created", "user" + i + "@example.com"));
            workshop.match();
        }
        var client = workshop.store.client();

        var first = await(Runs.list(client, PROJECT, automation, Set.of(), PageRequest.first(2)));
        var second = await(Runs.list(
                client,
                PROJECT,
                automation,
                Set.of(),
                new PageRequest(2, first.items().get(1).id(), null)));
        var back = await(Runs.list(
                client,
                PROJECT,
                automation,
                Set.of(),
                new PageRequest(2, null, second.items().get(0).id())));

        assertThat(first.hasMore()).isTrue();
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(back.items()).isEqualTo(first.items());
        assertThat(back.hasMore()).isFalse();
        var foreign = Runs.list(
                client,
                PROJECT,
                automation,
                Set.of(),
                new PageRequest(2, workshop.ids.next(workshop.clock.now()), null));
        assertThat(await(foreign.map((Object) null).otherwise(fault -> fault))).isInstanceOf(UnknownCursor.class);
    }
}
