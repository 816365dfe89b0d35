package onward.channel.smtp;

import java.util.stream.Stream;

/** The chain of causes below a failure, outermost first. */
final class Causes {
    private static final int DEPTH_MAX = 20;

    private Causes() {}

    /** @param failure may be null, which has no causes; the library's nested exceptions are causes too */
    static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH_MAX);
    }
}
