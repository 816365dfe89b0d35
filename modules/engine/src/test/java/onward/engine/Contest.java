package onward.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.model.Account;
import onward.flow.model.Dump;
import onward.flow.model.Model;
import onward.flow.model.Pace;
import onward.flow.model.Scenario;

/** Plays scenarios on the model and on the engine side by side, and finds the first on which they disagree. */
final class Contest {
    private final Workshop workshop;
    private final List<Pass> nodes;
    private final DatabaseRecords records;
    private final DatabaseLaws laws;

    Contest(Workshop workshop, List<Pass> nodes) {
        this.workshop = workshop;
        this.nodes = nodes;
        this.records = new DatabaseRecords(workshop);
        this.laws = new DatabaseLaws(workshop);
    }

    /** A scenario, and what is wrong with how it was played. */
    record Dispute(Scenario scenario, String text) {}

    /** The first dispute, if there is one; scenarios have ids of their own, and what is foretold of them is certain. */
    Optional<Dispute> play(List<Scenario> scenarios, Pace pace) {
        if (scenarios.isEmpty()) {
            return Optional.empty();
        }
        var models = scenarios.stream().map(Model::new).toList();
        var world = new DatabaseWorld(workshop, nodes, scenarios);
        Instant now = next(scenarios, models, pace, Instant.MIN);
        while (now != null) {
            for (Model model : models) {
                model.act(now);
            }
            world.act(now);
            var dispute = disputeAt(now, scenarios, models, world);
            if (dispute.isPresent()) {
                return dispute;
            }
            now = next(scenarios, models, pace, now);
        }
        return disputeAtTheEnd(scenarios, pace, world);
    }

    /** Who acts more often than a scenario asks for changes nothing about it. */
    private static Instant next(List<Scenario> scenarios, List<Model> models, Pace pace, Instant last) {
        var moments = new ArrayList<Instant>();
        for (int i = 0; i < models.size(); i++) {
            moments.add(pace.next(scenarios.get(i), last, models.get(i).nextDue()));
        }
        return moments.stream().filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }

    private Optional<Dispute> disputeAt(
            Instant now, List<Scenario> scenarios, List<Model> models, DatabaseWorld world) {
        Map<UUID, List<String>> breaches = laws.breaches(now);
        Map<UUID, Instant> due = records.nextDue();
        for (int i = 0; i < scenarios.size(); i++) {
            UUID project = world.project(i);
            if (breaches.containsKey(project)) {
                return dispute(scenarios.get(i), "At " + now + " laws are broken: " + breaches.get(project));
            }
            if (!Objects.equals(due.get(project), models.get(i).nextDue())) {
                return told(
                        "At " + now + " the model tells",
                        scenarios.get(i),
                        models.get(i).account(),
                        records.account(project, scenarios.get(i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Dispute> dispute(Scenario scenario, String text) {
        return Optional.of(new Dispute(scenario, text));
    }

    private static Optional<Dispute> told(String who, Scenario scenario, Account model, Account engine) {
        return dispute(scenario, who + "\n" + Dump.of(model) + "and the engine\n" + Dump.of(engine));
    }

    private Optional<Dispute> disputeAtTheEnd(List<Scenario> scenarios, Pace pace, DatabaseWorld world) {
        for (int i = 0; i < scenarios.size(); i++) {
            Scenario scenario = scenarios.get(i);
            Set<UUID> refused = new HashSet<>(world.refused());
            refused.addAll(records.refused(world.project(i)));
            Foretold foretold = Foretold.of(scenario, pace).without(refused);
            Account engine = records.account(world.project(i), scenario);
            if (!foretold.isTrue(engine)) {
                return told(
                        "In the end, acting at " + pace + ", the model tells", scenario, foretold.account(), engine);
            }
        }
        return Optional.empty();
    }
}
