package onward.flow.message;

import java.util.Locale;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * An email address, alone or with a display name.
 *
 * @param name the display name, or null
 * @param email the bare address
 */
public record Address(String name, String email) {

    /** Reads {@code a@b} or {@code Name <a@b>}. */
    public static Result<Address> read(String text) {
        return text.indexOf('@') > 0
                ? Result.of(new Address(null, text))
                : Result.failed(Problem.invalid("", "No address."));
    }

    /** What two spellings of one address have in common: trimmed, lower case. */
    public static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
