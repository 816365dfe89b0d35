package onward.channel.smtp;

import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/** Text that may stand in a header: without control characters, so it cannot begin another header. */
record HeaderValue(String text) {
    static Result<HeaderValue> read(String text) {
        return text.chars().anyMatch(Character::isISOControl)
                ? Result.failed(Problem.invalid("", "Expected text without control characters, found one."))
                : Result.of(new HeaderValue(text));
    }
}
