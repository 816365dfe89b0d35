package onward.web.graph;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * How wide a text is on the page, near enough to cut it in time. Nobody knows which font a browser takes, so the
 * widths are those of wide system fonts; a text that is cut a letter early is better than one that leaves its card.
 */
enum Lettering {
    TITLE(13.5, 1.06),
    DETAIL(12.5, 1),
    KEY(11, 1.12),
    PILL(11.5, 1.06),
    DECIDING(11, 1),
    STATE(11, 1.08),
    VALUE(13, 1.06),
    LABEL(11, 1);

    private static final String NARROW = "iljtfrI.,:;'|!()[]{}/\\- ";
    private static final String WIDE = "mwMW@%&—…";
    private static final String ELLIPSIS = "…";

    /** A text is looked at no further than this many letters when it is cut. */
    private static final int LETTERS_MAX = 300;

    private final double size;
    private final double boldness;

    Lettering(double size, double boldness) {
        this.size = size;
        this.boldness = boldness;
    }

    /** In whole pixels. */
    int width(String words) {
        return (int) Math.ceil(words.codePoints().mapToDouble(Lettering::ems).sum() * size * boldness);
    }

    /** The text, or its beginning and an ellipsis, in at most so many pixels; never half a letter. */
    String cut(String words, int widthMax) {
        String shown = Markup.clean(words).strip();
        String head = shown.length() <= LETTERS_MAX ? shown : beginning(shown, LETTERS_MAX);
        return head.length() == shown.length() && width(shown) <= widthMax ? shown : shortened(head, widthMax);
    }

    private String shortened(String words, int widthMax) {
        BreakIterator letters = letters(words);
        int end = letters.last();
        while (end > 0 && width(words.substring(0, end).stripTrailing() + ELLIPSIS) > widthMax) {
            end = letters.previous();
        }
        return end <= 0 ? ELLIPSIS : words.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private static String beginning(String words, int length) {
        return words.substring(0, letters(words).preceding(length + 1));
    }

    private static BreakIterator letters(String words) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(words);
        return letters;
    }

    private static double ems(int character) {
        if (isMark(character)) {
            return 0;
        }
        if (character >= 0x1100) {
            return isGeneralPunctuation(character) ? 0.8 : 1.3;
        }
        if (NARROW.indexOf(character) >= 0) {
            return 0.33;
        }
        return WIDE.indexOf(character) >= 0 ? 0.92 : Character.isUpperCase(character) ? 0.68 : 0.57;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }

    private static boolean isGeneralPunctuation(int character) {
        return character >= 0x2000 && character < 0x2300;
    }
}
