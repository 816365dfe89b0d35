package onward.flow.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.graph.Automation;

/** What is wrong with how a scenario was played; null when nothing is. */
final class Verdicts {

    private Verdicts() {}

    /** Whether model and machine tell two stories, of a server that is never late or of one that is. */
    static String disagreement(Scenario scenario) {
        List<Automation> automations = World.read(scenario);
        return Stream.of(Pace.PROMPT, new Pace(scenario.lateActs()))
                .flatMap(pace -> Stream.ofNullable(disagreement(scenario, automations, pace)))
                .findFirst()
                .orElse(null);
    }

    /** Stops where they do not agree on what is due next. */
    private static String disagreement(Scenario scenario, List<Automation> automations, Pace pace) {
        Model model = new Model(scenario);
        World world = new World(scenario, automations);
        Instant now = pace.next(scenario, Instant.MIN, null);
        while (now != null) {
            model.act(now);
            try {
                world.act(now);
            } catch (AssertionError breach) {
                return "A law was broken at " + now + " of " + pace + ": " + breach.getMessage();
            }
            if (!model.account().equals(world.account())) {
                return told(
                        "At " + now + " of " + pace + " the model tells",
                        model.account(),
                        "and the machine",
                        world.account());
            }
            now = pace.next(scenario, now, model.nextDue());
        }
        return runs(scenario) == model.account().stories().size() ? null : "Expected a run for every match.";
    }

    private static long runs(Scenario scenario) {
        List<Chart> charts = scenario.drawings().stream().map(Chart::new).toList();
        return scenario.happenings().stream()
                .mapToLong(happening -> charts.stream()
                        .filter(chart -> chart.triggerEvent().equals(happening.name()))
                        .count())
                .sum();
    }

    /** Whether it matters to the runs that the server is late; and whether model and machine disagree. */
    static String lateness(Scenario scenario) {
        Instant end = scenario.lateActs().get(scenario.lateActs().size() - 1);
        List<Automation> automations = World.read(scenario);
        Account prompt = Server.play(new World(scenario, automations), scenario, Pace.PROMPT);
        for (Pace pace : List.of(new Pace(scenario.lateActs()), new Pace(List.of(end)))) {
            Account late = Server.play(new World(scenario, automations), scenario, pace);
            if (!timeless(late).equals(timeless(prompt))) {
                return told("Acting at once", prompt, "acting at " + pace, late);
            }
        }
        return disagreement(scenario);
    }

    private static List<Story> timeless(Account account) {
        return account.stories().stream().map(Story::withoutInstants).collect(Collectors.toList());
    }

    private static String told(String one, Account first, String other, Account second) {
        return one + "\n" + Dump.of(first) + other + "\n" + Dump.of(second);
    }
}
