package onward.flow.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import onward.flow.fact.ContactPatch;
import onward.flow.fact.Problem;
import onward.flow.fact.Reference;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;

/**
 * Changes the run's contact. Values are plain or references; null clears a name and removes a property. A reference
 * that leads nowhere fails the step; one to null clears a name or property, and is no answer for unsubscribed.
 *
 * @param values by field, those that were given: {@code first_name}, {@code last_name}, {@code unsubscribed}
 * @param properties by key
 */
public record ContactUpdate(Map<String, Object> values, Map<String, Object> properties) implements Step {

    /** How many properties one step may set. */
    public static final int PROPERTIES_MAX = 100;

    /** How long a name may become. */
    public static final int NAME_LENGTH_MAX = 255;

    /** How long the value of a property may become, when it is text. */
    public static final int PROPERTY_LENGTH_MAX = 2_000;

    private static final Pattern PROPERTY_KEY = Pattern.compile("[A-Za-z0-9_]{1,50}");
    private static final List<String> NAMES = List.of("first_name", "last_name");
    private static final String UNSUBSCRIBED = "unsubscribed";
    private static final String PROPERTIES = "properties";

    public static final StepType TYPE = new StepType(
            "contact_update",
            "Changes the contact: its names, whether it is unsubscribed, and its properties.",
            List.of(Outcome.DEFAULT),
            List.of(
                    StepType.Field.optional("first_name", StepType.Kind.VALUE, "The new first name; null clears it."),
                    StepType.Field.optional("last_name", StepType.Kind.VALUE, "The new last name; null clears it."),
                    StepType.Field.optional(
                            "unsubscribed", StepType.Kind.TRUTH, "True: no further mails to this person."),
                    StepType.Field.optional(
                            "properties", StepType.Kind.VARIABLES, "Values by property key; null removes one.")),
            example(),
            ContactUpdate::read);

    private static Map<String, Object> example() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plan", Map.of("var", "event.plan"));
        properties.put("seats", 3L);
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("first_name", Map.of("var", "event.first_name"));
        example.put("properties", properties);
        return example;
    }

    private static Step read(Config config) {
        Map<String, Object> values = new LinkedHashMap<>();
        NAMES.stream().filter(config::isGiven).forEach(name -> values.put(name, name(config, name)));
        if (config.value(UNSUBSCRIBED) != null) {
            values.put(UNSUBSCRIBED, truth(config));
        }
        Map<String, Object> properties = properties(config);
        if (values.isEmpty() && properties.isEmpty()) {
            config.note(Problem.invalid(
                    config.at(""),
                    "Expected at least one of first_name, last_name, unsubscribed and properties, found none."));
        }
        return new ContactUpdate(values, properties);
    }

    private static Object name(Config config, String name) {
        Object value = config.value(name);
        return Reference.isOne(value) || value == null
                ? config.reference(name, value)
                : value instanceof String text && text.length() <= NAME_LENGTH_MAX
                        ? text
                        : refused(config, name, "a text of at most " + NAME_LENGTH_MAX + " characters, null", value);
    }

    private static Object truth(Config config) {
        Object value = config.value(UNSUBSCRIBED);
        return Reference.isOne(value)
                ? config.reference(UNSUBSCRIBED, value)
                : value instanceof Boolean ? value : refused(config, UNSUBSCRIBED, "a boolean", value);
    }

    private static Object refused(Config config, String name, String expected, Object found) {
        return config.note(Problem.invalid(
                config.at(name),
                "Expected " + expected + " or a reference in `" + name + "`, found " + Values.kind(found) + "."));
    }

    private static Map<String, Object> properties(Config config) {
        Config fields = config.object(PROPERTIES);
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.names().forEach(key -> properties.put(key, property(fields, key)));
        if (properties.size() > PROPERTIES_MAX) {
            config.note(Problem.invalid(
                    config.at(PROPERTIES),
                    "Expected at most " + PROPERTIES_MAX + " properties, found " + properties.size() + "."));
        }
        return properties;
    }

    private static Object property(Config fields, String key) {
        Object value = fields.value(key);
        if (!PROPERTY_KEY.matcher(key).matches()) {
            return fields.note(Problem.invalid(
                    fields.at(key), "Expected keys of 1 to 50 ASCII letters, digits and underscores, found another."));
        }
        return Reference.isOne(value)
                ? fields.reference(key, value)
                : isProperty(value) ? value : refused(fields, key, "a text, a number, a boolean, null", value);
    }

    private static boolean isProperty(Object value) {
        return value == null
                || value instanceof Boolean
                || Values.number(value) != null
                || (value instanceof String text && text.length() <= PROPERTY_LENGTH_MAX);
    }

    @Override
    public StepType type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>(values);
        if (!properties.isEmpty()) {
            config.put(PROPERTIES, properties);
        }
        return config;
    }

    @Override
    public boolean needsContactAlone() {
        return true;
    }

    @Override
    public Outcome enter(Context context) {
        Scope scope = context.scope();
        List<String> faults = new ArrayList<>();
        Map<String, Object> found = new LinkedHashMap<>();
        values.forEach((name, value) -> found.put(name, look(name, value, scope, faults)));
        Map<String, Object> set = new LinkedHashMap<>();
        properties.forEach((key, value) -> set.put(key, look(PROPERTIES + "." + key, value, scope, faults)));
        check(found, set, faults);
        return faults.isEmpty()
                ? changed(context, patch(found, set), found, set)
                : Outcome.stop("validation_error", faults.get(0));
    }

    private static Object look(String name, Object value, Scope scope, List<String> faults) {
        Scope.Found found = Reference.resolve(value, scope);
        if (!found.isPresent()) {
            faults.add("Expected a value for `" + name + "`, and `"
                    + Reference.read(value).value().path() + "` has none. Send it with the event.");
        }
        return found.value();
    }

    /** What references led to has to be of the right sort too. */
    private static void check(Map<String, Object> found, Map<String, Object> set, List<String> faults) {
        found.forEach((name, value) -> {
            boolean fits = name.equals(UNSUBSCRIBED)
                    ? value instanceof Boolean
                    : value == null || (value instanceof String text && text.length() <= NAME_LENGTH_MAX);
            if (!fits) {
                faults.add("Expected " + (name.equals(UNSUBSCRIBED) ? "a boolean" : "a short text") + " for `" + name
                        + "`, found " + Values.kind(value) + ".");
            }
        });
        set.forEach((key, value) -> {
            if (!isProperty(value)) {
                faults.add("Expected a short text, a number, a boolean or null for `properties." + key + "`, found "
                        + Values.kind(value) + ".");
            }
        });
    }

    private static ContactPatch patch(Map<String, Object> found, Map<String, Object> set) {
        return new ContactPatch(
                found.containsKey("first_name"),
                (String) found.get("first_name"),
                found.containsKey("last_name"),
                (String) found.get("last_name"),
                (Boolean) found.get(UNSUBSCRIBED),
                set);
    }

    private static Outcome changed(
            Context context, ContactPatch patch, Map<String, Object> found, Map<String, Object> set) {
        var contact = context.facts().contact();
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("contact_id", contact.id().toString());
        output.putAll(found);
        if (!set.isEmpty()) {
            output.put(PROPERTIES, set);
        }
        return new Outcome.Go(Outcome.DEFAULT, output, List.of(new Effect.UpdateContact(contact.id(), patch)));
    }
}
