package onward.store.table;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onward.flow.fact.Problem;

/**
 * An API key that somebody wants.
 *
 * @param permission one of {@link #PERMISSIONS}
 * @param domainId the only domain it may send from; null for any
 */
public record NewKey(String name, String permission, UUID domainId) {
    /** How long the name of a key may be (contract/resend.md 13). */
    public static final int NAME_CHARS_MAX = 50;

    public static final List<String> PERMISSIONS = List.of(ApiKeys.FULL_ACCESS, ApiKeys.SENDING_ACCESS);

    /** What is wrong with it, in the order of its fields. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (name.codePointCount(0, name.length()) > NAME_CHARS_MAX) {
            problems.add(Problem.invalid("name", "String must contain at most " + NAME_CHARS_MAX + " character(s)"));
        }
        if (!PERMISSIONS.contains(permission)) {
            problems.add(Problem.invalid(
                    "permission", "Expected one of " + String.join(", ", PERMISSIONS) + ", found another"));
        } else if (domainId != null && permission.equals(ApiKeys.FULL_ACCESS)) {
            problems.add(Problem.invalid(
                    "domain_id",
                    "Expected the permission sending_access with a domain, found full_access, which no domain bounds"));
        }
        return problems;
    }
}
