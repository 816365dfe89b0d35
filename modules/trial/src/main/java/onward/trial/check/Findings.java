package onward.trial.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checks found: violations, and figures for the report. */
public final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();
    private final List<Long> latenessMillis = new ArrayList<>();
    private final Map<String, Long> figures = new TreeMap<>();

    void violated(String invariant, String id, String text) {
        violations.add(new Violation(invariant, id, text));
    }

    void duplicate(String proof) {
        duplicates.add(proof);
    }

    void late(long millis) {
        latenessMillis.add(millis);
    }

    void count(String figure, long more) {
        figures.merge(figure, more, Long::sum);
    }

    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** Mails that were accepted once more, each with the fault that hid the first reply. */
    public List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    public long figure(String name) {
        return figures.getOrDefault(name, 0L);
    }

    public Map<String, Long> figures() {
        return Map.copyOf(figures);
    }

    /** How late timers were, in milliseconds: the given hundredth of them was later than this. */
    public long latenessMillis(int percent) {
        if (latenessMillis.isEmpty()) {
            return 0;
        }
        List<Long> sorted = latenessMillis.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
