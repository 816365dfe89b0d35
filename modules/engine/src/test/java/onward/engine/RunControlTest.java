package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.lookUntil;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.store.table.Drafts;
import onward.store.table.Interventions;
import onward.store.table.Outbox;
import onward.store.table.RunControl;
import onward.store.table.RunControl.Cancelled;
import onward.store.table.RunControl.Retrying;
import onward.store.table.RunControl.Target;
import onward.store.table.StoredAutomation;
import onward.store.table.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody ends a run, or lets one go on, while passes are at it; on a real database. */
final class RunControlTest {
    private static final String ADA = "ada@example.com";
    private static final Actor SHOP = Actor.apiKey(UUID.fromString("01900000-0000-7000-8000-000000000001"), "shop");

    private final Workshop workshop = new Workshop();
    private final RunControl control = new RunControl(workshop.store);

    /** Whatever was done, nothing is left that must not be. */
    @AfterEach
    void close() {
        var faults = workshop.faults();
        workshop.close();
        assertThat(faults).isEmpty();
    }

    private UUID newestRun() {
        return workshop.rows("select id from run order by created_at desc, id desc limit 1")
                .get(0)
                .getUUID("id");
    }

    private static Target target(UUID runId) {
        return new Target(PROJECT, null, runId);
    }

    private Future<Result<Cancelled>> cancelling(boolean keepsMails) {
        return control.cancel(target(newestRun()), new Cancellation(SHOP, "not needed", keepsMails));
    }

    private Cancelled cancel() {
        return await(cancelling(true)).value();
    }

    private Result<Run> retry(boolean isByNewest, String stepKey, Set<String> resend, Map<String, Object> input) {
        var wish = new Retry.Wish(stepKey, resend, input);
        return await(control.retry(target(newestRun()), new Retrying(SHOP, "mended", isByNewest, wish)));
    }

    private Result<Run> retry() {
        return retry(false, null, Set.of(), null);
    }

    private Result<Run> retryFrom(String stepKey, String... resend) {
        return retry(false, stepKey, Set.of(resend), null);
    }

    private static Map<String, Object> naming(String key) {
        return step(key, "contact_update", Map.of("first_name", Map.of("var", "event.name")));
    }

    private void start(String event, Object... payload) {
        workshop.send(
                payload.length == 0 ? event(event, ADA) : event(event, ADA, Map.of((String) payload[0], payload[1])));
        workshop.match();
    }

    private void second() {
        workshop.clock.pass(Duration.ofSeconds(1));
    }

    private void trial() {
        workshop.enableGraph(
                "trial.started",
                List.of(waiting("wait", "trial.paid"), delay("paid", "1 hour"), delay("late", "1 hour")),
                List.of("start-wait", "wait-paid:event_received", "wait-late:timeout"),
                "exit",
                Map.of("events", List.of("trial.ended")));
    }

    private long counted(String step, String metric) {
        return workshop.rows(
                        "select coalesce(sum(count), 0)::bigint as count from metric_delta where step_key = $1 and metric = $2",
                        step,
                        metric)
                .get(0)
                .getLong("count");
    }

    private List<String> visits() {
        return workshop
                .rows("select step_key || ' ' || visit || ' ' || status as told from trail order by position")
                .stream()
                .map(row -> row.getString("told"))
                .toList();
    }

