package onward.store;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;

/**
 * Tells a fault of certain rows, which a smaller batch isolates, from a bad day of the database, which
 * no smaller batch cures.
 */
public final class RowFault {
    private RowFault() {}

    /** True when the database refused the rows as such, or our own code stumbled over them. */
    public static boolean is(Throwable fault) {
        return fault instanceof PgException refused ? isAboutRows(refused.getSqlState()) : isOurs(fault);
    }

    /** Data exception, constraint violation, a limit of the program such as a row too large. */
    private static boolean isAboutRows(String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private static boolean isOurs(Throwable fault) {
        return fault instanceof RuntimeException
                && !(fault instanceof VertxException)
                && !(fault instanceof ClosedConnectionException)
                && !(fault.getCause() instanceof IOException);
    }
}
