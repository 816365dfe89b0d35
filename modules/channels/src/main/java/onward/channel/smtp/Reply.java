package onward.channel.smtp;

/**
 * One reply of a relay (RFC 5321, section 4.2).
 *
 * @param code its three digits; anything outside 200 to 599 when there was none that could be read
 * @param text as it came, code included; may be empty
 */
record Reply(int code, String text) {
    static final Reply NONE = new Reply(-1, "");

    boolean isReply() {
        return code >= 200 && code <= 599;
    }

    /** 2xx, or the 3xx in the middle of DATA and AUTH. */
    boolean isPositive() {
        return code >= 200 && code <= 399;
    }

    boolean isAccepting() {
        return code >= 200 && code <= 299;
    }

    boolean isRefusing() {
        return code >= 500 && code <= 599;
    }
}