    @Test
    void a_run_that_waits_is_cancelled_at_once_with_all_that_it_listened_for() {
        trial();
        start("trial.started");
        second();

        var cancelled = cancel();

        assertThat(cancelled.isNew()).isTrue();
        assertThat(cancelled.run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(workshop.status()).isEqualTo("cancelled");
        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped");
        assertThat(workshop.output("wait", "reason")).isEqualTo("cancelled_by_hand");
        assertThat(workshop.count("open_wait", "true")).isZero();
        assertThat(cancelled.run().reason())
                .containsEntry("name", "cancelled_by_hand")
                .containsEntry("message", "The API key ‘shop’ cancelled it: not needed")
                .containsEntry("note", "not needed")
                .containsEntry("emails", "keep");
        assertThat(counted("", "cancelled")).isEqualTo(1);
        assertThat(counted("wait", "skipped")).isEqualTo(1);
        var done = await(Interventions.of(workshop.store.client(), PROJECT, newestRun()));
        assertThat(done).hasSize(1);
        assertThat(done.get(0).actor()).containsEntry("name", "shop");
        assertThat(done.get(0).before()).containsEntry("status", "running").containsEntry("step_key", "wait");
    }

    @Test
    void nothing_moves_a_cancelled_run_any_more() {
        trial();
        start("trial.started");
        second();
        cancel();

        start("trial.paid");
        start("trial.ended");
        workshop.clock.pass(Duration.ofHours(2));

        assertThat(workshop.resume()).isZero();
        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void a_run_that_sleeps_is_cancelled_and_never_wakes() {
        workshop.enableGraph("signed.up", List.of(delay("pause", "1 hour")), List.of("start-pause"));
        start("signed.up");

        cancel();
        workshop.clock.pass(Duration.ofHours(2));

        assertThat(workshop.resume()).isZero();
        assertThat(workshop.steps()).containsExactly("start completed", "pause skipped");
    }

    @Test
    void cancelling_twice_does_it_once() {
        trial();
        start("trial.started");
        var first = cancel();
        second();

        var again = cancel();

        assertThat(again.isNew()).isFalse();
        assertThat(again.run()).isEqualTo(first.run());
        assertThat(workshop.count("run_intervention", "true")).isEqualTo(1);
        assertThat(counted("", "cancelled")).isEqualTo(1);
    }

    @Test
    void two_who_cancel_at_once_cancel_once() {
        trial();
        start("trial.started");

        var both = await(Future.all(cancelling(true), cancelling(true)));

        assertThat(List.of(both.<Result<Cancelled>>resultAt(0), both.<Result<Cancelled>>resultAt(1)))
                .extracting(result -> result.value().isNew())
                .containsExactlyInAnyOrder(true, false);
        assertThat(counted("", "cancelled")).isEqualTo(1);
    }

    @Test
    void a_run_that_completed_or_is_not_there_is_not_cancelled() {
        workshop.enableGraph("signed.up", List.of(), List.of());
        start("signed.up");

        assertThat(await(cancelling(true)).problems())
                .extracting(Problem::kind, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Problem.Kind.CONFLICT,
                        "Expected a running run, found one that is completed. It cannot be cancelled."));
        var nobodys = new Target(PROJECT, UUID.randomUUID(), newestRun());
        assertThat(await(control.cancel(nobodys, new Cancellation(SHOP, null, true)))
                        .problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.NOT_FOUND);
        assertThat(workshop.status()).isEqualTo("completed");
    }

    private void mailing() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        workshop.enable("signed.up", mail("hello", "hello"), delay("pause", "1 hour"));
        start("signed.up");
    }

    @Test
    void its_mail_goes_out_all_the_same_unless_somebody_says_otherwise() {
        mailing();

        cancel();
        workshop.deliver();

        assertThat(workshop.count("envelope", "state = 'sent'")).isEqualTo(1);
        assertThat(workshop.count("outbox", "true")).isZero();
    }

    @Test
    void its_mail_is_kept_back_where_somebody_says_so() {
        mailing();

        var mails = await(cancelling(false)).value().mails();
        workshop.deliver();

        assertThat(mails).isEqualTo(new Outbox.KeptBack(1, 0));
        assertThat(workshop.count(
                        "envelope",
                        "state = 'failed' and last_event = 'suppressed' and sent_at is null"
                                + " and last_reply = 'Not sent, because its run was cancelled since it was sealed.'"))
                .isEqualTo(1);
        assertThat(workshop.count("outbox", "true")).isZero();
        assertThat(counted("hello", "email.suppressed")).isEqualTo(1);
    }

    @Test
    void a_mail_that_somebody_has_in_hand_is_told_as_on_its_way_and_looked_at_when_it_comes_back() {
        mailing();
        var now = workshop.clock.now();
        await(workshop.store.transaction(tx -> Outbox.lease(tx, Set.of("email"), now, now.plusSeconds(15), 10)));

        var mails = await(cancelling(false)).value().mails();
        workshop.clock.pass(Duration.ofSeconds(20));
        workshop.deliver();

        assertThat(mails).isEqualTo(new Outbox.KeptBack(0, 1));
        assertThat(workshop.count("envelope", "last_event = 'suppressed'")).isEqualTo(1);
    }

