package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import onward.store.table.Runs;
import onward.store.table.Strikes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that fail by themselves, over restarts and beside other nodes. Every pass here is a new one, as after a start. */
final class QuarantineTest {
    private static final int CROWD = 9;

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void a_poison_event_is_quarantined_after_its_tries_and_the_rest_goes_on() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        crowd();
        poison("contact", "email <> 'bad@example.com'");

        for (int tries = 1; tries <= Quarantine.TRIES_MAX; tries++) {
            assertThat(workshop.match()).isPositive();
            assertThat(workshop.match()).as("looked at during the pause").isZero();
            assertThat(strikes()).isEqualTo(tries);
            workshop.clock.pass(Quarantine.PAUSE_MAX);
        }

        assertThat(workshop.count("run", "true")).isEqualTo(CROWD - 1);
        assertThat(workshop.match()).isZero();
        var quarantined = workshop.rows(
                "select last_fault from chk_event where quarantined_at is not null and not matched and person_key = $1",
                "bad@example.com");
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.get(0).getString("last_fault")).contains("no_poison");
    }

    @Test
    void a_poison_run_is_quarantined_after_its_tries_and_the_rest_goes_on() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        crowd();
        workshop.match();
        poisonRunOfBad();
        workshop.clock.pass(Duration.ofHours(1));

        for (int tries = 1; tries <= Quarantine.TRIES_MAX; tries++) {
            assertThat(workshop.resume()).isPositive();
            assertThat(workshop.resume()).as("looked at during the pause").isZero();
            assertThat(strikes()).isEqualTo(tries);
            workshop.clock.pass(Quarantine.PAUSE_MAX);
        }

        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(CROWD - 1);
        assertThat(workshop.resume()).isZero();
        assertThat(await(Runs.nextDue(workshop.store.client(), workshop.clock.now()))
                        .overdue())
                .isFalse();
        assertThat(workshop.count("chk_run", "quarantined_at is not null and last_fault like '%no_poison%'"))
                .isEqualTo(1);
    }

    @Test
    void mail_for_a_quarantined_run_waits_until_it_is_let_go() {
        workshop.enable("user.created", waiting("wait", "user.paid"));
        workshop.send(event("user.created", "bad@example.com"));
        workshop.match();
        workshop.rows("update run set quarantined_at = $1", sqlNow());
        workshop.send(event("user.paid", "bad@example.com"));
        workshop.match();

        assertThat(workshop.resume()).isZero();
        assertThat(workshop.count("signal", "true")).isEqualTo(1);

        assertThat(release(id("run"))).containsExactly("run");
        assertThat(workshop.resume()).isEqualTo(1);
        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void what_is_let_go_has_its_tries_again_and_moves_when_the_fault_is_gone() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "bad@example.com"));
        poison("contact", "email <> 'bad@example.com'");
        exhaust(workshop::match);
        UUID id = id("event");

        assertThat(release(id)).containsExactly("event");
        workshop.match();
        assertThat(strikes()).isEqualTo(1);

        workshop.rows("alter table contact drop constraint no_poison");
        assertThat(release(id)).containsExactly("event");
        assertThat(workshop.match()).isEqualTo(1);
        assertThat(workshop.count("run", "true")).isEqualTo(1);
        assertThat(release(id)).isEmpty();
    }

    @Test
    void a_run_that_is_let_go_goes_on() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "bad@example.com"));
        workshop.match();
        poisonRunOfBad();
        workshop.clock.pass(Duration.ofHours(1));
        exhaust(workshop::resume);

        workshop.rows("alter table run drop constraint no_poison");
        assertThat(workshop.resume()).isZero();
        assertThat(release(id("run"))).containsExactly("run");

        assertThat(workshop.resume()).isEqualTo(1);
        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void two_nodes_that_meet_a_row_at_once_count_one_strike() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        crowd();
        poison("contact", "email <> 'bad@example.com'");
        var now = workshop.clock.now();

        await(Future.all(
                workshop.matchPass().once(100, now), workshop.matchPass().once(100, now)));
        workshop.match();

        assertThat(strikes()).isEqualTo(1);
        assertThat(workshop.count("run", "true")).isEqualTo(CROWD - 1);
    }

    @Test
    void the_same_failure_told_by_two_nodes_counts_once() {
        workshop.send(event("user.created", "ada@example.com"));
        var fault = new IllegalStateException("Expected better, found this.");
        var one = new Quarantine(workshop.store, Strikes.Kind.EVENT);
        var other = new Quarantine(workshop.store, Strikes.Kind.EVENT);
        var now = workshop.clock.now();

        for (int tries = 0; tries < Quarantine.TRIES_MAX; tries++) {
            await(Future.all(
                    one.strike(Workshop.PROJECT, id("event"), fault, now),
                    other.strike(Workshop.PROJECT, id("event"), fault, now)));
        }

        assertThat(strikes()).isEqualTo(1);
        assertThat(workshop.count("event", "quarantined_at is null")).isEqualTo(1);
    }

    @Test
    void a_database_that_fails_counts_for_nobody() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "ada@example.com"));
        workshop.rows("create function die() returns trigger language plpgsql as "
                + "$$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$");
        workshop.rows("create trigger die before insert on trail for each row execute function die()");

        for (int tries = 0; tries <= Quarantine.TRIES_MAX; tries++) {
            var failed = workshop.matchPass().once(100, workshop.clock.now());
            assertThat(await(failed.map(moved -> false).otherwise(true))).isTrue();
            workshop.outliveKilledConnections();
        }

        assertThat(workshop.count("strike", "true")).isZero();
        workshop.rows("drop trigger die on trail");
        assertThat(workshop.match()).isEqualTo(1);
    }

    @Test
    void a_failure_of_long_ago_is_forgotten() {
        workshop.enable("user.created", delay("wait", "1 hour"));
        workshop.send(event("user.created", "bad@example.com"));
        poison("contact", "email <> 'bad@example.com'");
        workshop.match();
        workshop.clock.pass(Quarantine.PAUSE_MAX);
        workshop.match();
        assertThat(strikes()).isEqualTo(2);

        workshop.clock.pass(Quarantine.FORGET_AFTER.plusSeconds(1));
        workshop.match();

        assertThat(strikes()).isEqualTo(1);
    }

    private void crowd() {
        for (int i = 0; i < CROWD; i++) {
            workshop.send(event("user.created", i == 4 ? "bad@example.com" : "user" + i + "@example.com"));
        }
    }

    private void poison(String table, String check) {
        workshop.rows("alter table " + table + " add constraint no_poison check (" + check + ")");
    }

    private void poisonRunOfBad() {
        UUID bad = workshop.rows(
                        "select r.id from run r join contact c on c.id = r.contact_id where c.email = 'bad@example.com'")
                .get(0)
                .getUUID("id");
        poison("run", "id <> '" + bad + "' or status = 'running'");
    }

    private interface Passing {
        int once();
    }

    private void exhaust(Passing pass) {
        for (int tries = 0; tries < Quarantine.TRIES_MAX; tries++) {
            pass.once();
            workshop.clock.pass(Quarantine.PAUSE_MAX);
        }
    }

    private List<String> release(UUID id) {
        return await(Strikes.release(workshop.store.client(), id));
    }

    private UUID id(String table) {
        return workshop.rows("select id from " + table + " order by id limit 1")
                .get(0)
                .getUUID("id");
    }

    private int strikes() {
        return workshop.rows("select count from chk_strike").get(0).getInteger("count");
    }

    private Object sqlNow() {
        return onward.store.Times.toSql(workshop.clock.now());
    }
}
