package onward.flow.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a definition a problem is, read off its path, so that it can be told beside what it is about.
 *
 * @param part {@code steps}, {@code connections}, or empty when it is about neither
 * @param index which of them, from 0; -1 when it is about neither
 * @param field the rest of the path, like {@code config.duration}; empty when it is about the piece as a whole
 */
public record Place(String part, int index, String field) {

    private static final Pattern PIECE = Pattern.compile("(steps|connections)\\[(\\d{1,9})]\\.?(.*)", Pattern.DOTALL);

    /** @param path of a problem that {@link Blueprint} found */
    public static Place of(String path) {
        Matcher piece = PIECE.matcher(path);
        return piece.matches()
                ? new Place(piece.group(1), Integer.parseInt(piece.group(2)), piece.group(3))
                : new Place("", -1, path);
    }

    public boolean isStep() {
        return part.equals("steps");
    }

    public boolean isConnection() {
        return part.equals("connections");
    }

    /**
     * The key of the step that it is about.
     *
     * @param definition as it was given
     * @return empty when it is about no step, or that one has no key
     */
    public Optional<String> stepKey(Map<String, Object> definition) {
        if (!isStep() || !(definition.get("steps") instanceof List<?> steps) || index >= steps.size()) {
            return Optional.empty();
        }
        return steps.get(index) instanceof Map<?, ?> step
                ? text(step.get("key")).or(() -> text(step.get("ref")))
                : Optional.empty();
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
