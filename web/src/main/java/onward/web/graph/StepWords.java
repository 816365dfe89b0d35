package onward.web.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import onward.flow.fact.Reference;
import onward.flow.fact.Values;
import onward.flow.rule.Rule;
import onward.flow.step.Outcome;
import onward.flow.step.Step;
import onward.flow.step.StepType;
import onward.flow.step.StepType.Field;
import onward.flow.step.StepType.Kind;

/**
 * What a step is about in one line, read off its config by the description of its type, so that a new type has words
 * without a line here: what it cannot do without, and what limits that; else whatever is set; else what the type says
 * of itself.
 */
record StepWords(Step step, Map<String, Object> config, Map<String, String> names) {

    /** How many parts a line has at most. */
    private static final int PARTS_MAX = 3;

    /** How many characters are told at most, where there is room for the whole line. */
    private static final int LENGTH_MAX = 10_000;

    /** What says more about a field that a step cannot do without. */
    private static final Set<Kind> LIMITS =
            EnumSet.of(Kind.DURATION, Kind.MOMENT, Kind.TIME_OF_DAY, Kind.WEEKDAYS, Kind.TIME_ZONE, Kind.RULE);

    /** Where a value is nothing without its name. */
    private static final Set<Kind> NAMED = EnumSet.of(Kind.VALUE, Kind.TRUTH, Kind.VARIABLES);

    static String detail(Step step, Map<String, String> names) {
        String words = new StepWords(step, step.config(), names).line();
        return words.length() <= LENGTH_MAX ? words : words.substring(0, LENGTH_MAX) + "…";
    }

    /** A branch of the type's own loses its type's name and its underscores; one that a config names stays as it is. */
    static String branch(Step step, String branch) {
        return branch(step.type(), step.branches(), branch);
    }

    /** The same for a step that cannot be read yet. @param branches all that leave it */
    static String branch(StepType type, List<String> branches, String branch) {
        if (branch.equals(Outcome.DEFAULT)) {
            return branches.size() > 1 ? "default" : "";
        }
        return type.branches().contains(branch)
                ? branch.replaceFirst("^" + type.name() + "_", "").replace('_', ' ')
                : branch;
    }

    private String line() {
        List<Field> set = step.type().fields().stream().filter(this::isSet).toList();
        List<Field> needed = set.stream().filter(Field::isRequired).toList();
        List<String> parts = told(limitsLast(needed.isEmpty() ? set : withLimits(set)));
        return parts.isEmpty() ? firstSentence() : String.join(", ", parts);
    }

    private static List<Field> withLimits(List<Field> set) {
        return set.stream()
                .filter(field -> field.isRequired() || LIMITS.contains(field.kind()))
                .toList();
    }

    private static List<Field> limitsLast(List<Field> fields) {
        return fields.stream()
                .sorted(Comparator.comparing(field -> LIMITS.contains(field.kind())))
                .toList();
    }

    private String firstSentence() {
        return config.isEmpty() ? step.type().explanation().replaceFirst("(?s)\\. .*", ".") : firstFields();
    }

    /** A type whose fields are not described where they stand. */
    private String firstFields() {
        return config.entrySet().stream()
                .limit(PARTS_MAX)
                .map(entry -> entry.getKey() + " = " + value(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private boolean isSet(Field field) {
        return find(field.name()) != null || config.containsKey(field.name());
    }

    /** What stands under a name with dots; the empty name is the whole config. */
    private Object find(String name) {
        Object found = config;
        for (String part : name.isEmpty() ? List.<String>of() : List.of(name.split("\\."))) {
            found = found instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return found;
    }

    private List<String> told(List<Field> fields) {
        List<String> parts = new ArrayList<>();
        for (Field field : fields) {
            parts.add(told(field, find(field.name()), parts.isEmpty()));
        }
        return parts.stream().filter(part -> !part.isEmpty()).limit(PARTS_MAX).toList();
    }

    /** A duration that stands alone is one; beside something else it is a limit to it. */
    private String told(Field field, Object value, boolean isFirst) {
        return switch (field.kind()) {
            case DURATION -> isFirst ? plain(value) : "at most " + plain(value);
            case MOMENT -> "until " + plain(value);
            case TIME_OF_DAY -> plain(value).contains("-") ? plain(value).replace("-", "–") : "at " + plain(value);
            case RULE -> (isFirst ? "" : "if ") + rule(value);
            case EVENTS -> plain(value).replace(", ", " or ");
            case URL -> (method() + " " + plain(value).replaceFirst("^https?://", "")).strip();
            default -> NAMED.contains(field.kind()) ? named(field, value) : plain(value);
        };
    }

    private static String rule(Object value) {
        Rule rule = Rule.read(value, "").value();
        return rule == null ? "" : RuleWords.of(rule);
    }

    /** Another server is always asked in some way; the word belongs before the address. */
    private String method() {
        return step.type().fields().stream()
                .filter(field -> field.kind() == Kind.METHOD)
                .map(field -> plain(find(field.name())))
                .findFirst()
                .orElse("");
    }

    private String named(Field field, Object value) {
        return value instanceof Map<?, ?> many && !Reference.isOne(value)
                ? many.entrySet().stream()
                        .map(one -> one.getKey() + " = " + value(one.getValue()))
                        .collect(Collectors.joining(", "))
                : field.name() + " = " + value(value);
    }

    private String plain(Object value) {
        if (value instanceof List<?> list) {
            long weights = list.stream().mapToLong(StepWords::weight).sum();
            return list.stream().map(item -> item(item, weights)).collect(Collectors.joining(", "));
        }
        return value instanceof String text ? names.getOrDefault(text, text) : value == null ? "" : value(value);
    }

    /** An item of a list by its name, and by its share of all weights where it has one. */
    private String item(Object item, long weights) {
        if (!(item instanceof Map<?, ?> map)) {
            return plain(item);
        }
        String name = map.values().stream()
                .filter(Objects::nonNull)
                .findFirst()
                .map(this::plain)
                .orElse("");
        return weights == 0 ? name : name + " " + percent(weight(item), weights);
    }

    private static long weight(Object item) {
        return item instanceof Map<?, ?> map && map.get("weight") instanceof Number weight ? weight.longValue() : 0;
    }

    private static String percent(long part, long whole) {
        String number = String.format(Locale.ENGLISH, "%.1f", 100.0 * part / whole);
        return number.replaceFirst("\\.0$", "") + " %";
    }

    private static String value(Object value) {
        boolean isNested = (value instanceof Map && !Reference.isOne(value)) || value instanceof List;
        return isNested ? Values.kind(value) : RuleWords.value(value);
    }
}
