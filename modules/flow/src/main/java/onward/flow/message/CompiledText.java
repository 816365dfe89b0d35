package onward.flow.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.flow.fact.Scope;
import onward.flow.fact.Values;

/**
 * A text cut at its placeholders (contract/resend.md 8.3), {@code {{{KEY}}}} or {@code {{{KEY|fallback}}}}, once, so
 * that it can be filled many times. Values go in raw. Braces that hold no key stay as they are. Immutable.
 */
public final class CompiledText {

    private static final Pattern BRACES = Pattern.compile("\\{\\{\\{([^{}]*+)}}}");
    private static final Pattern INSIDE =
            Pattern.compile("\\s*([A-Za-z0-9_]+(?:\\.[^.|{}\\s]+)*+)\\s*(?:\\|(.*))?", Pattern.DOTALL);

    /** Some literal text and the placeholder after it; {@code key} is null after the last. */
    private record Piece(String literal, String key, String fallback) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private final int length;

    private CompiledText(String text) {
        length = text.length();
        Matcher braces = BRACES.matcher(text);
        int from = 0;
        while (braces.find()) {
            Matcher inside = INSIDE.matcher(braces.group(1));
            if (inside.matches()) {
                pieces.add(new Piece(text.substring(from, braces.start()), inside.group(1), inside.group(2)));
                from = braces.end();
            } else {
                oddities.add(braces.group());
            }
        }
        pieces.add(new Piece(text.substring(from), null, null));
    }

    public static CompiledText of(String text) {
        return new CompiledText(text);
    }

    /** The keys it uses, in order; {@code contact.first_name} counts as it is written. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        pieces.stream().filter(piece -> piece.key() != null).forEach(piece -> keys.add(piece.key()));
        return keys;
    }

    /** The keys that stand somewhere without a fallback of their own. */
    public Set<String> bareKeys() {
        Set<String> keys = new LinkedHashSet<>();
        pieces.stream()
                .filter(piece -> piece.key() != null && piece.fallback() == null)
                .forEach(piece -> keys.add(piece.key()));
        return keys;
    }

    /** What stands in triple braces and is no placeholder. */
    public List<String> oddities() {
        return List.copyOf(oddities);
    }

    /**
     * The text with its placeholders filled. A key without a value, or with an empty one, takes the placeholder's
     * fallback, else becomes nothing; dots descend into objects.
     */
    public String render(Map<String, Object> values) {
        return render(key -> Scope.descend(values, key).value(), Values::text, key -> {});
    }

    /**
     * The same, for values that come from elsewhere or have to be encoded.
     *
     * @param values by key; null for none
     * @param encoder writes a value that is there; fallbacks are written as they are
     * @param lacking told of each key that has neither value nor fallback
     */
    public String render(Function<String, Object> values, Function<Object, String> encoder, Consumer<String> lacking) {
        StringBuilder text = new StringBuilder(length);
        for (Piece piece : pieces) {
            text.append(piece.literal());
            if (piece.key() != null) {
                text.append(filling(piece, values.apply(piece.key()), encoder, lacking));
            }
        }
        return text.toString();
    }

    private static String filling(
            Piece piece, Object value, Function<Object, String> encoder, Consumer<String> lacking) {
        boolean isNothing = value == null || "".equals(value);
        if (!isNothing) {
            return encoder.apply(value);
        }
        if (piece.fallback() == null) {
            lacking.accept(piece.key());
        }
        return piece.fallback() == null ? "" : piece.fallback();
    }

    /** The part of a key before its first dot, which is what is declared. */
    public static String head(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }
}
