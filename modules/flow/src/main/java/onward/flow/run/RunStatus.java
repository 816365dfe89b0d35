package onward.flow.run;

import java.util.Locale;

/** Where a run stands (contract/resend.md 6.4). Only {@link #RUNNING} has a successor, but that somebody
 * may let a failed or cancelled run go on, see {@link Retry}. */
public enum RunStatus {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** The word for it in rows and on the wire, for example {@code completed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
