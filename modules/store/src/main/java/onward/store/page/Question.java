package onward.store.page;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import onward.store.table.ContactRef;

/**
 * What somebody wants to have explained.
 *
 * @param person by id or address; a contact need not be there
 * @param eventId the event in question; null for the newest of the person that starts the automation
 * @param since where the time that is looked at begins; null for {@link #BACK} before its end
 * @param until where it ends; null for now
 */
public record Question(ContactRef person, UUID automationId, UUID eventId, Instant since, Instant until) {

    /** How far is looked back when nothing else is asked. */
    public static final Duration BACK = Duration.ofDays(30);
}
