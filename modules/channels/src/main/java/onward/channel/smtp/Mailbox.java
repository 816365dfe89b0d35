package onward.channel.smtp;

import java.util.Set;
import java.util.regex.Pattern;

/** Tells from the refusal of a recipient whether its mailbox is gone, or whether something else was in the way. */
final class Mailbox {
    /** RFC 3463, section 3.2: no such mailbox, no such system, bad syntax, moved, null MX (RFC 7505), disabled. */
    private static final Set<String> GONE = Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

    /** RFC 5321, section 4.2.3: mailbox unavailable, user not local, mailbox name not allowed. */
    private static final Set<Integer> GONE_PLAIN = Set.of(550, 551, 553);

    private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -](5\\.\\d{1,3}\\.\\d{1,3})\\b");

    /** Many relays say 550 of what is a matter of policy; the words tell, where there is no enhanced code. */
    private static final Pattern POLICY = Pattern.compile(
            "(?i)relay|policy|spam|black|block|reject|denied|deny|auth|reputation|not allowed|sender|\\bIP\\b|rate|limit");

    private Mailbox() {}

    /** True when no later mail to this recipient will fare better; in doubt false. */
    static boolean isGone(Reply reply) {
        var enhanced = ENHANCED.matcher(reply.text().strip());
        if (enhanced.find()) {
            return reply.isRefusing() && GONE.contains(enhanced.group(1));
        }
        return GONE_PLAIN.contains(reply.code())
                && !POLICY.matcher(reply.text()).find();
    }
}
