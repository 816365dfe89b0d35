package onward.web.login;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passwords, hashed by argon2id with what OWASP recommends: 19 MiB, two passes. One at a time, on a thread of its own,
 * so that nobody can make the server do nothing else.
 */
public final class Passwords {
    public static final int CHARS_MIN = 12;
    public static final int CHARS_MAX = 200;

    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** How many may wait for their turn. */
    private static final int WAITING_MAX = 20;

    private final Argon2Function function =
            Argon2Function.getInstance(MEMORY_KIBIBYTES, PASSES, 1, HASH_BYTES, Argon2.ID);
    private final WorkerExecutor worker;
    private final AtomicInteger waiting = new AtomicInteger();

    public Passwords(Vertx vertx) {
        this.worker = vertx.createSharedWorkerExecutor("onward-passwords", 1);
    }

    /** Why a password cannot be taken; empty when it can. */
    public static Optional<String> problem(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= CHARS_MIN && length <= CHARS_MAX
                ? Optional.empty()
                : Optional.of("Expected a password of " + CHARS_MIN + " to " + CHARS_MAX + " characters, found "
                        + length + ".");
    }

    /** The hash in PHC form. */
    public Future<String> hash(String password) {
        return worker.executeBlocking(
                () -> Password.hash(password)
                        .addRandomSalt(SALT_BYTES)
                        .with(function)
                        .getResult(),
                false);
    }

    /**
     * Whether it is the password of that hash; takes its time also when there is no hash, so that nobody learns from the
     * time who exists.
     *
     * @param hash null when there is none
     * @return fails with {@link TooManyTries} when too many wait for their turn
     */
    public Future<Boolean> matches(String password, String hash) {
        if (password.length() > CHARS_MAX || waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return password.length() > CHARS_MAX
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(new TooManyTries());
        }
        return worker.executeBlocking(() -> check(password, hash), false).onComplete(done -> waiting.decrementAndGet());
    }

    private boolean check(String password, String hash) {
        if (hash == null) {
            Password.hash(password).addRandomSalt(SALT_BYTES).with(function);
            return false;
        }
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }
}
