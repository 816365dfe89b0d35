package onward.trial;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import onward.trial.check.Database;
import onward.trial.check.Database.Unsettled;
import onward.trial.house.Rest;

/** Waits until nothing is left to do. What is due later is waited for; what is due and does not move has stalled. */
final class Settling {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofSeconds(60);
    static final Duration SETTLE_MAX = Duration.ofMinutes(15);
    /** A mutant may never settle, which shows soon enough. */
    static final Duration MUTANT_SETTLE_MAX = Duration.ofMinutes(2);

    private static final int SAID_EVERY = 15;

    private final Database database;
    private final Duration longest;
    private final Consumer<String> progress;

    Settling(Database database, Duration longest, Consumer<String> progress) {
        this.database = database;
        this.longest = longest;
        this.progress = progress;
    }

    /** What did not move; empty when all has settled. */
    List<String> await() throws SQLException {
        Instant began = Instant.now();
        Instant moved = began;
        List<Unsettled> before = List.of();
        for (int look = 0; ; look++) {
            List<Unsettled> left = database.unsettled();
            if (left.isEmpty()) {
                return List.of();
            }
            if (!left.equals(before) || isDueLater(left)) {
                moved = Instant.now();
            }
            if (moved.plus(STALL).isBefore(Instant.now()) || began.plus(longest).isBefore(Instant.now())) {
                return left.stream().map(Unsettled::what).toList();
            }
            if (look % SAID_EVERY == 0) {
                progress.accept("settling: " + left.size() + " things are not finished");
            }
            before = left;
            Rest.of(LOOK_EVERY);
        }
    }

    private static boolean isDueLater(List<Unsettled> left) {
        return left.stream()
                .map(Unsettled::dueAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .filter(last -> last.isAfter(Instant.now()))
                .isPresent();
    }
}
