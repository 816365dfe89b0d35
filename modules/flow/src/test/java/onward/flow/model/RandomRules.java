package onward.flow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.Sample;

/** Random rules and references, over fields that are mostly there. */
final class RandomRules {

    private static final List<String> EVENT_FIELDS =
            List.of("total", "total", "plan", "plan", "order", "ok", "tags", "address.city");
    private static final List<String> CONTACT_FIELDS =
            List.of("first_name", "last_name", "unsubscribed", "properties.plan", "properties.seats", "email");
    private static final List<String> OUTPUTS = List.of("result", "branch", "outcome", "event_name");

    private final Dice dice;
    private final Flavor flavor;
    private final List<String> stepKeys = new ArrayList<>();

    RandomRules(Dice dice, Flavor flavor) {
        this.dice = dice;
        this.flavor = flavor;
    }

    void remember(String stepKey) {
        stepKeys.add(stepKey);
    }

    /** A rule over all that a run sees. */
    Map<String, Object> rule() {
        return tree(2, false);
    }

    /** A rule over the event that comes in. */
    Map<String, Object> filter() {
        return tree(1, true);
    }

    private Map<String, Object> tree(int depth, boolean isFilter) {
        if (depth == 0 || dice.happens(60)) {
            return leaf(isFilter ? eventPath() : path());
        }
        List<Object> rules = new ArrayList<>();
        for (int i = dice.from(1, 3); i > 0; i--) {
            rules.add(tree(depth - 1, isFilter));
        }
        return Sample.map("type", dice.oneOf("and", "or"), "rules", rules);
    }

    private String eventPath() {
        return "event." + (dice.happens(97) ? dice.oneOf(EVENT_FIELDS) : "absent");
    }

    /** A path that may lead to something when a run comes to it, or not. */
    private String path() {
        int number = dice.from(1, 100);
        if (number <= 15) {
            return "wait_events." + dice.oneOf(Vocabulary.NAMES) + "." + dice.oneOf(EVENT_FIELDS);
        }
        if (number <= 32 && !stepKeys.isEmpty()) {
            return "steps." + dice.oneOf(stepKeys) + "." + dice.oneOf(OUTPUTS);
        }
        return number <= 55 && flavor.seesPeople ? "contact." + dice.oneOf(CONTACT_FIELDS) : eventPath();
    }

    /** What may well be missing is mostly asked for first. */
    private Map<String, Object> leaf(String path) {
        boolean isDoubtful = path.startsWith("wait_events.") || path.startsWith("steps.");
        Map<String, Object> compare = compare(path);
        return isDoubtful && dice.happens(80)
                ? Sample.map("type", "and", "rules", List.of(compare(path, "exists", null), compare))
                : compare;
    }

    private Map<String, Object> compare(String path) {
        if (dice.happens(10)) {
            return compare(path, dice.oneOf("exists", "is_empty", "is_not_empty"), null);
        }
        if (path.endsWith("total") && dice.happens(70)) {
            return compare(path, dice.oneOf("gt", "gte", "lt", "lte"), numberOr());
        }
        return dice.happens(20)
                ? compare(path, dice.oneOf("contains", "not_contains", "starts_with", "ends_with"), textOr())
                : compare(path, dice.oneOf("eq", "neq"), operand(path));
    }

    private Object numberOr() {
        return dice.happens(85) ? dice.oneOf(5L, 10L) : Sample.map("var", path());
    }

    private Object textOr() {
        return dice.happens(85) ? dice.oneOf("a", "pro", "o") : Sample.map("var", path());
    }

    private Object operand(String path) {
        if (dice.happens(15)) {
            return Sample.map("var", path());
        }
        if (path.endsWith("result") || path.endsWith("ok") || path.endsWith("unsubscribed")) {
            return dice.happens(50);
        }
        if (path.endsWith("event_name")) {
            return dice.oneOf(Vocabulary.NAMES);
        }
        return path.endsWith("order")
                ? dice.oneOf(Vocabulary.FIELDS.get("order"))
                : path.endsWith("total") ? 10L : dice.oneOf("pro", "free", "Rome", "Ada", "timeout", "a", null);
    }

    private static Map<String, Object> compare(String path, String operator, Object value) {
        Map<String, Object> rule = Sample.map("type", "rule", "field", path, "operator", operator);
        if (value != null || operator.endsWith("eq")) {
            rule.put("value", value);
        }
        return rule;
    }

    /** Mostly the same field of the event that started the run, now and then something that steps change. */
    Map<String, Object> correlation() {
        if (flavor.seesPeople && dice.happens(15)) {
            return correlation("plan", "contact.properties.plan");
        }
        String field = dice.happens(5) ? "tags" : dice.oneOf("order", "plan", "total");
        return correlation(field, dice.happens(85) ? "event." + field : path());
    }

    private Map<String, Object> correlation(String field, String path) {
        return Sample.map("field", "event." + field, "equals", dice.happens(50) ? path : Sample.map("var", path));
    }

    /** The value, or a reference in its place. */
    Object valueOr(Object value) {
        return dice.happens(50) ? value : Sample.map("var", dice.happens(70) ? "event.plan" : path());
    }
}
