package onward.flow.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import onward.flow.fact.Problem;

/** What a sender may put into the headers of a mail beside those that follow from the mail itself. */
public final class CustomHeaders {

    /** How many there may be. */
    public static final int HEADERS_MAX = 50;

    /** How long a name may be. */
    public static final int NAME_LENGTH_MAX = 100;

    /** RFC 5322, section 3.6.8. */
    private static final Pattern NAME = Pattern.compile("[!-9;-~]{1," + NAME_LENGTH_MAX + "}");

    /** Those that the mail sets itself, or that only a mail server may add. */
    private static final Set<String> RESERVED = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "received",
            "dkim-signature",
            "authentication-results",
            "x-onward-id");

    private static final List<String> RESERVED_BEGINNINGS = List.of("content-", "resent-", "arc-");

    private CustomHeaders() {}

    /** Everything wrong with names and values, each at {@code headers.<name>}; empty when they can be sent. */
    public static List<Problem> problems(Map<String, ?> headers) {
        List<Problem> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (headers.size() > HEADERS_MAX) {
            problems.add(Problem.invalid(
                    "headers", "Expected at most " + HEADERS_MAX + " headers, found " + headers.size() + "."));
        }
        headers.forEach((name, value) -> {
            checkName(name, seen, problems);
            checkValue(name, value, problems);
        });
        return problems;
    }

    private static void checkName(String name, Set<String> seen, List<Problem> problems) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            problems.add(Problem.invalid(
                    "headers",
                    "Expected header names of 1 to " + NAME_LENGTH_MAX
                            + " printable ASCII characters without a colon, found another."));
        } else if (RESERVED.contains(lower) || RESERVED_BEGINNINGS.stream().anyMatch(lower::startsWith)) {
            problems.add(Problem.invalid(
                    "headers", "Expected a header that the mail does not set itself, found " + name + "."));
        } else if (!seen.add(lower)) {
            problems.add(Problem.invalid("headers", "Expected each header once, found " + name + " twice."));
        }
    }

    private static void checkValue(String name, Object value, List<Problem> problems) {
        if (value instanceof String text) {
            HeaderValue.read(text)
                    .problems()
                    .forEach(problem -> problems.add(Problem.invalid(
                            "headers",
                            "`headers." + HeaderValue.cleaned(shortened(name)).text() + "`: " + problem.message())));
        } else {
            problems.add(Problem.invalid("headers", "Expected texts as values of headers, found something else."));
        }
    }

    private static String shortened(String name) {
        return name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX) + "…";
    }
}