    @Test
    void a_request_that_nobody_waits_for_is_not_made() {
        workshop.enableGraph(
                "signed.up",
                List.of(step("ask", "http_request", Map.of("url", "http://127.0.0.1:9/people"))),
                List.of("start-ask"));
        start("signed.up");

        cancel();

        assertThat(workshop.count("http_call", "state = 'failed' and due_at is null"))
                .isEqualTo(1);
        assertThat(workshop.steps()).containsExactly("start completed", "ask skipped");
    }

    @Test
    void a_quarantined_run_can_be_cancelled() {
        workshop.enableGraph("signed.up", List.of(delay("pause", "1 hour")), List.of("start-pause"));
        start("signed.up");
        workshop.rows("update run set quarantined_at = now()");

        cancel();

        assertThat(workshop.count("run", "status = 'cancelled' and quarantined_at is null"))
                .isEqualTo(1);
    }

    @Test
    void a_cancel_that_comes_while_a_pass_has_the_run_in_hand_ends_it_where_that_pass_left_it() {
        trial();
        start("trial.started");
        second();
        start("trial.paid");
        var held = workshop.holdTrail();
        var pass = workshop.runPass().once(100, workshop.clock.now());
        lookUntil(() -> workshop.blocked() == 1);

        var cancelling = cancelling(true);
        lookUntil(() -> workshop.blocked() == 2);
        assertThat(cancelling.isComplete()).isFalse();
        held.release();
        await(Future.all(pass, cancelling));

        assertThat(workshop.steps()).containsExactly("start completed", "wait completed", "paid skipped");
        assertThat(workshop.status()).isEqualTo("cancelled");
    }

    @Test
    void a_pass_that_comes_while_a_run_is_cancelled_leaves_it_alone() {
        trial();
        start("trial.started");
        second();
        start("trial.paid");
        var run = newestRun();
        var held = workshop.holdTrail();
        var cancelling = control.cancel(target(run), new Cancellation(SHOP, null, true));
        lookUntil(() -> workshop.blocked() == 1);

        assertThat(workshop.resume()).isZero();
        held.release();
        await(cancelling);
        workshop.resume();

        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void an_event_that_is_matched_while_a_run_is_cancelled_finds_no_wait() {
        trial();
        start("trial.started");
        second();
        var run = newestRun();
        var held = workshop.holdTrail();
        var cancelling = control.cancel(target(run), new Cancellation(SHOP, null, true));
        lookUntil(() -> workshop.blocked() == 1);
        workshop.send(event("trial.paid", ADA));

        var matching = workshop.matchPass().once(100, workshop.clock.now());
        lookUntil(() -> workshop.blocked() == 2);
        held.release();
        await(Future.all(cancelling, matching));

        assertThat(workshop.count("signal", "true")).isZero();
        assertThat(workshop.steps()).containsExactly("start completed", "wait skipped");
    }

    private void failing() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
        workshop.enable("signed.up", mail("hello", "hello"), naming("name"), delay("pause", "1 hour"));
        start("signed.up", "plan", "pro");
        assertThat(workshop.status()).isEqualTo("failed");
        second();
    }

    @Test
    void a_failed_run_goes_on_from_the_step_that_failed_with_other_input() {
        failing();

        var after = retry(false, null, Set.of(), Map.of("name", "Ada")).value();
        workshop.resume();

        assertThat(after.stepKey()).isEqualTo("name");
        assertThat(after.visit()).isEqualTo(2);
        assertThat(visits())
                .containsExactly(
                        "start 1 completed",
                        "hello 1 completed",
                        "name 1 failed",
                        "name 2 completed",
                        "pause 1 waiting");
        assertThat(workshop.count("contact", "first_name = 'Ada'")).isEqualTo(1);
        assertThat(workshop.count("envelope", "true")).isEqualTo(1);
        assertThat(workshop.count("run", "status = 'running' and reason is null and completed_at is null"))
                .isEqualTo(1);
        var done = await(Interventions.of(workshop.store.client(), PROJECT, newestRun()));
        assertThat(done.get(0).before()).containsEntry("status", "failed").containsKey("completed_at");
        assertThat(done.get(0).details()).containsEntry("step_key", "name").containsEntry("visit", 2L);
    }

