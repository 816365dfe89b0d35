package onward.engine;

import static onward.engine.Workshop.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import onward.bus.Ingested;
import onward.flow.model.Happening;
import onward.flow.model.Scenario;

/**
 * Plays scenarios of the model through the passes of the engine, on a real database and by a clock moved by hand: each
 * in a project of its own, all at once.
 */
final class DatabaseWorld {
    private static final Duration BEFORE = Duration.ofHours(1);
    private static final String EMPTY =
            "truncate project, contact, event, unmatched_event, run, trail, envelope, outbox, automation, "
                    + "automation_version, enablement, template, open_wait, signal, event_interest, run_entry, entry_refusal, "
                    + "segment cascade";

    private final Workshop workshop;
    private final List<Pass> nodes;
    private final List<Tenant> tenants;
    private final Set<UUID> refused = new HashSet<>();
    private Instant last = Instant.MIN;

    /**
     * Empties the database and lets the scenarios move in.
     *
     * @param nodes each with both passes; they work at the same time
     * @param scenarios with ids of their own
     */
    DatabaseWorld(Workshop workshop, List<Pass> nodes, List<Scenario> scenarios) {
        this.workshop = workshop;
        this.nodes = nodes;
        this.tenants = IntStream.range(0, scenarios.size())
                .mapToObj(i -> new Tenant(new UUID(7, i), scenarios.get(i)))
                .toList();
        workshop.clock.turnTo(earliest().minus(BEFORE));
        workshop.rows(EMPTY);
        await(workshop.store.transaction(tx -> Future.all(tenants.stream()
                .map(tenant -> tenant.moveIn(tx, workshop.clock.now(), workshop.ids))
                .toList())));
    }

    private Instant earliest() {
        return tenants.stream()
                .flatMap(tenant -> tenant.scenario().happenings().stream())
                .map(Happening::receivedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Whose the scenario of that number is. */
    UUID project(int number) {
        return tenants.get(number).project();
    }

    /** Events that were not accepted, because their contact was not there any more. */
    Set<UUID> refused() {
        return refused;
    }

    /** Takes in what happened since the last act, each at its instant; then lets the nodes work until nothing moves. */
    void act(Instant now) {
        tenants.stream()
                .flatMap(tenant -> tenant.scenario().happenings().stream())
                .map(Happening::receivedAt)
                .filter(instant -> instant.isAfter(last) && !instant.isAfter(now))
                .distinct()
                .sorted()
                .forEach(this::receive);
        last = now;
        workshop.clock.turnTo(now);
        while (hasMoved(now)) {
            // Until every node finds nothing.
        }
    }

    private void receive(Instant instant) {
        workshop.clock.turnTo(instant);
        var receipts = new ArrayList<Future<?>>();
        for (Tenant tenant : tenants) {
            tenant.scenario().happenings().stream()
                    .filter(happening -> happening.receivedAt().equals(instant))
                    .forEach(happening -> receipts.add(receive(tenant, happening)));
        }
        await(Future.all(receipts));
    }

    /** The event gets the id that it has in the scenario. */
    private Future<?> receive(Tenant tenant, Happening happening) {
        return new Ingest(workshop.store, now -> happening.id())
                .accept(List.of(tenant.event(happening)))
                .onSuccess(answers -> {
                    if (answers.get(0) instanceof Ingested.Refused) {
                        refused.add(happening.id());
                    }
                });
    }

    private boolean hasMoved(Instant now) {
        var passes =
                nodes.stream().map(node -> node.once(Integer.MAX_VALUE, now)).toList();
        return await(Future.all(passes)).<Integer>list().stream().anyMatch(moved -> moved > 0);
    }
}
