package onward.flow.explain;

import java.util.List;

/**
 * Why a mail came or did not.
 *
 * @param verdict the decision that settled it, one of the decisions
 * @param sentence the verdict with whom and what it is about, in plain words
 * @param decisions all of them, in the order in which they were made, also those that went well
 */
public record Explanation(Reason verdict, String sentence, List<Reason> decisions) {

    public Explanation {
        decisions = List.copyOf(decisions);
    }

    static Explanation of(Findings facts, Reason verdict, List<Reason> decisions) {
        return new Explanation(verdict, sentence(facts, verdict), decisions);
    }

    private static String sentence(Findings facts, Reason verdict) {
        String person = facts.person().name();
        String mail = facts.plan().title();
        return switch (verdict.code().tone()) {
            case NEVER -> person + " did not get " + mail + ": " + verdict.clause() + ".";
            case NOT_YET -> person + " has not got " + mail + " yet: " + verdict.clause() + ".";
            case DONE -> verdict.sentence();
        };
    }
}