    @Test
    void the_input_of_a_retry_counts_to_the_end_of_the_run_and_in_further_retries() {
        workshop.enable("signed.up", naming("name"), delay("pause", "1 hour"), naming("again"));
        start("signed.up", "plan", "pro");
        second();

        retry(false, null, Set.of(), Map.of("name", "Ada"));
        workshop.resume();
        cancel();
        second();
        retry();
        workshop.resume();
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(visits())
                .containsExactly(
                        "start 1 completed",
                        "name 1 failed",
                        "name 2 completed",
                        "pause 1 skipped",
                        "pause 2 completed",
                        "again 1 completed");
    }

    @Test
    void a_retry_never_mails_twice_unless_it_is_told_to() {
        failing();

        retryFrom("hello");
        workshop.resume();
        assertThat(workshop.count("envelope", "true")).isEqualTo(1);
        assertThat(workshop.output("hello", "reason")).isEqualTo("done_before");
        assertThat(workshop.output("hello", "visit")).isEqualTo("1");
        second();
        retryFrom("start");
        workshop.resume();
        assertThat(workshop.count("envelope", "true")).isEqualTo(1);
        second();
        retryFrom("start", "hello");
        workshop.resume();
        workshop.deliver();

        assertThat(workshop.count("envelope", "state = 'sent'")).isEqualTo(2);
        assertThat(workshop.count("envelope", "true")).isEqualTo(2);
        assertThat(workshop.rows("select distinct message_id from envelope")).hasSize(2);
        second();
        retryFrom("start");
        workshop.resume();
        assertThat(workshop.count("envelope", "true")).isEqualTo(2);
    }

    @Test
    void a_mail_that_was_kept_back_is_not_made_anew_by_itself() {
        mailing();
        await(cancelling(false));
        second();

        retryFrom("start");
        workshop.resume();
        workshop.deliver();

        assertThat(workshop.count("envelope", "true")).isEqualTo(1);
        assertThat(workshop.count("envelope", "state = 'sent'")).isZero();
    }

    @Test
    void counters_and_webhooks_tell_each_end_and_one_start() {
        await(Webhooks.insert(
                workshop.store.client(),
                PROJECT,
                workshop.ids.next(workshop.clock.now()),
                "https://example.com/hook",
                List.of("automation.run.started", "automation.run.failed", "automation.run.completed"),
                new byte[] {1},
                workshop.clock.now(),
                10));
        failing();

        retry();
        workshop.resume();
        second();
        retry(false, null, Set.of(), Map.of("name", "Ada"));
        workshop.resume();
        workshop.deliver();
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();

        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(counted("", "started")).isEqualTo(1);
        assertThat(counted("", "retried")).isEqualTo(2);
        assertThat(counted("", "failed")).isEqualTo(2);
        assertThat(counted("", "completed")).isEqualTo(1);
        assertThat(counted("name", "entered")).isEqualTo(3);
        assertThat(counted("hello", "email.queued")).isEqualTo(1);
        assertThat(workshop.rows("select type from hook_event order by id").stream()
                        .map(row -> row.getString("type"))
                        .toList())
                .containsExactlyInAnyOrder(
                        "automation.run.started",
                        "automation.run.failed",
                        "automation.run.failed",
                        "automation.run.completed");
        workshop.rows("delete from webhook");
        workshop.rows("delete from hook_event");
    }

    @Test
    void a_cancelled_run_waits_again_and_listens_for_what_ends_it_again() {
        trial();
        start("trial.started");
        second();
        cancel();
        second();

        retry();
        workshop.resume();
        assertThat(visits()).containsExactly("start 1 completed", "wait 1 skipped", "wait 2 waiting");
        assertThat(workshop.count("open_wait", "event_name = 'trial.ended'")).isEqualTo(1);
        second();
        start("trial.paid");
        workshop.resume();
        second();
        start("trial.ended");
        workshop.resume();

        assertThat(visits())
                .containsExactly("start 1 completed", "wait 1 skipped", "wait 2 completed", "paid 1 skipped");
        assertThat(workshop.rows("select reason ->> 'name' as name from run")
                        .get(0)
                        .getString("name"))
                .isEqualTo("exit_event");
    }

