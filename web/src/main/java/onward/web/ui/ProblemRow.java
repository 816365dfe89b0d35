package onward.web.ui;

import java.util.List;
import onward.flow.fact.Problem;

/**
 * Something that is wrong with a form.
 *
 * @param field where; empty when it is about the whole
 */
public record ProblemRow(String field, String words) {
    public static List<ProblemRow> of(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new ProblemRow(problem.path(), problem.message()))
                .toList();
    }
}
