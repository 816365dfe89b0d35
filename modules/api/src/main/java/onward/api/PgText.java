package onward.api;

import java.time.Instant;
import onward.store.Times;

/** Timestamps as PostgreSQL writes them, which is how this face shows them (contract/resend.md 2.5). */
public final class PgText {
    private PgText() {}

    /** For example {@code 2026-10-01 12:00:00.1+00}; null for null. */
    public static String of(Instant instant) {
        return Times.text(instant);
    }
}
