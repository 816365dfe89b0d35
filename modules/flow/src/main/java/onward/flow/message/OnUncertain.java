package onward.flow.message;

import java.util.Locale;
import java.util.stream.Stream;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/** What happens to a mail of which nobody knows whether its last attempt arrived: the answer to its end was lost. */
public enum OnUncertain {
    /** It is sent again with the same Message-ID: perhaps twice, never not at all. */
    RESEND,
    /** It is left for a person to decide: perhaps not at all, never twice by itself. */
    HOLD;

    /** The word for it, for example {@code hold}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The policy of a word, in lower case; fails for other words. */
    public static Result<OnUncertain> read(String word) {
        return Stream.of(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst()
                .map(Result::of)
                .orElseGet(
                        () -> Result.failed(Problem.invalid("", "Expected `resend` or `hold`, found another text.")));
    }
}
