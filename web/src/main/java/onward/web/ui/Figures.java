package onward.web.ui;

import java.util.Locale;

/** Numbers as pages show them. */
public final class Figures {
    private Figures() {}

    /** {@code 1,204}. */
    public static String of(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** The same of a count that ended at {@code max}: {@code 10,000+} where it got there. */
    public static String upTo(long max, long number) {
        return number >= max ? of(number) + "+" : of(number);
    }
}
