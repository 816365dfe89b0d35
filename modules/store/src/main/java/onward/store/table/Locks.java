package onward.store.table;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import onward.store.Statements;

/**
 * Locks on persons, held until the end of the transaction. An address is locked before the contact of that address
 * is looked for, a contact before anything of it is; in that order, so that no two transactions wait for each other.
 */
public final class Locks {
    private static final Statements SQL = Statements.of("locks");

    /** Keep our numbers apart from those of others who use advisory locks, and of each other. */
    private static final long ADDRESSES = 0x6f6e77617264_01L;

    private static final long CONTACTS = 0x6f6e77617264_02L;

    private Locks() {}

    /** Locks contacts, whether they are there or not. */
    public static Future<Void> contacts(SqlClient tx, Collection<Matching.Ref> contacts) {
        return take(
                tx,
                CONTACTS,
                contacts.stream().map(ref -> ref.projectId() + " " + ref.id()).toArray(String[]::new));
    }

    /** Locks addresses, by the keys that contacts have. */
    public static Future<Void> addresses(SqlClient tx, Collection<Key> addresses) {
        return take(
                tx,
                ADDRESSES,
                addresses.stream()
                        .map(key -> key.projectId() + " " + key.name())
                        .toArray(String[]::new));
    }

    private static Future<Void> take(SqlClient tx, long seed, String[] keys) {
        return keys.length == 0
                ? Future.succeededFuture()
                : tx.preparedQuery(SQL.get("take"))
                        .execute(Tuple.of(seed).addValue(keys))
                        .mapEmpty();
    }
}
