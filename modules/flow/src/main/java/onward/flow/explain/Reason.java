package onward.flow.explain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One decision on the way to a mail that came or did not, in words.
 *
 * @param at when it was made; null when that is not known
 * @param subject what it is about, or null
 * @param clause what was decided, as part of a sentence: begins in lower case and has no full stop at its end
 * @param suggestion what to do about it, a sentence; null when there is nothing to do
 * @param values the same as plain values, for programs
 */
public record Reason(
        Code code, Instant at, Subject subject, String clause, String suggestion, Map<String, Object> values) {

    public Reason {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Reason of(Code code, Instant at, Subject subject, String clause) {
        return new Reason(code, at, subject, clause, null, Map.of());
    }

    /** The same with something to do about it. */
    Reason suggest(String suggestion) {
        return new Reason(code, at, subject, clause, suggestion, values);
    }

    /** The same with something to do about it, unless all went well. */
    Reason suggestIfTrouble(String suggestion) {
        return code.number() == null ? this : suggest(suggestion);
    }

    /** The same with a value more; one that is null is left out. */
    Reason with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Reason(code, at, subject, clause, suggestion, more);
    }

    /** What was decided, as a sentence. */
    public String sentence() {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }
}
