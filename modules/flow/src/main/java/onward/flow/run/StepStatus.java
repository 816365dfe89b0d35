package onward.flow.run;

import java.util.Locale;

/** Where a step of a run stands (contract/resend.md 6.4). A step not reached yet is pending and has no trail. */
public enum StepStatus {
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED;

    /** The word for it in rows and on the wire, for example {@code waiting}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static StepStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
