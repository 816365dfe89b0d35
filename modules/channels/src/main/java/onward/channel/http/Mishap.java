package onward.channel.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import onward.channel.http.HttpReply.Unreached;

/** Why there is no answer, in words; never with the path of the URL, which may hold personal data. */
final class Mishap {
    private static final int WORDS_MAX = 200;
    private static final int CAUSES_MAX = 20;

    private Mishap() {}

    /** @param failure of any kind, even a bug of ours: the call can be made again */
    static Unreached of(Throwable failure) {
        if (isCausedBy(failure, UnknownHostException.class)) {
            return new Unreached("Expected the host to have an address, found none.");
        }
        if (isCausedBy(failure, SSLException.class)) {
            return new Unreached("Expected a trusted certificate for the host, found a failure: " + deepest(failure));
        }
        if (isCausedBy(failure, ConnectException.class)) {
            return new Unreached("Expected a connection, found none: " + deepest(failure));
        }
        if (isCausedBy(failure, TimeoutException.class)) {
            return new Unreached("Expected a connection, found none in time.");
        }
        return new Unreached("Expected a whole answer, found a failure: " + deepest(failure));
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static String deepest(Throwable failure) {
        Throwable cause = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) + "…" : words;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX);
    }
}
