package onward.flow.explain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name somebody may have meant: of those that are there the one with the fewest letters to change, where that are
 * few. Case and what separates words do not count, so {@code order_completed} is as good as {@code Order.Completed}.
 */
final class NearestName {
    /** Of a longer name this many letters may differ at most. */
    private static final int CHANGES_MAX = 4;

    /** One letter in this many may differ, so none of a shorter name. */
    private static final int LETTERS_PER_CHANGE = 4;

    private NearestName() {}

    /** The nearest of the candidates to a name that none of them is; empty when none is near. */
    static Optional<String> of(String wanted, Collection<String> candidates) {
        String plain = plain(wanted);
        int most = Math.min(CHANGES_MAX, plain.length() / LETTERS_PER_CHANGE);
        return candidates.stream()
                .filter(candidate -> !candidate.equals(wanted))
                .filter(candidate -> distance(plain, plain(candidate), most) <= most)
                .min(Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate), most))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._\\-: /]+", ".");
    }

    /**
     * How many letters are to be put in, taken out or changed to make one of the other (Levenshtein).
     *
     * @param most where it is more than this, any larger number is as good
     */
    static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            next(row, one.charAt(i - 1), other);
        }
        return row[other.length()];
    }

    /** One row of the table of distances out of the row above it, in place. */
    private static void next(int[] row, char letter, String other) {
        int diagonal = row[0]++;
        for (int j = 1; j < row.length; j++) {
            int changed = diagonal + (letter == other.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
        }
    }
}
