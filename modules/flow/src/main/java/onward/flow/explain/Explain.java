package onward.flow.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an explanation of what was found: the first of its parts that settles the matter has the last word. */
public final class Explain {
    private Explain() {}

    /** Always comes to a verdict, if only to the one that details are no longer kept. */
    public static Explanation of(Findings facts, Instant now) {
        List<Reason> decisions = new ArrayList<>();
        Reason verdict = settled(new Arrivals(facts).decide(), decisions)
                .or(() -> settled(new Entries(facts).decide(), decisions))
                .orElseGet(() -> Journey.of(facts, now, decisions));
        return Explanation.of(facts, verdict, decisions);
    }

    /** What one part came to: the decisions on its way, the last of which settles the matter, or does not. */
    record Part(List<Reason> decisions, boolean isSettled) {

        /** Nothing is in the way. */
        static Part goesOn(List<Reason> decisions) {
            return new Part(decisions, false);
        }

        static Part settledBy(List<Reason> before, Reason last) {
            List<Reason> all = new ArrayList<>(before);
            all.add(last);
            return new Part(all, true);
        }
    }

    private static Optional<Reason> settled(Part part, List<Reason> decisions) {
        decisions.addAll(part.decisions());
        return part.isSettled() ? Optional.of(decisions.get(decisions.size() - 1)) : Optional.empty();
    }
}
