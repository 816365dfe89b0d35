package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** Decides who comes in. */
public interface Gate {
    /**
     * Somebody who may come in.
     *
     * @param formKey what forms of this browser have to send along; nobody else can know it
     * @param user null when no login is asked for
     */
    record Pass(String formKey, String user) {}

    /** The pass of who asks; empty when there is none, and then an answer was sent already. */
    Future<Optional<Pass>> admit(RoutingContext context, Instant now);
}
