package onward.web.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.table.Drafts;
import onward.store.table.StoredAutomation.Draft;
import onward.web.ui.Visit;

/**
 * What somebody wrote into the editor, as it was sent.
 *
 * @param name as typed, stripped
 * @param text the definition, which may be no JSON at all
 */
record Written(String name, String text) {

    private static final String NAME = "name";

    static Written of(Visit visit) {
        return new Written(visit.field(NAME).strip(), visit.field("definition"));
    }

    /** The definition in plain values, or why it is none. */
    @SuppressWarnings("unchecked")
    Result<Map<String, Object>> definition() {
        try {
            return JsonReader.read(text) instanceof Map<?, ?> map
                    ? Result.of((Map<String, Object>) map)
                    : Result.failed(Problem.invalid("", "Expected a JSON object with steps and connections."));
        } catch (JsonFault fault) {
            return Result.failed(Problem.invalid("", fault.getMessage() + ", at line " + line(fault) + "."));
        }
    }

    private long line(JsonFault fault) {
        return text.chars().limit(fault.position()).filter(c -> c == '\n').count() + 1;
    }

    /** What is to be saved, or everything that is wrong with it. */
    Result<Draft> draft(boolean enabled) {
        Result<Map<String, Object>> definition = definition();
        if (!definition.isOk()) {
            return Result.failed(definition.problems());
        }
        List<Problem> problems = new ArrayList<>(nameProblems(definition.value()));
        Result<Draft> draft = Draft.read(named(definition.value()), enabled, definition.value());
        problems.addAll(draft.problems());
        return problems.isEmpty() ? draft : Result.failed(problems);
    }

    /** The name may stand in the JSON, as the API takes it. */
    private String named(Map<String, Object> definition) {
        return name.isEmpty() && definition.get(NAME) instanceof String inside ? inside.strip() : name;
    }

    /** What is wrong with the name. */
    List<Problem> nameProblems(Map<String, Object> definition) {
        String named = named(definition);
        boolean isFit = !named.isBlank()
                && named.codePointCount(0, named.length()) <= Drafts.NAME_CHARS_MAX
                && named.chars().noneMatch(Character::isISOControl);
        String found = named.isBlank() ? "none." : "another.";
        return isFit
                ? List.of()
                : List.of(Problem.invalid(
                        NAME, "Expected a name of 1 to " + Drafts.NAME_CHARS_MAX + " characters, found " + found));
    }
}
