package onward.web.ui;

import java.util.function.IntPredicate;

/**
 * Writes XML that is always well formed and in which what people typed is never more than text. It is read by HTML
 * parsers too, as part of a page; characters that either of them refuses are shown as U+FFFD.
 */
public final class Markup {

    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder out = new StringBuilder(8_192);

    /** Begins an element; attributes are names and values in turn, those with an empty value are left out. */
    public Markup open(String tag, Object... attributes) {
        begin(tag, attributes);
        out.append('>');
        return this;
    }

    /** An element with nothing inside. */
    public Markup empty(String tag, Object... attributes) {
        begin(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element with a text inside. */
    public Markup words(String tag, String words, Object... attributes) {
        open(tag, attributes);
        escape(words);
        return close(tag);
    }

    public Markup close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    private void begin(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = String.valueOf(attributes[i + 1]);
            if (!value.isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(value);
                out.append('"');
            }
        }
    }

    private void escape(String words) {
        clean(words).codePoints().forEach(this::escape);
    }

    private void escape(int character) {
        switch (character) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(character);
        }
    }

    /** The text as it can be shown: one line, no character that breaks the page or turns its neighbours around. */
    public static String clean(String words) {
        IntPredicate isShown = character -> !isBidiControl(character);
        return words.codePoints()
                .filter(isShown)
                .map(Markup::shown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Overrides and isolates, which make text look like another one. */
    private static boolean isBidiControl(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }

    private static int shown(int character) {
        if (Character.isWhitespace(character)) {
            return ' ';
        }
        boolean isBroken = Character.isISOControl(character)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE)
                || (character & 0xFFFE) == 0xFFFE;
        return isBroken ? REPLACEMENT : character;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
