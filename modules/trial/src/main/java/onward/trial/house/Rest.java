package onward.trial.house;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets time pass, which a black box leaves as the only thing to wait for. */
public final class Rest {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private Rest() {}

    public static void of(Duration time) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Looks again and again; whether it became true in time. */
    public static boolean until(BooleanSupplier it, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!it.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            of(LOOK_EVERY);
        }
        return true;
    }
}
