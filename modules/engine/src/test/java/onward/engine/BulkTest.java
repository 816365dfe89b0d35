package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import onward.bus.Bell;
import onward.bus.NewEvent;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.RunStatus;
import onward.store.PageRequest;
import onward.store.table.BulkAction;
import onward.store.table.BulkAction.Counts;
import onward.store.table.BulkAction.Kind;
import onward.store.table.BulkAction.Order;
import onward.store.table.BulkAction.Status;
import onward.store.table.BulkActions;
import onward.store.table.Interventions;
import onward.store.table.RunControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many runs are cancelled or retried at once; on a real database. */
final class BulkTest {
    private static final Actor SHOP = Actor.apiKey(UUID.fromString("01900000-0000-7000-8000-000000000001"), "shop");
    private static final int RUNS = 7;

    private final Workshop workshop = new Workshop();
    private final BulkActions actions = new BulkActions(workshop.store);
    private UUID automation;

    @BeforeEach
    void open() {
        automation = workshop.enableGraph("signed.up", List.of(delay("pause", "1 hour")), List.of("start-pause"));
        workshop.send(IntStream.range(0, RUNS)
                .mapToObj(number -> event("signed.up", "person-" + number + "@example.com"))
                .toArray(NewEvent[]::new));
        workshop.match();
    }

    /** Whatever was done, nothing is left that must not be. */
    @AfterEach
    void close() {
        var faults = workshop.faults();
        workshop.close();
        assertThat(faults).isEmpty();
    }

    private UUID draft(Kind kind, RunStatus... statuses) {
        var options = kind == Kind.CANCEL ? Map.<String, Object>of("emails", "keep") : Map.<String, Object>of();
        return await(actions.create(PROJECT, new Order(kind, automation, List.of(statuses), options, "over"), SHOP));
    }

    private BulkAction find(UUID id) {
        return await(BulkActions.find(workshop.store.client(), PROJECT, id)).orElseThrow();
    }

    private int pass(int limit) {
        return await(
                new BulkPass(workshop.store, new Bell(workshop.vertx.eventBus())).once(limit, workshop.clock.now()));
    }

    private List<UUID> runs() {
        return workshop.rows("select id from run order by id").stream()
                .map(row -> row.getUUID("id"))
                .toList();
    }

    @Test
    void a_draft_writes_down_its_runs_and_does_nothing_to_them() {
        UUID id = draft(Kind.CANCEL, RunStatus.RUNNING);
        workshop.send(event("signed.up", "late@example.com"));
        workshop.match();

        assertThat(find(id).status()).isEqualTo(Status.DRAFT);
        assertThat(find(id).items()).isEqualTo(RUNS);
        assertThat(find(id).isWhole()).isTrue();
        assertThat(pass(100)).isZero();
        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(RUNS + 1);
    }

    @Test
    void it_is_worked_through_across_passes_and_counts_what_it_did() {
        UUID id = draft(Kind.CANCEL, RunStatus.RUNNING);
        await(new RunControl(workshop.store)
                .cancel(new RunControl.Target(PROJECT, null, runs().get(0)), new Cancellation(SHOP, null, true)));
        await(actions.start(PROJECT, id));

        assertThat(pass(3)).isEqualTo(3);
        assertThat(find(id).status()).isEqualTo(Status.RUNNING);
        assertThat(pass(100)).isEqualTo(RUNS - 3);

        assertThat(find(id).status()).isEqualTo(Status.COMPLETED);
        assertThat(find(id).counts()).isEqualTo(new Counts(RUNS - 1, 1, 0));
        assertThat(workshop.count("run", "status = 'cancelled'")).isEqualTo(RUNS);
        var told = await(Interventions.of(workshop.store.client(), PROJECT, runs().get(3)));
        assertThat(told.get(0).note()).isEqualTo("over");
        var items = await(BulkActions.items(workshop.store.client(), PROJECT, id, PageRequest.first(100)));
        assertThat(items.items())
                .hasSize(RUNS)
                .allSatisfy(item -> assertThat(item.at()).isNotNull());
    }

    @Test
    void several_nodes_deal_with_each_run_once() {
        UUID id = draft(Kind.CANCEL, RunStatus.RUNNING);
        await(actions.start(PROJECT, id));
        var pass = new BulkPass(workshop.store, new Bell(workshop.vertx.eventBus()));

        var all = await(Future.all(
                pass.once(100, workshop.clock.now()),
                pass.once(100, workshop.clock.now()),
                pass.once(100, workshop.clock.now())));
        pass(100);

        assertThat(all.<Integer>resultAt(0) + all.<Integer>resultAt(1) + all.<Integer>resultAt(2))
                .isEqualTo(RUNS);
        assertThat(find(id).counts()).isEqualTo(new Counts(RUNS, 0, 0));
        assertThat(find(id).status()).isEqualTo(Status.COMPLETED);
        assertThat(workshop.count("run_intervention", "true")).isEqualTo(RUNS);
    }

    @Test
    void an_aborted_one_leaves_the_rest_alone() {
        UUID id = draft(Kind.CANCEL, RunStatus.RUNNING);
        await(actions.start(PROJECT, id));
        pass(2);

        assertThat(await(actions.abort(PROJECT, id))).isTrue();

        assertThat(pass(100)).isZero();
        assertThat(find(id).status()).isEqualTo(Status.ABORTED);
        assertThat(find(id).counts().all()).isEqualTo(2);
        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(RUNS - 2);
        assertThat(await(actions.abort(PROJECT, id))).isFalse();
        assertThat(await(actions.start(PROJECT, id))).isFalse();
    }

    @Test
    void ended_runs_are_retried_and_those_that_live_by_then_are_refused() {
        UUID cancelling = draft(Kind.CANCEL, RunStatus.RUNNING);
        await(actions.start(PROJECT, cancelling));
        pass(100);
        workshop.clock.pass(Duration.ofMinutes(1));
        UUID first = draft(Kind.RETRY, RunStatus.CANCELLED);
        workshop.clock.pass(Duration.ofSeconds(1));
        UUID second = draft(Kind.RETRY, RunStatus.FAILED, RunStatus.CANCELLED);
        await(actions.start(PROJECT, first));
        await(actions.start(PROJECT, second));

        pass(100);
        workshop.resume();

        assertThat(find(first).counts()).isEqualTo(new Counts(RUNS, 0, 0));
        assertThat(find(second).counts()).isEqualTo(new Counts(0, 0, RUNS));
        assertThat(workshop.count("run", "status = 'running'")).isEqualTo(RUNS);
        var item = await(BulkActions.items(workshop.store.client(), PROJECT, second, PageRequest.first(1)));
        assertThat(item.items().get(0).message()).contains("found one that is running");
    }

    @Test
    void drafts_that_nobody_started_are_forgotten() {
        UUID id = draft(Kind.CANCEL, RunStatus.RUNNING);
        workshop.clock.pass(BulkActions.DRAFT_KEPT.plusSeconds(1));

        draft(Kind.CANCEL, RunStatus.RUNNING);

        assertThat(await(BulkActions.find(workshop.store.client(), PROJECT, id)))
                .isEmpty();
        assertThat(workshop.count("bulk_item", "true")).isEqualTo(RUNS);
        workshop.resume();
    }
}
