package onward.flow.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Values;

/** What keeps a template from being stored (contract/resend.md 8.3). */
public final class TemplateCheck {

    /** How long a variable's key may be. */
    public static final int KEY_LENGTH_MAX = 50;

    /** How long the value of a text variable may be. */
    public static final int VALUE_LENGTH_MAX = 2_000;

    /** The largest number, 2^53 - 1, so that every client reads it exactly. */
    public static final BigDecimal NUMBER_MAX = BigDecimal.valueOf((1L << 53) - 1);

    /** Keys that nobody may declare: they are filled from the contact, or mean something in the real service. */
    public static final Set<String> RESERVED =
            Set.of("FIRST_NAME", "LAST_NAME", "EMAIL", "UNSUBSCRIBE_URL", "RESEND_UNSUBSCRIBE_URL", "contact", "this");

    /** What a variable may be. */
    public static final List<String> TYPES = List.of("string", "number", "boolean", "object", "list");

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]{1," + KEY_LENGTH_MAX + "}");

    private TemplateCheck() {}

    /** Every problem of a template's texts, each of which may be null, and its declared variables. */
    public static List<Problem> problems(String html, String subject, String text, List<Template.Variable> variables) {
        List<Problem> problems = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        if (variables.size() > Template.VARIABLES_MAX) {
            problems.add(Problem.invalid(
                    "variables",
                    "Expected at most " + Template.VARIABLES_MAX + " variables, found " + variables.size() + "."));
        }
        for (int i = 0; i < variables.size(); i++) {
            checkVariable(variables.get(i), "variables[" + i + "]", declared, problems);
        }
        checkTexts(Stream.of(html, subject, text), declared, problems);
        return problems;
    }

    private static void checkVariable(
            Template.Variable variable, String path, Set<String> declared, List<Problem> problems) {
        String key = variable.key();
        if (key == null || !KEY.matcher(key).matches()) {
            problems.add(Problem.invalid(
                    path + ".key",
                    "Expected a key of 1 to " + KEY_LENGTH_MAX + " ASCII letters, digits and underscores, found "
                            + shown(key) + "."));
        } else if (RESERVED.contains(key)) {
            problems.add(Problem.invalid(path + ".key", "Variable '" + key + "' is reserved. Choose another key."));
        } else if (!declared.add(key)) {
            problems.add(Problem.invalid(path + ".key", "Variable '" + key + "' is defined more than once."));
        }
        checkType(variable, path, problems);
    }

    private static String shown(String key) {
        return key == null ? "nothing" : "'" + (key.length() <= 100 ? key : key.substring(0, 100) + "…") + "'";
    }

    private static void checkType(Template.Variable variable, String path, List<Problem> problems) {
        if (variable.type() == null || !TYPES.contains(variable.type())) {
            problems.add(Problem.invalid(
                    path + ".type",
                    "Expected the type of variable '" + variable.key()
                            + "' to be string, number, boolean, object or list, found " + shown(variable.type())
                            + "."));
        } else if (variable.fallback() != null && !fits(variable.fallback(), variable.type())) {
            problems.add(Problem.invalid(
                    path + ".fallback_value",
                    "Expected the fallback of variable '" + variable.key() + "' to be of type " + variable.type()
                            + ", found " + Values.kind(variable.fallback()) + "."));
        } else if (!isWithinLimits(variable.fallback())) {
            problems.add(Problem.invalid(path + ".fallback_value", limits(variable.key())));
        }
    }

    private static boolean fits(Object value, String type) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "object" -> value instanceof Map;
            default -> value instanceof List;
        };
    }

    /** True when a value is not longer or larger than a variable's value may be. */
    public static boolean isWithinLimits(Object value) {
        if (value instanceof String text) {
            return text.length() <= VALUE_LENGTH_MAX;
        }
        BigDecimal number = Values.number(value);
        return number == null || number.abs().compareTo(NUMBER_MAX) <= 0;
    }

    /** What to say of a value that is not {@linkplain #isWithinLimits within limits}. */
    public static String limits(String key) {
        return "Expected the value of variable '" + key + "' to have at most " + VALUE_LENGTH_MAX
                + " characters, or as a number to be at most " + NUMBER_MAX + ".";
    }

    private static void checkTexts(Stream<String> texts, Set<String> declared, List<Problem> problems) {
        Set<String> undeclared = new LinkedHashSet<>();
        texts.filter(text -> text != null).map(CompiledText::of).forEach(text -> {
            text.keys().stream().map(CompiledText::head).forEach(undeclared::add);
            text.oddities().forEach(odd -> problems.add(odd(odd)));
        });
        undeclared.removeAll(declared);
        undeclared.stream()
                .filter(key -> key.equals("this") || !RESERVED.contains(key))
                .forEach(key -> problems.add(Problem.invalid("variables", undeclared(key))));
    }

    private static Problem odd(String braces) {
        String shown = braces.length() <= 60 ? braces : braces.substring(0, 60) + "…";
        return Problem.invalid(
                "html", "Expected a variable like {{{KEY}}} or {{{KEY|fallback}}}, found " + shown + ".");
    }

    private static String undeclared(String key) {
        return "Variable '" + key + "' is used in the template but not defined in the variables list";
    }
}
