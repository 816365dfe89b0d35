package onward.flow.fact;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What references like {@code event.plan} are looked up in (contract/resend.md 5.3): the payload of the event
 * that started the run, the contact as they are now, and the payloads that earlier waits received.
 *
 * <p>Dots descend into objects; a key that itself contains the rest of the path, dots and all, is preferred.
 *
 * @param contact may be null, all fields of a deleted person are null
 * @param waitEvents by event name; names may contain dots, the longest that fits is taken
 * @param steps by step key what it put out; keys may contain dots, the longest that fits is taken
 * @param now what "in the last 3 days" is counted back from
 */
public record Scope(
        Map<String, Object> event,
        Contact contact,
        Map<String, Map<String, Object>> waitEvents,
        Map<String, Map<String, Object>> steps,
        Instant now) {

    /** The words a path begins with, for a message. */
    public static final String WORDS = "event., contact., wait_events. or steps.";

    private static final List<String> CONTACT_FIELDS =
            List.of("id", "email", "first_name", "last_name", "unsubscribed", "properties", "created_at", "updated_at");

    private static final String EVENT = "event.";
    private static final String CONTACT = "contact.";
    private static final String WAIT_EVENTS = "wait_events.";
    private static final String STEPS = "steps.";

    /** What a run sees whose steps put nothing out. */
    public Scope(Map<String, Object> event, Contact contact, Map<String, Map<String, Object>> waitEvents, Instant now) {
        this(event, contact, waitEvents, Map.of(), now);
    }

    /** The same with another event: what a rule sees that is asked about an event that just came. */
    public Scope withEvent(Map<String, Object> other) {
        return new Scope(other, contact, waitEvents, steps, now);
    }

    /** What stands at a path: present with a value that may be null, or absent. */
    public record Found(boolean isPresent, Object value) {

        static final Found ABSENT = new Found(false, null);

        static Found of(Object value) {
            return new Found(true, value);
        }
    }

    /** True when the text starts with a word that a scope knows and has something after it. */
    public static boolean knows(String path) {
        return isBelow(path, EVENT) || isBelow(path, CONTACT) || isBelow(path, WAIT_EVENTS) || isBelow(path, STEPS);
    }

    private static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix) && path.length() > prefix.length() && !path.endsWith(".");
    }

    /** True when some text inside a plain value is a path to what the run did before: what it received or put out. */
    public static boolean mentionsPast(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(Scope::mentionsPast);
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(Scope::mentionsPast);
        }
        return value instanceof String text && (isBelow(text, WAIT_EVENTS) || isBelow(text, STEPS));
    }

    /** Looks a path up. Fields of a contact are never absent, only null; anything else may be absent. */
    public Found find(String path) {
        if (isBelow(path, EVENT)) {
            return descend(event, path.substring(EVENT.length()));
        }
        if (isBelow(path, CONTACT)) {
            return Found.of(contactField(path.substring(CONTACT.length())));
        }
        if (isBelow(path, WAIT_EVENTS)) {
            return findNamed(waitEvents, path.substring(WAIT_EVENTS.length()));
        }
        return isBelow(path, STEPS) ? findNamed(steps, path.substring(STEPS.length())) : Found.ABSENT;
    }

    private Object contactField(String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? contactValue(path)
                : descend(contactValue(path.substring(0, dot)), path.substring(dot + 1))
                        .value();
    }

    private static Found findNamed(Map<String, Map<String, Object>> named, String rest) {
        return named.keySet().stream()
                .filter(name -> rest.startsWith(name + "."))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .map(name -> descend(named.get(name), rest.substring(name.length() + 1)))
                .orElse(Found.ABSENT);
    }

    /** The value at a dotted path below an object of plain values. */
    public static Found descend(Object start, String path) {
        Object here = start;
        String rest = path;
        while (here instanceof Map<?, ?> fields) {
            if (fields.containsKey(rest)) {
                return Found.of(fields.get(rest));
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return Found.ABSENT;
            }
            here = fields.get(rest.substring(0, dot));
            rest = rest.substring(dot + 1);
        }
        return Found.ABSENT;
    }

    /** All of it as plain values, by the words that paths begin with: what the placeholders of a text are filled from. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event", event);
        map.put("contact", contactFields());
        map.put("wait_events", waitEvents);
        map.put("steps", steps);
        return map;
    }

    /** The contact's fields by the names that references use; empty for a deleted person. */
    public Map<String, Object> contactFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (contact != null) {
            CONTACT_FIELDS.forEach(name -> fields.put(name, contactValue(name)));
        }
        return fields;
    }

    /** Null for a deleted person, and for a name that is none of {@link #CONTACT_FIELDS}. */
    private Object contactValue(String name) {
        if (contact == null) {
            return null;
        }
        return switch (name) {
            case "id" -> contact.id().toString();
            case "email" -> contact.email();
            case "first_name" -> contact.firstName();
            case "last_name" -> contact.lastName();
            case "unsubscribed" -> contact.unsubscribed();
            case "properties" -> contact.properties();
            case "created_at" -> Dates.text(contact.createdAt());
            case "updated_at" -> Dates.text(contact.updatedAt());
            default -> null;
        };
    }
}
