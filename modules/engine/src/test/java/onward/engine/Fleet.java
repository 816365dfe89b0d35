package onward.engine;

import java.util.List;
import onward.bus.Bell;
import onward.flow.model.Flavor;

/**
 * Nodes that work on one database at the same time.
 *
 * @param batches for each node how many rows it looks at in one pass; the fewer, the more often nodes meet
 * @param flavors of cases whose outcome does not depend on which node is faster
 */
record Fleet(String name, List<Integer> batches, List<Flavor> flavors) {
    static final Fleet ONE_NODE = new Fleet("one node", List.of(500), List.of(Flavor.FULL, Flavor.GUARDED_CROWD));

    /** Whom an entry rule lets in depends on it, and whether a run that is due when an exit ends it goes on before. */
    static final Fleet TWO_NODES = new Fleet(
            "two nodes",
            List.of(2, 5),
            List.of(Flavor.HURRIED_CROWD, Flavor.HURRIED_LONER, Flavor.UNHURRIED_CROWD, Flavor.UNHURRIED_LONER));

    private static final int VERSIONS = 20;

    /** Each with both passes and what it remembers. */
    List<Pass> nodes(Workshop workshop) {
        var bell = new Bell(workshop.vertx.eventBus());
        return batches.stream()
                .map(batch -> new EngineSettings(null, "onward.example", batch, batch, batch, VERSIONS, 1, 1))
                .map(settings -> RunnerVerticle.pass(workshop.store, bell, settings))
                .toList();
    }

    /** The flavors by turns. */
    Flavor flavor(long seed) {
        return flavors.get((int) Math.floorMod(seed, (long) flavors.size()));
    }
}
