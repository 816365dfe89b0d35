package onward.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;

/** Something that must be unique is already used by another row: which one, in the caller's own word for it. */
public final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    private final String field;

    public Taken(String field) {
        super("Expected a " + field + " that nothing else has, found one that is taken", null, false, false);
        this.field = field;
    }

    /** The field whose value is taken, for example {@code alias}. */
    public String field() {
        return field;
    }

    /** Turns the refusal of the named unique key into Taken; every other failure passes unchanged. */
    public static <T> Future<T> unless(Future<T> written, String constraint, String field) {
        return written.recover(failure -> Future.failedFuture(
                failure instanceof PgException refused
                                && UNIQUE_VIOLATION.equals(refused.getSqlState())
                                && constraint.equals(refused.getConstraint())
                        ? new Taken(field)
                        : failure));
    }
}