    @Test
    void a_run_that_moves_or_has_completed_is_not_retried() {
        workshop.enableGraph("signed.up", List.of(delay("pause", "1 hour")), List.of("start-pause"));
        start("signed.up");

        assertThat(retry().problems())
                .extracting(Problem::kind, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Problem.Kind.CONFLICT,
                        "Expected a failed or cancelled run, found one that is running. It cannot be retried."));
        workshop.clock.pass(Duration.ofHours(1));
        workshop.resume();
        assertThat(retry().problems()).extracting(Problem::kind).containsExactly(Problem.Kind.CONFLICT);
        assertThat(workshop.count("run_intervention", "true")).isZero();
    }

    @Test
    void a_run_may_go_on_by_the_newest_version_where_that_has_the_step() {
        failing();
        var automation = workshop.rows("select automation_id from run").get(0).getUUID("automation_id");
        define(automation, "name", Map.of("var", "event.plan"));

        assertThat(retry(true, "nowhere", Set.of(), null).problems())
                .extracting(Problem::path, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "step_key",
                        "Expected the key of a step of the version, one of start, hello, name, pause;"
                                + " found `nowhere`."));
        assertThat(retry(true, null, Set.of("pause"), null).problems())
                .extracting(Problem::message)
                .containsExactly("Expected the keys of steps that send something, of hello; found `pause`.");
        assertThat(retry(true, null, Set.of(), null).isOk()).isTrue();
        workshop.resume();

        assertThat(visits()).contains("name 2 completed", "pause 1 waiting");
        assertThat(workshop.count("contact", "first_name = 'pro'")).isEqualTo(1);
        assertThat(workshop.count(
                        "run", "version_id = (select version_id from automation where id = run.automation_id)"))
                .isEqualTo(1);
    }

    /** Another version of the automation, in which that step sets another name. */
    private void define(UUID automationId, String step, Map<String, Object> name) {
        await(new Drafts(workshop.store).change(PROJECT, automationId, before -> {
            var definition = new LinkedHashMap<>(before.definition());
            definition.put(
                    "steps",
                    ((List<?>) definition.get("steps"))
                            .stream()
                                    .map(one -> step.equals(((Map<?, ?>) one).get("key"))
                                            ? step(step, "contact_update", Map.of("first_name", name))
                                            : one)
                                    .toList());
            return new StoredAutomation.Draft(before.name(), true, before.triggerEvent(), definition);
        }));
    }

    @Test
    void a_run_does_not_come_back_beside_another_that_took_its_place() {
        workshop.enableGraph(
                "cart.left", List.of(delay("pause", "1 hour")), List.of("start-pause"), "entry", "replace_running");
        start("cart.left");
        var first = newestRun();
        second();
        start("cart.left");
        workshop.resume();
        second();
        var plain = new Retrying(SHOP, null, false, Retry.Wish.PLAIN);

        var refused = await(control.retry(target(first), plain));
        assertThat(refused.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.CONFLICT);
        assertThat(refused.problems().get(0).message()).contains(newestRun().toString(), "Cancel that one first");
        cancel();
        assertThat(await(control.retry(target(first), plain)).isOk()).isTrue();
        workshop.resume();
        second();
        start("cart.left");
        workshop.resume();

        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(1);
        assertThat(workshop.rows("select reason ->> 'name' as name from run where id = $1", first)
                        .get(0)
                        .getString("name"))
                .isEqualTo("replaced");
    }

    @Test
    void two_who_retry_at_once_retry_once() {
        failing();
        var run = newestRun();
        var how = new Retrying(SHOP, null, false, Retry.Wish.PLAIN);

        var both = await(Future.all(control.retry(target(run), how), control.retry(target(run), how)));

        assertThat(List.of(both.<Result<Run>>resultAt(0), both.<Result<Run>>resultAt(1)))
                .extracting(Result::isOk)
                .containsExactlyInAnyOrder(true, false);
        assertThat(counted("", "retried")).isEqualTo(1);
    }

    @Test
    void a_run_is_retried_a_bounded_number_of_times() {
        failing();
        for (int i = 0; i < Retry.RETRIES_MAX; i++) {
            assertThat(retry().isOk()).isTrue();
            workshop.resume();
        }

        assertThat(retry().problems().get(0).message()).contains("fewer than 50 times");
    }
}
