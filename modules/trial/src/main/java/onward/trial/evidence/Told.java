package onward.trial.evidence;

import java.util.List;

/** What the webhook of the trial hears of. */
public final class Told {
    public static final String SENT = "email.sent";
    public static final String FAILED = "email.failed";
    public static final List<String> OF_A_MAIL_THAT_IS_OVER = List.of(SENT, FAILED);

    private Told() {}
}
