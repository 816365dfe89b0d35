package onward.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import onward.bus.Bell;
import onward.store.Store;

/** The native face at the root of its origin: the list of all its resources. */
public final class NativeFace {
    private static final int BEFORE_ALL = -1;

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
        var routes = routes(vertx, store, settings, outside, links);
        var desk = new Desk(vertx, store, routes, settings.limiter(), settings.log(), NativeErrors::answer);
        // The router takes dots out of paths, and /automations/../dashboard must be no other route. A path that the
        // face
        // knows need not be held against every page first.
        router.route().order(BEFORE_ALL).handler(context -> {
            String path = context.request().path();
            if (Route.hasDots(path) || routes.know(path)) {
                desk.serve(context);
            } else {
                context.next();
            }
        });
        new SharedMail(store, links).mount(router);
        OpenApi.mount(router);
        router.route().last().handler(desk::serve);
        router.errorHandler(400, context -> desk.refuse(context.request(), NativeErrors.unknownRoute()));
    }

    /** The table of all routes. What is in it has to be in the OpenAPI document too, see {@link OpenApi}. */
    static Routes routes(Vertx vertx, Store store, FaceSettings settings, Outside outside, Links links) {
        var routes = new Routes();
        var bell = new Bell(vertx.eventBus());
        new SendResource(vertx.eventBus()).register(routes);
        new EventTypeResource(store).register(routes);
        new AutomationResource(store).register(routes);
        new RunResource(store).register(routes);
        new RunDetailResource(store).register(routes);
        new RunControlResource(store, bell).register(routes);
        new FlightResource(store, bell).register(routes);
        new BulkActionResource(store, bell).register(routes);
        new MetricsResource(store).register(routes);
        new RehearsalResource(vertx, store).register(routes);
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
        new EmailResource(store, bell).register(routes);
        new EmailSending(vertx, store, bell, settings, outside.mailLinks()).register(routes);
        new EmailSchedule(store, bell).register(routes);
        new AttachmentResource(store, links).register(routes);
        new SuppressionResource(store).register(routes);
        new SharedMail(store, links).register(routes);
        new DecisionResource(store, bell).register(routes);
        new WebhookResource(store, outside).register(routes);
        new WebhookEventResource(store).register(routes);
        new ReportResource(store, bell, outside, settings.fetcher()).register(routes);
        new DomainResource(vertx, store, outside).register(routes);
        new DeviceResource(store, outside).register(routes);
        new PushResource(vertx, store, bell, outside).register(routes);
        new SendPolicyResource(store).register(routes);
        new RetentionResource(store).register(routes);
        new LogResource(store).register(routes);
        new UsageResource(store, settings.limiter()).register(routes);
        new ExplainResource(store).register(routes);
        return routes;
    }
}
