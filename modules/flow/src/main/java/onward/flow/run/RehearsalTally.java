package onward.flow.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;

/** Counts what runs in rehearsal came to. */
final class RehearsalTally {

    private final Automation automation;
    private final Map<String, Map<String, Long>> statuses = new HashMap<>();
    private final Map<String, Map<String, Long>> branches = new HashMap<>();
    private final Map<String, Long> runStatus = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final Map<UUID, Set<UUID>> joined = new TreeMap<>();
    private long runs;

    RehearsalTally(Automation automation) {
        this.automation = automation;
    }

    /** An event that the automation begins with started no run. */
    void refused(String reason) {
        add(refused, reason, 1);
    }

    void joined(UUID segmentId, UUID contactId) {
        joined.computeIfAbsent(segmentId, id -> new HashSet<>()).add(contactId);
    }

    void left(UUID segmentId, UUID contactId) {
        Set<UUID> contacts = joined.get(segmentId);
        if (contacts != null && contacts.remove(contactId) && contacts.isEmpty()) {
            joined.remove(segmentId);
        }
    }

    /** A run counts under one status, and so does each of its steps: what it moves on from is taken back. */
    void count(Run before, Decision decision) {
        if (before.position() == 0) {
            runs++;
        } else {
            add(runStatus, before.status().word(), -1);
        }
        add(runStatus, decision.run().status().word(), 1);
        decision.trail().forEach(entry -> count(before, entry));
        decision.passages().forEach(passage -> add(of(branches, passage.stepKey()), passage.branch(), 1));
    }

    private void count(Run before, TrailEntry entry) {
        Map<String, Long> ofStep = of(statuses, entry.stepKey());
        boolean isResumed = before.resting() && entry.position() == before.position() - 1;
        if (isResumed) {
            add(ofStep, StepStatus.WAITING.word(), -1);
        }
        add(ofStep, entry.status().word(), 1);
    }

    private static Map<String, Long> of(Map<String, Map<String, Long>> counts, String stepKey) {
        return counts.computeIfAbsent(stepKey, key -> new TreeMap<>());
    }

    /** What counts nothing is not listed. */
    private static void add(Map<String, Long> counts, String word, long more) {
        long sum = counts.getOrDefault(word, 0L) + more;
        if (sum == 0) {
            counts.remove(word);
        } else {
            counts.put(word, sum);
        }
    }

    RehearsalReport report(Collection<RehearsalPerson> people) {
        return new RehearsalReport(
                runs,
                new TreeMap<>(runStatus),
                automation.steps().stream().map(this::step).toList(),
                new TreeMap<>(refused),
                sizes(),
                people.stream().filter(person -> person.runs() > 0).count(),
                mailed(people),
                RehearsalAssumptions.of(automation));
    }

    private RehearsalReport.Step step(Node node) {
        return new RehearsalReport.Step(
                node.key(),
                node.type(),
                new TreeMap<>(of(statuses, node.key())),
                inOrder(node.step().branches(), of(branches, node.key())));
    }

    /** As the step lists its branches. */
    private static Map<String, Long> inOrder(List<String> names, Map<String, Long> counts) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        names.stream().filter(counts::containsKey).forEach(name -> ordered.put(name, counts.get(name)));
        ordered.putAll(counts);
        return ordered;
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        joined.forEach((segment, contacts) -> sizes.put(segment.toString(), (long) contacts.size()));
        return sizes;
    }

    /** Who got mail, the worst-hit first; of equals the first in the order of the alphabet. */
    private static List<RehearsalReport.Mailed> mailed(Collection<RehearsalPerson> people) {
        return people.stream()
                .filter(person -> person.mails() > 0)
                .map(person -> new RehearsalReport.Mailed(person.email(), person.contactId(), person.mails()))
                .sorted(Comparator.comparing(RehearsalReport.Mailed::mails, Comparator.reverseOrder())
                        .thenComparing(RehearsalReport.Mailed::key))
                .toList();
    }
}
