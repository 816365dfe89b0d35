package onward.flow.step;

import java.time.Instant;

/**
 * What a resting run listens for: an event of its contact that was received at or after an instant.
 *
 * @param eventName spelled exactly
 * @param key a {@link onward.flow.fact.Correlation} key, or the empty one for every event of that name
 * @param since the first instant that counts
 */
public record Await(String eventName, String key, Instant since) {}
