package onward.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.UUID;
import onward.store.Taken;
import onward.store.table.ExternalIds;

/**
 * What a request says of a contact's external id, by which its application knows the person: our addition.
 *
 * @param isGiven whether anything is said of it
 * @param externalId null to take it away
 */
public record Naming(boolean isGiven, String externalId) {
    /** Nothing is said. */
    static final Naming NONE = new Naming(false, null);

    public static Naming read(Fields fields) {
        String externalId = fields.optionalString("external_id", 1, ExternalIds.CHARS_MAX);
        return new Naming(fields.isGiven("external_id"), externalId);
    }

    /** Fails with the refusal when another contact has it. */
    Future<Void> give(SqlClient tx, UUID project, UUID contact, Instant now) {
        return !isGiven
                ? Future.succeededFuture()
                : ExternalIds.give(tx, project, contact, externalId, now)
                        .recover(fault -> Future.failedFuture(fault instanceof Taken ? taken() : fault));
    }

    private static Refusal taken() {
        return NativeErrors.validation("Expected an `external_id` that no other contact has, found one that is taken."
                + " Nothing was stored.");
    }
}
