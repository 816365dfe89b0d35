package onward.flow.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import onward.flow.explain.Findings.Deed;

/** Who did something, as far as the log of requests knows: a request is known by what it changed, and when. */
final class Deeds {
    /** So near in time a request and what it did are one. */
    private static final Duration DISTANCE_MAX = Duration.ofSeconds(2);

    private Deeds() {}

    /** The request that did something at an instant to what that path begins with; empty when none is known. */
    static Optional<Deed> at(Findings facts, Instant at, String path) {
        return facts.deeds().stream()
                .filter(deed -> deed.endpoint().startsWith(path))
                .filter(deed -> Duration.between(at, deed.at()).abs().compareTo(DISTANCE_MAX) <= 0)
                .findFirst();
    }

    /** Who it was, as the end of a clause. */
    static String by(Deed deed) {
        String key = deed.keyName() == null ? "a key that is gone" : "the key " + Words.quoted(deed.keyName());
        return ", by " + deed.method() + " " + deed.endpoint() + " with " + key;
    }
}
