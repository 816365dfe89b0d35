package onward.api.sendrealm;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import onward.api.Desk;
import onward.api.FaceSettings;
import onward.api.OpenApi;
import onward.api.Routes;
import onward.api.RunControlResource;
import onward.api.RunDetailResource;
import onward.bus.Bell;
import onward.store.Store;

/**
 * The Sendrealm dialect below {@code /sendrealm} (contract/sendrealm.md): another shape of the same engine. The mount
 * alone decides the shape, never the body nor the key, so that an unknown route is refused in it too.
 */
public final class SendrealmFace {
    /** Where it is on every host. */
    public static final String MOUNT = "/sendrealm";

    private static final int BEFORE_ALL = -1;
    private static final String DOCUMENT = OpenApi.document("sendrealm");

    private SendrealmFace() {}

    /**
     * Mounts the face; to be called before the native one is mounted, whose paths would else be looked at first.
     *
     * @param host the name of a host that is this face from its root on, for clients that can carry no path; null for
     *     none
     */
    public static void mount(Router router, Vertx vertx, Store store, FaceSettings settings, String host) {
        var desk = new Desk(
                vertx, store, routes(vertx, store), settings.limiter(), settings.log(), SendrealmErrors::answer);
        router.route().order(BEFORE_ALL).handler(context -> {
            String path = context.request().path();
            if (path != null && (path.equals(MOUNT) || path.startsWith(MOUNT + "/"))) {
                serve(desk, context, MOUNT);
            } else if (host != null && path != null && isFor(host, context)) {
                serve(desk, context, "");
            } else {
                context.next();
            }
        });
    }

    /** The document is for everybody, all else for those with a key. */
    private static void serve(Desk desk, RoutingContext context, String mount) {
        boolean isDocument = context.request().path().equals(mount + "/openapi.json")
                && context.request().method().equals(HttpMethod.GET);
        if (isDocument) {
            OpenApi.serve(context.response(), DOCUMENT);
        } else {
            desk.serve(context, mount);
        }
    }

    private static boolean isFor(String host, RoutingContext context) {
        HostAndPort authority = context.request().authority();
        return authority != null && host.equalsIgnoreCase(authority.host());
    }

    /** The table of all routes, without the mount. */
    static Routes routes(Vertx vertx, Store store) {
        var routes = new Routes();
        var bell = new Bell(vertx.eventBus());
        new IngestResource(store, vertx.eventBus()).register(routes);
        new PublicationResource(store).register(routes);
        new RunListResource(store).register(routes);
        var details = new RunDetailResource(store);
        details.register(routes);
        var control = new RunControlResource(store, bell);
        routes.post(
                        "/automation-runs/:runId/cancel",
                        call -> control.cancel(call).compose(done -> details.get(call)))
                .post(
                        "/automation-runs/:runId/retry",
                        call -> control.retry(call).compose(done -> details.get(call)));
        new MessageTemplateResource(store).register(routes);
        new PersonResource(store, bell).register(routes);
        return routes;
    }
}
