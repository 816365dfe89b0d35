package onward.trial.evidence;

/**
 * An event that the driver meant to send, whatever became of it.
 *
 * @param key its idempotency key, of which there is one event
 * @param number what its payload carries as {@code n}
 */
public record Intent(String key, String name, String email, int number) {}
