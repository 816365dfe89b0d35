package onward.channel.webpush;

import io.vertx.core.Future;
import java.util.UUID;

/** Knows the key of every project. */
@FunctionalInterface
public interface VapidKeys {
    /** The key of a project, which is made when nobody asked before; fails when it cannot be had for now. */
    Future<VapidKey> of(UUID projectId);
}
