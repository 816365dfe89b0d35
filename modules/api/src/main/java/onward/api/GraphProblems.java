package onward.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onward.flow.fact.Problem;
import onward.flow.graph.Place;

/**
 * Everything that is wrong with a graph, in one refusal: the message says it in words, and {@code problems} (an
 * addition of ours) lists it for programs, {@code {path, step_key, message}}.
 */
final class GraphProblems {
    /** How many problems one refusal tells. */
    static final int TOLD_MAX = 20;

    private final Map<String, Object> definition;

    private GraphProblems(Map<String, Object> definition) {
        this.definition = definition;
    }

    /** @param definition as it was given, to name steps by their keys */
    static Refusal refusal(List<Problem> problems, Map<String, Object> definition) {
        return new GraphProblems(definition).refusal(problems);
    }

    /** The same as a list for programs, whole. */
    static List<Map<String, Object>> listed(List<Problem> problems, Map<String, Object> definition) {
        var graph = new GraphProblems(definition);
        return problems.stream().map(graph::listed).toList();
    }

    private Refusal refusal(List<Problem> problems) {
        List<Problem> told = problems.stream().limit(TOLD_MAX).toList();
        String words = told.stream().map(this::words).collect(Collectors.joining(" "));
        int left = problems.size() - told.size();
        String message = problems.size() == 1
                ? words
                : problems.size() + " problems: " + words + (left > 0 ? " And " + left + " more." : "");
        return new Refusal(
                422,
                "validation_error",
                message,
                told.stream().map(this::listed).toList());
    }

    private String words(Problem problem) {
        String key = stepKey(problem);
        String place = key == null ? "" : " (step `" + key + "`)";
        boolean saysWhere = problem.path().isEmpty();
        return saysWhere ? problem.message() : "`" + problem.path() + "`" + place + ": " + problem.message();
    }

    private Map<String, Object> listed(Problem problem) {
        return Answer.body("path", problem.path(), "step_key", stepKey(problem), "message", problem.message());
    }

    /** The key of the step that a path leads into; null when it leads into none, or that one has no key. */
    private String stepKey(Problem problem) {
        return Place.of(problem.path()).stepKey(definition).orElse(null);
    }
}
