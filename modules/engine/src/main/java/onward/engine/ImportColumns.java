package onward.engine;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.message.Address;
import onward.store.table.ContactProperties;
import onward.store.table.ImportPlan;
import onward.store.table.Imports;

/** Reads records of a file of contacts by the names in its header. An empty cell says nothing. */
final class ImportColumns {
    /** How long a name may be. */
    static final int NAME_CHARS_MAX = 255;
    /** How long a property may be. */
    static final int PROPERTY_CHARS_MAX = 2_000;

    private static final Set<String> YES = Set.of("true", "1", "yes");
    private static final Set<String> NO = Set.of("false", "0", "no");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

    private final ImportPlan plan;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private ImportColumns(ImportPlan plan) {
        this.plan = plan;
    }

    /** The columns of a header; a problem when one that the plan names is not there. */
    static Result<ImportColumns> of(ImportPlan plan, List<String> header) {
        var columns = new ImportColumns(plan);
        for (int i = 0; header != null && i < header.size(); i++) {
            columns.places.putIfAbsent(header.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        return plan.columns().containsKey("email")
                        && columns.place(plan.columns().get("email")) >= 0
                ? Result.of(columns)
                : Result.failed(Problem.invalid(
                        "email", "Expected a column with email addresses in the file's header, found none."));
    }

    private int place(String column) {
        return column == null ? -1 : places.getOrDefault(column.strip().toLowerCase(Locale.ROOT), -1);
    }

    /** What a record says; a problem when it says something that no contact can have. */
    Result<Imports.Entry> entry(List<String> fields, UUID id) {
        if (fields == null) {
            return refused("email", "Expected text in UTF-8 with a bounded number of fields, found other bytes");
        }
        String email = cell(fields, plan.columns().get("email"));
        Result<Address> address = Address.readBare(email == null ? "" : email);
        if (!address.isOk()) {
            return refused("email", "Expected an email address in the record, found none");
        }
        String firstName = cell(fields, plan.columns().get("first_name"));
        String lastName = cell(fields, plan.columns().get("last_name"));
        if (!fits(firstName, NAME_CHARS_MAX) || !fits(lastName, NAME_CHARS_MAX)) {
            return refused("name", "Expected names of at most " + NAME_CHARS_MAX + " characters, found other text");
        }
        String unsubscribed = cell(fields, plan.columns().get("unsubscribed"));
        if (unsubscribed != null && truth(unsubscribed) == null) {
            return refused("unsubscribed", "Expected true or false for unsubscribed, found other text");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        for (var property : plan.properties().entrySet()) {
            String text = cell(fields, property.getValue().column());
            Object value = text == null ? null : value(text, property.getValue().type());
            if (text != null && value == null) {
                return refused(
                        "properties",
                        "Expected a " + property.getValue().type() + " for property " + property.getKey()
                                + ", found other text");
            }
            if (value != null) {
                properties.put(property.getKey(), value);
            }
        }
        String bare = address.value().email();
        return Result.of(new Imports.Entry(
                id,
                bare,
                Address.key(bare),
                firstName,
                lastName,
                unsubscribed == null ? null : truth(unsubscribed),
                properties));
    }

    private static Result<Imports.Entry> refused(String field, String message) {
        return Result.failed(Problem.invalid(field, message + ". The record was left out."));
    }

    private String cell(List<String> fields, String column) {
        int place = place(column);
        String text = place >= 0 && place < fields.size() ? fields.get(place).strip() : "";
        return text.isEmpty() ? null : text;
    }

    private static boolean fits(String text, int max) {
        return text == null || (text.codePointCount(0, text.length()) <= max && text.indexOf('\0') < 0);
    }

    private static Boolean truth(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return YES.contains(word) ? (Boolean) true : NO.contains(word) ? (Boolean) false : null;
    }

    private static Object value(String text, String type) {
        if (type.equals(ContactProperties.NUMBER)) {
            return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
        }
        return fits(text, PROPERTY_CHARS_MAX) ? text : null;
    }
}
