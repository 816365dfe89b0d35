package onward.flow.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a tree of rules comes to (contract/resend.md 5.1): yes, no, or that a field it needs is not there. */
enum Ruling {
    YES,
    NO,
    MISSING;

    /** Of a filter or an exit rule: what is missing is just not so. */
    static boolean isSo(Object rule, Sight fields, Sight references) {
        Map<?, ?> map = (Map<?, ?>) rule;
        if (!(map.get("rules") instanceof List<?> rules)) {
            return leaf(map, fields, references) == YES;
        }
        return "and".equals(map.get("type"))
                ? rules.stream().allMatch(one -> isSo(one, fields, references))
                : rules.stream().anyMatch(one -> isSo(one, fields, references));
    }

    /** Of a rule over fields of one sight, with references as values looked up in another. */
    static Ruling of(Object rule, Sight fields, Sight references) {
        Map<?, ?> map = (Map<?, ?>) rule;
        if ("and".equals(map.get("type"))) {
            return first(map, NO, fields, references);
        }
        return "or".equals(map.get("type")) ? first(map, YES, fields, references) : leaf(map, fields, references);
    }

    /** Left to right until one decides, or cannot be told. */
    private static Ruling first(Map<?, ?> group, Ruling decides, Sight fields, Sight references) {
        Ruling last = null;
        for (Object rule : (List<?>) group.get("rules")) {
            last = of(rule, fields, references);
            if (last == decides || last == MISSING) {
                return last;
            }
        }
        return last;
    }

    private static Ruling leaf(Map<?, ?> rule, Sight fields, Sight references) {
        String operator = (String) rule.get("operator");
        Object field = fields.find((String) rule.get("field"));
        if (operator.equals("exists")) {
            return yes(field != Sight.NOTHING && field != null);
        }
        if (operator.endsWith("empty")) {
            return yes(isEmpty(field) == operator.equals("is_empty"));
        }
        Object value = references.resolve(rule.get("value"));
        return field == Sight.NOTHING || value == Sight.NOTHING ? MISSING : yes(holds(operator, field, value));
    }

    private static Ruling yes(boolean holds) {
        return holds ? YES : NO;
    }

    private static boolean isEmpty(Object field) {
        return field == Sight.NOTHING
                || field == null
                || "".equals(field)
                || (field instanceof Collection<?> list && list.isEmpty())
                || (field instanceof Map<?, ?> map && map.isEmpty());
    }

    /** A value of a sort that the operator does not take makes it false, whichever it is. */
    private static boolean holds(String operator, Object field, Object value) {
        switch (operator) {
            case "eq":
                return isComparable(value) && Sight.equal(field, value);
            case "neq":
                return isComparable(value) && !Sight.equal(field, value);
            case "contains":
                return value instanceof String && contains(field, value);
            case "not_contains":
                return value instanceof String && !contains(field, value);
            case "starts_with":
                return value instanceof String start && field instanceof String text && text.startsWith(start);
            case "ends_with":
                return value instanceof String end && field instanceof String text && text.endsWith(end);
            default:
                return field instanceof Number && value instanceof Number && isOrdered(operator, field, value);
        }
    }

    private static boolean isComparable(Object value) {
        return value == null || Sight.isScalar(value);
    }

    private static boolean contains(Object field, Object value) {
        return field instanceof List<?> list
                ? list.contains(value)
                : field instanceof String text && text.contains((String) value);
    }

    private static boolean isOrdered(String operator, Object field, Object value) {
        int sign = Sight.number(field).compareTo(Sight.number(value));
        boolean isInside = operator.startsWith("gt") ? sign > 0 : sign < 0;
        return isInside || (operator.endsWith("e") && sign == 0);
    }
}
