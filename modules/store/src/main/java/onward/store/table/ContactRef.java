package onward.store.table;

import java.util.UUID;
import onward.flow.message.Address;

/**
 * How a caller names a contact: by id or by address, exactly one of the two.
 *
 * @param emailKey the address as {@link Address#key} makes it
 */
public record ContactRef(UUID id, String emailKey) {
    public ContactRef {
        if ((id == null) == (emailKey == null)) {
            throw new IllegalArgumentException("Expected an id or an address, found " + id + " and " + emailKey);
        }
    }

    public static ContactRef id(UUID id) {
        return new ContactRef(id, null);
    }

    /** By address in any spelling. */
    public static ContactRef email(String email) {
        return new ContactRef(null, Address.key(email));
    }
}
