package onward.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.graph.Blueprint;

/**
 * All that is wrong with a definition, found by the reader that saves and enables go by.
 *
 * @param definition as it was given, to name steps by their keys
 * @param saving what keeps it from being kept, be it as a draft
 * @param enabling what keeps it only from being enabled
 */
record AutomationCheck(Map<String, Object> definition, List<Problem> saving, List<Problem> enabling) {

    /** How many problems are told. */
    static final int TOLD_MAX = 200;

    static AutomationCheck of(Map<String, Object> definition) {
        List<Problem> saving = Blueprint.readDraft(definition).problems();
        List<Problem> enabling = new ArrayList<>(Blueprint.read(definition).problems());
        enabling.removeAll(saving);
        return new AutomationCheck(definition, saving, enabling);
    }

    boolean isValid() {
        return saving.isEmpty() && enabling.isEmpty();
    }

    Map<String, Object> toBody() {
        return Answer.body(
                "object", "validation",
                "valid", isValid(),
                "problems",
                        Stream.concat(told(saving, "saving"), told(enabling, "enabling"))
                                .limit(TOLD_MAX)
                                .toList());
    }

    private Stream<Map<String, Object>> told(List<Problem> problems, String blocks) {
        return GraphProblems.listed(problems, definition).stream().map(problem -> {
            Map<String, Object> told = new LinkedHashMap<>(problem);
            told.put("blocks", blocks);
            return told;
        });
    }
}
