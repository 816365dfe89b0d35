package onward.api;

import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.table.ContactProperties;
import onward.store.table.ImportPlan;

/** Reads the fields of a form that says what is to become of a file of contacts (contract/resend.md 9.2). */
final class ImportBody {
    /** How long the name of a column may be. */
    static final int COLUMN_CHARS_MAX = 255;

    /** What may become of a record whose contact there is. The first is what happens when nothing is said. */
    static final List<String> ON_CONFLICT = List.of("skip", "upsert");

    private static final List<String> FIELDS = List.of("email", "first_name", "last_name", "unsubscribed");
    private static final List<String> JSON_FIELDS = List.of("column_map", "segments", "topics");

    /** The plan and what the contacts are tied to; refused when the form makes no sense. */
    record Read(ImportPlan plan, ContactTies ties) {}

    private ImportBody() {}

    static Read read(MultiMap form) {
        Fields fields = new Fields(values(form));
        String onConflict = fields.optionalOneOf("on_conflict", ON_CONFLICT);
        ContactTies ties = ContactTies.read(fields);
        Map<String, Object> map = fields.optionalMap("column_map");
        Map<String, String> columns = columns(fields, map);
        Map<String, ImportPlan.Property> properties = properties(fields, map);
        fields.check();
        var plan = new ImportPlan(columns, properties, "upsert".equals(onConflict), ties.segments(), ties.topics());
        return new Read(plan, ties);
    }

    private static Map<String, Object> values(MultiMap form) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : JSON_FIELDS) {
            String text = form.get(name);
            if (text != null && !text.isBlank()) {
                values.put(name, json(name, text));
            }
        }
        String onConflict = form.get("on_conflict");
        if (onConflict != null && !onConflict.isBlank()) {
            values.put("on_conflict", onConflict);
        }
        return values;
    }

    private static Object json(String name, String text) {
        try {
            return JsonReader.read(text);
        } catch (JsonFault e) {
            throw NativeErrors.validation("Expected JSON in `" + name + "`, found other text: " + e.getMessage());
        }
    }

    /** Without a map each field is in the column of its own name; with one, what it leaves out is not imported. */
    private static Map<String, String> columns(Fields fields, Map<String, Object> map) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (map == null) {
            FIELDS.forEach(name -> columns.put(name, name));
            return columns;
        }
        Fields given = fields.inside("column_map", map);
        for (String name : FIELDS) {
            String column = given.optionalString(name, 1, COLUMN_CHARS_MAX);
            if (column != null) {
                columns.put(name, column);
            }
        }
        columns.putIfAbsent("email", "email");
        return columns;
    }

    private static Map<String, ImportPlan.Property> properties(Fields fields, Map<String, Object> map) {
        Map<String, ImportPlan.Property> properties = new LinkedHashMap<>();
        Map<String, Object> given =
                map == null ? null : fields.inside("column_map", map).optionalMap("properties");
        if (given == null) {
            return properties;
        }
        if (given.size() > ContactBody.PROPERTIES_MAX) {
            fields.invalid(
                    "column_map.properties",
                    "Expected at most " + ContactBody.PROPERTIES_MAX + " properties, found " + given.size());
        }
        given.forEach((key, value) -> properties.put(key, property(fields, key, value)));
        return properties;
    }

    private static ImportPlan.Property property(Fields fields, String key, Object value) {
        if (!ContactBody.isPropertyKey(key)) {
            fields.invalid(
                    "column_map.properties",
                    "Expected keys of 1 to 50 ASCII letters, digits and underscores, found another key");
        }
        Fields one = fields.inside("column_map.properties." + key, value);
        String type = one.optionalOneOf("type", ContactPropertyResource.TYPES);
        return new ImportPlan.Property(
                one.string("column", 1, COLUMN_CHARS_MAX), type == null ? ContactProperties.STRING : type);
    }
}
