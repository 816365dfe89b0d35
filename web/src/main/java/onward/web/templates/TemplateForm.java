package onward.web.templates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.message.Template;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import onward.store.table.TemplateDraft;
import onward.store.table.TemplateText;
import onward.store.table.TemplateVariables;
import onward.web.templates.TemplateView.Typed;
import onward.web.templates.TemplateView.VariableRow;
import onward.web.ui.Visit;

/**
 * What somebody typed into the form of a template: read to a draft, which is checked as the API checks one. A variable
 * is three fields that stand in one line, so the fields of a name come in the order of the lines.
 *
 * @param variables those with a key, as they were typed
 * @param problems values that cannot be read as the type that was chosen for them
 */
record TemplateForm(Typed typed, List<Template.Variable> variables, List<Problem> problems) {
    /** Empty lines for more variables; without script, saving gives new ones. */
    private static final int SPARE_ROWS = 2;

    private static final List<String> STRUCTURED = List.of("object", "list");

    static TemplateForm read(Visit visit) {
        List<VariableRow> rows =
                rows(visit.fields("variable_key"), visit.fields("variable_type"), visit.fields("variable_fallback"));
        List<Problem> problems = new ArrayList<>();
        List<Template.Variable> variables = new ArrayList<>();
        for (VariableRow row : rows) {
            variables.add(new Template.Variable(row.key(), row.type(), fallback(row, problems)));
        }
        var typed = new Typed(
                visit.field("name").strip(),
                visit.field("alias").strip(),
                visit.field("from").strip(),
                visit.field("subject"),
                visit.field("reply_to").strip(),
                visit.field("html"),
                visit.field("text"),
                withSpares(rows));
        return new TemplateForm(typed, variables, problems);
    }

    /** Lines without a key are nothing. */
    private static List<VariableRow> rows(List<String> keys, List<String> types, List<String> fallbacks) {
        List<VariableRow> rows = new ArrayList<>();
        int lines = Math.min(keys.size(), Math.min(types.size(), fallbacks.size()));
        for (int i = 0; i < lines; i++) {
            String key = keys.get(i).strip();
            if (!key.isEmpty()) {
                rows.add(new VariableRow(rows.size() + 1, key, types.get(i), fallbacks.get(i)));
            }
        }
        return rows;
    }

    /** Nothing typed is no fallback. */
    private static Object fallback(VariableRow row, List<Problem> problems) {
        String text = row.fallback();
        if (text.isEmpty() || row.type().equals("string")) {
            return text.isEmpty() ? null : text;
        }
        try {
            return JsonReader.read(text.strip());
        } catch (JsonFault fault) {
            String expected = STRUCTURED.contains(row.type()) ? "JSON" : "a " + row.type();
            problems.add(Problem.invalid(
                    "variables[" + (row.number() - 1) + "].fallback_value",
                    "Expected the fallback of variable '" + row.key() + "' to be " + expected + ", found other text."));
            return null;
        }
    }

    /** What a template is now. */
    static Typed of(TemplateDraft draft) {
        TemplateText text = draft.text();
        List<VariableRow> rows = new ArrayList<>();
        for (Template.Variable variable : draft.variables()) {
            rows.add(new VariableRow(rows.size() + 1, variable.key(), variable.type(), words(variable.fallback())));
        }
        return new Typed(
                orEmpty(draft.name()),
                orEmpty(draft.alias()),
                orEmpty(text.sender()),
                orEmpty(text.subject()),
                String.join(", ", text.replyTo()),
                orEmpty(text.html()),
                orEmpty(text.text()),
                withSpares(rows));
    }

    private static String words(Object fallback) {
        return fallback == null ? "" : fallback instanceof String text ? text : JsonWriter.write(fallback);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static List<VariableRow> withSpares(List<VariableRow> rows) {
        List<VariableRow> all = new ArrayList<>(rows);
        for (int i = 0; i < SPARE_ROWS && all.size() < Template.VARIABLES_MAX; i++) {
            all.add(new VariableRow(all.size() + 1, "", "string", ""));
        }
        return all;
    }

    /** The draft that the form means; a field that was left empty is not there. @param before gives known variables */
    TemplateDraft draft(List<Map<String, Object>> before, Instant now, Ids ids) {
        return new TemplateDraft(
                typed.name(),
                orNull(typed.alias()),
                new TemplateText(
                        orNull(typed.from()),
                        orNull(typed.subject()),
                        replyTo(),
                        typed.html(),
                        orNull(typed.text()),
                        TemplateVariables.of(variables, before, now, ids)));
    }

    private List<String> replyTo() {
        return Arrays.stream(typed.replyTo().split("[,\n]"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
