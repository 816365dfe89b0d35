package onward.api;

import io.vertx.core.Future;

/** What one route does. It may throw a {@link Refusal} as well as fail with one. */
@FunctionalInterface
public interface Handler {
    Future<Answer> handle(Call call);
}
