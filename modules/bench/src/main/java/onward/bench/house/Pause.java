package onward.bench.house;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets time pass, which a black box leaves as the only thing to wait for. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Looks again and again; whether it became true in time. */
    public static boolean until(BooleanSupplier it, Duration every, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!it.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            of(every);
        }
        return true;
    }
}
