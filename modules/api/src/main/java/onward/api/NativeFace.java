package onward.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import onward.bus.Bell;
import onward.store.Store;

/** The native face at the root of its origin: the list of all its resources. */
public final class NativeFace {
    private NativeFace() {}

    /**
     * Mounts every resource behind all other routes of the router; what none of them knows is answered 404
     * in the face's own shape. To be called once per router, on the event loop that serves it.
     */
    public static void mount(Router router, Vertx vertx, Store store) {
        mount(router, vertx, store, FaceSettings.defaults(), Outside.none());
    }

    /** The same in a house that says more about itself and has more to it. */
    public static void mount(Router router, Vertx vertx, Store store, FaceSettings settings, Outside outside) {
        var links = new Links(store, settings.publicUrl());
        var shared = new SharedMail(store, links);
        var desk = new Desk(vertx, store, routes(vertx, store, settings, outside), settings.limiter());
        shared.mount(router);
        router.route().last().handler(context -> {
            if (!OpenApi.served(context.request())) {
                desk.serve(context);
            }
        });
        router.errorHandler(400, context -> desk.refuse(context.request(), NativeErrors.unknownRoute()));
    }

    /** The table of all routes. What is in it has to be in the OpenAPI document too, see {@link OpenApi}. */
    static Routes routes(Vertx vertx, Store store, FaceSettings settings, Outside outside) {
        var routes = new Routes();
        var bell = new Bell(vertx.eventBus());
        new SendResource(vertx.eventBus()).register(routes);
        new EventTypeResource(store).register(routes);
        new AutomationResource(store).register(routes);
        new RunResource(store).register(routes);
        new WorkflowResource(store).register(routes);
        new WorkflowRunResource(store).register(routes);
        new KeyResource(store).register(routes);
        new ContactResource(store, new ContactKeeper(store, bell)).register(routes);
        new ContactPropertyResource(store).register(routes);
        new ImportResource(store, bell).register(routes);
        new MemberResource(store).register(routes);
        new ChoiceResource(store).register(routes);
        new SegmentResource(store, Noun.SEGMENT).register(routes);
        new SegmentResource(store, Noun.AUDIENCE).register(routes);
        new TopicResource(store).register(routes);
        new TemplateResource(store).register(routes);
        var links = new Links(store, settings.publicUrl());
        new EmailResource(store, bell).register(routes);
        new EmailSending(vertx, store, bell, settings).register(routes);
        new EmailSchedule(store, bell).register(routes);
        new AttachmentResource(store, links).register(routes);
        new SuppressionResource(store).register(routes);
        new SharedMail(store, links).register(routes);
        new DecisionResource(store, bell).register(routes);
        new WebhookResource(store, outside).register(routes);
        new WebhookEventResource(store).register(routes);
        new ReportResource(store, bell, outside).register(routes);
        new DomainResource(vertx, store, outside).register(routes);
        new UsageResource(store).register(routes);
        return routes;
    }
}
