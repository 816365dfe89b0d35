package onward.channel.smtp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of the user part of a URL (RFC 3986, section 2.1): unlike in forms, a plus is a plus. */
final class Percent {
    private Percent() {}

    /** The text behind {@code %40} and the like, which {@link java.net.URI} has checked for form. */
    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
