package onward.web.graph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onward.web.ui.Markup;

/**
 * How wide a text is on the page, near enough to cut it in time. Nobody knows which font a browser takes, so the widths
 * are those of DejaVu Sans, the widest of the usual ones: a text that is cut a letter early is better than one that
 * leaves its card.
 */
enum Lettering {
    TITLE(13.5, Style.BOLD),
    DETAIL(12.5, Style.PLAIN),
    KEY(11, Style.MONO),
    PILL(11.5, Style.BOLD),
    DECIDING(11, Style.PLAIN),
    STATE(11, Style.BOLD),
    VALUE(13, Style.BOLD),
    LABEL(11, Style.PLAIN);

    private enum Style {
        PLAIN,
        BOLD,
        MONO
    }

    /** How much wider bold letters are. */
    private static final double BOLDNESS = 1.12;

    private static final double MONO_EMS = 0.61;
    private static final double IDEOGRAPH_EMS = 1.3;

    private static final String SLIM = "'ijlIJ|";
    private static final String NARROW = " ,.·/:;\\-f";
    private static final String SMALL = "()[]t!r\"";
    private static final String BELOW_AVERAGE = "*_`?szc–“”";
    private static final String BROAD = "w#+<=>~&≥≤≠";
    private static final String WIDE = "mMW%@—…";
    private static final String ELLIPSIS = "…";

    /** A text is looked at no further than this many characters when it is cut. */
    private static final int LENGTH_MAX = 300;

    /** What a reader takes for one letter, however many characters it is made of; Java 17's BreakIterator does not
     * know the pictures among them. */
    private static final Pattern LETTER = Pattern.compile("\\X");

    private final double size;
    private final Style style;

    Lettering(double size, Style style) {
        this.size = size;
        this.style = style;
    }

    /** In whole pixels. */
    int width(String words) {
        return (int) Math.ceil(words.codePoints().mapToDouble(this::ems).sum() * size);
    }

    /** The text, or its beginning and an ellipsis, in at most so many pixels; never half a letter. */
    String cut(String words, int widthMax) {
        String shown = Markup.clean(words).strip();
        boolean isShort = shown.length() <= LENGTH_MAX;
        return isShort && width(shown) <= widthMax ? shown : shortened(isShort ? shown : beginning(shown), widthMax);
    }

    private static String beginning(String words) {
        boolean isPairThere = Character.isHighSurrogate(words.charAt(LENGTH_MAX - 1));
        return words.substring(0, isPairThere ? LENGTH_MAX - 1 : LENGTH_MAX);
    }

    private String shortened(String words, int widthMax) {
        Matcher letters = LETTER.matcher(words);
        int end = 0;
        while (letters.find() && width(withEllipsis(words, letters.end())) <= widthMax) {
            end = letters.end();
        }
        return withEllipsis(words, end);
    }

    private static String withEllipsis(String words, int end) {
        return words.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private double ems(int character) {
        if (isMark(character)) {
            return 0;
        }
        if (isIdeograph(character)) {
            return IDEOGRAPH_EMS;
        }
        return style == Style.MONO ? MONO_EMS : plainEms(character) * (style == Style.BOLD ? BOLDNESS : 1);
    }

    private static double plainEms(int character) {
        if (SLIM.indexOf(character) >= 0) {
            return 0.29;
        }
        if (NARROW.indexOf(character) >= 0) {
            return 0.36;
        }
        if (SMALL.indexOf(character) >= 0) {
            return 0.41;
        }
        if (BELOW_AVERAGE.indexOf(character) >= 0) {
            return 0.54;
        }
        if (BROAD.indexOf(character) >= 0) {
            return 0.84;
        }
        return WIDE.indexOf(character) >= 0 ? 1 : Character.isUpperCase(character) ? 0.73 : 0.63;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }

    /** Ideographs, pictures, and whatever else may be as wide as they are; not punctuation and signs. */
    private static boolean isIdeograph(int character) {
        return character >= 0x1100 && !(character >= 0x1E00 && character < 0x2300);
    }
}
