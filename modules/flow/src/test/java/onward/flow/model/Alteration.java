package onward.flow.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a contact_update makes of somebody (contract/resend.md 4.2). */
final class Alteration {

    private Alteration() {}

    /** The person afterwards; null when a reference leads nowhere, or to a value of the wrong sort. */
    static Person of(Map<String, Object> config, Person person, Sight sight) {
        Object first = value(config, "first_name", person.firstName(), sight);
        Object last = value(config, "last_name", person.lastName(), sight);
        boolean isKept = config.get("unsubscribed") == null;
        Object unsubscribed = isKept ? person.unsubscribed() : sight.resolve(config.get("unsubscribed"));
        Map<String, Object> properties = properties(Chart.object(config, "properties"), person, sight);
        boolean fits = isName(first) && isName(last) && unsubscribed instanceof Boolean && properties != null;
        return fits
                ? new Person(
                        person.id(), person.email(), (String) first, (String) last, (Boolean) unsubscribed, properties)
                : null;
    }

    private static Object value(Map<String, Object> config, String name, Object before, Sight sight) {
        return config.containsKey(name) ? sight.resolve(config.get(name)) : before;
    }

    private static boolean isName(Object value) {
        return value == null || value instanceof String;
    }

    private static Map<String, Object> properties(Map<String, Object> changes, Person person, Sight sight) {
        Map<String, Object> after = new LinkedHashMap<>(person.properties());
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            Object value = sight.resolve(change.getValue());
            if (value == null) {
                after.remove(change.getKey());
            } else if (Sight.isScalar(value)) {
                after.put(change.getKey(), value);
            } else {
                return null;
            }
        }
        return after;
    }
}
