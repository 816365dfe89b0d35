package onward.flow.message;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/**
 * An email address, alone or with a display name. The address is ASCII in the dot-atom form of RFC 5322, section
 * 3.4.1; a domain with other letters is accepted and kept in its ASCII form (RFC 5891).
 *
 * @param name the display name without quotes, or null
 * @param email the bare address, spelled as given
 */
public record Address(String name, String email) {

    /** RFC 5321, section 4.5.3.1: how long an address and the part before the at sign may be. */
    public static final int EMAIL_LENGTH_MAX = 254;

    public static final int LOCAL_LENGTH_MAX = 64;
    public static final int NAME_LENGTH_MAX = 255;

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(\\." + ATOM + ")*+");
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*+");

    private static final Problem NO_ADDRESS = Problem.invalid(
            "", "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.");

    /** Reads {@code a@b} or {@code Name <a@b>}; the name may be quoted. */
    public static Result<Address> read(String text) {
        String trimmed = text.strip();
        int open = trimmed.lastIndexOf('<');
        if (open < 0 || !trimmed.endsWith(">")) {
            return of(null, trimmed);
        }
        String name = unquoted(trimmed.substring(0, open).strip());
        return of(name, trimmed.substring(open + 1, trimmed.length() - 1).strip());
    }

    /** Reads {@code a@b} only, as a contact has it. */
    public static Result<Address> readBare(String text) {
        return of(null, text.strip());
    }

    private static Result<Address> of(String name, String email) {
        String ascii = ascii(email);
        boolean isName = name == null || (name.length() <= NAME_LENGTH_MAX && isPhrase(name));
        return ascii != null && isName
                ? Result.of(new Address(name == null || name.isEmpty() ? null : name, ascii))
                : Result.failed(NO_ADDRESS);
    }

    private static boolean isPhrase(String name) {
        return HeaderValue.read(name).isOk() && name.indexOf('<') < 0 && name.indexOf('>') < 0;
    }

    private static String unquoted(String name) {
        boolean isQuoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
        return isQuoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
    }

    /** The address with its domain in ASCII, or null when it is none. */
    private static String ascii(String email) {
        int at = email.lastIndexOf('@');
        if (at < 1 || at > LOCAL_LENGTH_MAX || email.length() > EMAIL_LENGTH_MAX) {
            return null;
        }
        String local = email.substring(0, at);
        String domain = asciiDomain(email.substring(at + 1));
        return domain != null && LOCAL.matcher(local).matches() ? local + "@" + domain : null;
    }

    private static String asciiDomain(String domain) {
        try {
            String ascii = domain.chars().allMatch(c -> c < 128) ? domain : IDN.toASCII(domain);
            return DOMAIN.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException notADomain) {
            // Not a domain is an answer here, not an error.
            return null;
        }
    }

    /** What two spellings of one address have in common: trimmed, lower case. */
    public static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** What stands after the at sign, in lower case. */
    public String domain() {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
