package onward.flow.fact;

import java.util.Map;

/**
 * A value that is looked up when a step runs, written {@code {"var": "event.plan"}} (contract/resend.md 5.3).
 *
 * @param path something that a {@link Scope} knows
 */
public record Reference(String path) {

    private static final String VAR = "var";

    /** True for an object of {@code var} alone, whatever stands in it. */
    public static boolean isOne(Object value) {
        return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(VAR);
    }

    /** Reads what {@link #isOne} says is a reference; its path has to begin with a word that a scope knows. */
    public static Result<Reference> read(Object value) {
        Object path = value instanceof Map<?, ?> map ? map.get(VAR) : null;
        return path instanceof String text && Scope.knows(text)
                ? Result.of(new Reference(text))
                : Result.failed(Problem.invalid(
                        "var",
                        "Expected a reference that starts with " + Scope.WORDS + ", found " + shown(path) + "."));
    }

    private static String shown(Object path) {
        return path instanceof String text && text.length() <= 100 ? "\"" + text + "\"" : Values.kind(path);
    }

    /** What the reference leads to, or a plain value as it is. */
    public static Scope.Found resolve(Object value, Scope scope) {
        return isOne(value) ? scope.find((String) ((Map<?, ?>) value).get(VAR)) : Scope.Found.of(value);
    }

    public Scope.Found find(Scope scope) {
        return scope.find(path);
    }

    /** As it is written. */
    public Map<String, Object> toMap() {
        return Map.of(VAR, path);
    }
}
