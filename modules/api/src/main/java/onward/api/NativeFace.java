package onward.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import onward.store.Store;

/** The native face at the root of its origin: the list of all its resources. */
public final class NativeFace {
    private NativeFace() {}

    /**
     * Mounts every resource behind all other routes of the router; what none of them knows is answered 404
     * in the face's own shape. To be called once per router, on the event loop that serves it.
     */
    public static void mount(Router router, Vertx vertx, Store store) {
        var routes = new Routes();
        new SendResource(vertx.eventBus()).register(routes);
        new EventTypeResource(store).register(routes);
        new AutomationResource(store).register(routes);
        new RunResource(store).register(routes);
        new KeyResource(store).register(routes);
        new ContactResource(store).register(routes);
        new TemplateResource(store).register(routes);
        new EmailResource(store).register(routes);

        var desk = new Desk(vertx, store, routes);
        router.route().last().handler(desk::serve);
        router.errorHandler(400, context -> desk.refuse(context.request(), NativeErrors.unknownRoute()));
    }
}
