package onward.app.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import onward.flow.fact.Problem;
import onward.flow.graph.Blueprint;
import onward.store.table.StoredAutomation.Draft;

/**
 * What would make the server as the files say, and everything that stands against it. Nothing is asked of the server but
 * whether it would take the automations.
 */
final class Plan {
    private static final List<String> DEFINITION = List.of("steps", "connections", "entry", "exit");
    private static final int PROBLEMS_TOLD_MAX = 20;

    private final List<Change> changes = new ArrayList<>();
    private final List<Item> extra = new ArrayList<>();
    private final List<String> problems;
    private final Names names = new Names();
    private final Set<String> named = new HashSet<>();

    private Plan(List<String> problems) {
        this.problems = new ArrayList<>(problems);
    }

    /**
     * One thing that is to be made or changed.
     *
     * @param before as the server has it; null for what is to be made
     * @param after as the files have it, in canonical form
     * @param lines what differs, for people
     */
    record Change(Item before, Item after, List<String> lines) {
        boolean isNew() {
            return before == null;
        }
    }

    static Plan of(Wanted wanted, Live live) {
        var plan = new Plan(wanted.problems());
        Map<Item, Item> matches = plan.matches(wanted, live);
        plan.name(wanted, live, matches);
        wanted.items().forEach(item -> plan.compare(item, matches.get(item)));
        live.items().stream()
                .filter(item -> !matches.containsValue(item))
                .map(plan::keyed)
                .forEach(plan.extra::add);
        return plan;
    }

    /** What is to be made or changed, in the order in which that can be done. */
    List<Change> changes() {
        return changes.stream()
                .sorted(Comparator.comparing(change -> change.after().kind()))
                .toList();
    }

    /** What only the server has. */
    List<Item> extra() {
        return extra;
    }

    List<String> problems() {
        return problems;
    }

    Names names() {
        return names;
    }

    /** Whether an automation in the files names it. */
    boolean isNamed(Item item) {
        return named.contains(item.title());
    }

    private Map<Item, Item> matches(Wanted wanted, Live live) {
        Map<Item, Item> matches = new HashMap<>();
        for (Item item : wanted.items()) {
            List<Item> found = live.of(item.kind(), item.key());
            if (found.isEmpty() && item.was() != null) {
                found = live.of(item.kind(), item.was());
            }
            if (found.size() > 1) {
                problems.add(item.place() + ": expected one " + item.title() + " on the server, found " + found.size()
                        + ". Give them names of their own there.");
            } else if (!found.isEmpty()) {
                matches.put(item, found.get(0));
            }
        }
        return matches;
    }

    private void name(Wanted wanted, Live live, Map<Item, Item> matches) {
        live.items().forEach(item -> names.add(item, item.key(), item.id()));
        wanted.items().forEach(item -> {
            Item match = matches.get(item);
            names.add(item, item.key(), match == null ? Names.standIn(item) : match.id());
        });
    }

    private void compare(Item wanted, Item before) {
        Item after = wanted.kind() == Kind.AUTOMATION ? sound(wanted) : wanted;
        Item known = before == null ? null : keyed(before);
        List<String> lines = Difference.of(known, after);
        if (before != null
                && wanted.kind() == Kind.TOPIC
                && !Objects.equals(
                        before.body().get("default_subscription"), after.body().get("default_subscription"))) {
            problems.add(wanted.place() + ": expected the default_subscription that " + wanted.title()
                    + " has, found another. It is given once, when a topic is made.");
        }
        if (before == null || !lines.isEmpty()) {
            changes.add(new Change(known, after, lines));
        }
    }

    /** An automation in canonical form; one that is not sound stays as it is, with problems told. */
    private Item sound(Item wanted) {
        Map<String, Object> resolved = References.renamed(wanted.body(), (kind, name) -> resolved(wanted, kind, name));
        boolean isEnabled = Shape.ENABLED.equals(wanted.body().get("status"));
        var read = isEnabled ? Blueprint.read(definition(resolved)) : Blueprint.readDraft(definition(resolved));
        read.problems().stream()
                .limit(PROBLEMS_TOLD_MAX)
                .forEach(problem -> problems.add(wanted.place() + ": " + words(problem)));
        return read.isOk() ? keyed(wanted.withBody(resolved)) : wanted;
    }

    private static String words(Problem problem) {
        return problem.path().isEmpty() ? problem.message() : "`" + problem.path() + "`: " + problem.message();
    }

    private String resolved(Item automation, Kind kind, String name) {
        named.add(kind.word() + " \"" + names.key(kind, name) + "\"");
        return names.id(kind, name).orElseGet(() -> {
            problems.add(automation.place() + ": expected the key of a " + kind.word()
                    + " that files or server have, found \"" + name + "\".");
            return Names.standIn(automation);
        });
    }

    /** The same, in canonical form, naming other things by their keys. */
    private Item keyed(Item item) {
        if (item.kind() != Kind.AUTOMATION) {
            return item;
        }
        Map<String, Object> body = new LinkedHashMap<>(item.body());
        var read = Draft.read(item.key(), false, definition(item.body()));
        if (read.isOk()) {
            body.keySet().removeAll(DEFINITION);
            DEFINITION.stream()
                    .filter(read.value().definition()::containsKey)
                    .forEach(part ->
                            body.put(part, Plain.of(read.value().definition().get(part))));
        }
        return item.withBody(References.renamed(body, names::key));
    }

    static Map<String, Object> definition(Map<String, Object> body) {
        Map<String, Object> definition = new LinkedHashMap<>(body);
        definition.keySet().retainAll(DEFINITION);
        return definition;
    }

    /** Asks the server whether it would take the automations as they are to be; its problems are added to ours. */
    void check(Remote remote) {
        for (Change change : changes()) {
            if (change.after().kind() == Kind.AUTOMATION && problems.isEmpty()) {
                check(remote, change.after());
            }
        }
    }

    private void check(Remote remote, Item automation) {
        boolean isEnabled = Shape.ENABLED.equals(automation.body().get("status"));
        Map<String, Object> body = References.renamed(definition(automation.body()), names::told);
        body.putIfAbsent("connections", List.of());
        Map<String, Object> answer = remote.post("/automations/validate", body);
        Plain.objects(answer.get("problems")).stream()
                .filter(problem -> isEnabled || "saving".equals(problem.get("blocks")))
                .forEach(problem -> problems.add(automation.place() + ": the server says of `" + problem.get("path")
                        + "`: " + problem.get("message")));
    }
}
