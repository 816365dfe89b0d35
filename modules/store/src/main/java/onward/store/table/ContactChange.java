package onward.store.table;

import java.util.Map;

/**
 * What is to become of a contact. What is not given stays as it is.
 *
 * @param email the new address, or null to keep it; a new contact needs one
 * @param firstNameGiven whether {@code firstName} counts, which may be null to clear it
 * @param lastNameGiven whether {@code lastName} counts, which may be null to clear it
 * @param unsubscribed null to keep it
 * @param properties those to set, String, number or Boolean; a null value removes the property
 */
public record ContactChange(
        String email,
        boolean firstNameGiven,
        String firstName,
        boolean lastNameGiven,
        String lastName,
        Boolean unsubscribed,
        Map<String, Object> properties) {}
