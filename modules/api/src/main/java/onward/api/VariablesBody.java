package onward.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Ids;
import onward.flow.message.Template;
import onward.store.table.TemplateVariables;

/** Reads the shape of the variables that a template is to declare; what they mean is checked with the template. */
final class VariablesBody {
    /** How long a key or a type may be before it is looked at. */
    private static final int KEY_CHARS_MAX = 255;

    private VariablesBody() {}

    /** The list of the request, or null when it has none. */
    static List<Map<String, Object>> read(Fields fields, List<Map<String, Object>> before, Instant now, Ids ids) {
        List<Object> items = fields.optionalList("variables", 0, Template.VARIABLES_MAX);
        if (items == null) {
            return null;
        }
        List<Template.Variable> variables = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            variables.add(variable(fields.inside("variables[" + i + "]", items.get(i))));
        }
        return TemplateVariables.of(variables, before, now, ids);
    }

    private static Template.Variable variable(Fields item) {
        return new Template.Variable(
                item.string("key", 1, KEY_CHARS_MAX),
                item.string("type", 1, KEY_CHARS_MAX),
                item.raw("fallback_value"));
    }
}
