package onward.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import onward.bus.PublicAddress;
import onward.store.Store;
import onward.store.json.JsonWriter;
import onward.store.table.ApiKeys.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message of the event bus through the checks that a request of the native face goes through, in their order,
 * to the very handler of that route; so both are checked and answered alike. What is refused fails with a {@link
 * ReplyException}: its code is the status, its message the body that HTTP has for it. Belongs to one event loop.
 */
public final class BusDesk {
    /** The header of a message that has its API key, and that of one that has its idempotency key: as in HTTP. */
    public static final String AUTHORIZATION = "authorization";
    /** How large the body of a message may be, as JSON. */
    public static final int BODY_BYTES_MAX = BodyReader.BODY_BYTES_MAX;

    private static final List<String> SEND = Route.split("/events/send");
    private static final String RUNS = "automation-runs";
    private static final String RUN_ID = "run_id";
    private static final Logger LOG = LoggerFactory.getLogger(BusDesk.class);

    private final Store store;
    private final Routes routes;
    private final Doorman doorman;
    private final RateLimiter limiter;
    private final RequestLog log;

    public BusDesk(Vertx vertx, Store store, FaceSettings settings, Outside outside) {
        this.store = store;
        this.routes = NativeFace.routes(vertx, store, settings, outside, new Links(store, settings.publicUrl()));
        this.doorman = new Doorman(store);
        this.limiter = settings.limiter();
        this.log = settings.log();
    }

    /** A message on its way. @param from where it came from, for keys that are wrong too often */
    public record Asked(PublicAddress address, MultiMap headers, Object body, String from) {}

    /** Whose key it is, which has to be one of full access; for what is not one of the requests. */
    public Future<Holder> holder(String authorization, String from) {
        return refusing(() -> known(authorization, from));
    }

    private Future<Holder> known(String authorization, String from) {
        return doorman.holder(authorization, from).map(holder -> {
            if (holder.sendingOnly()) {
                throw NativeErrors.restrictedKey();
            }
            return holder;
        });
    }

    /** The answer to a request, see {@link PublicAddress#requests}. */
    public Future<JsonObject> answer(Asked asked) {
        return refusing(
                () -> known(asked.headers().get(AUTHORIZATION), asked.from()).compose(holder -> answer(asked, holder)));
    }

    private Future<JsonObject> answer(Asked asked, Holder holder) {
        if (limiter.take(holder.keyId()).isExceeded()) {
            throw NativeErrors.rateLimited(limiter.perSecond());
        }
        return switch (asked.address()) {
            case HELLO -> Future.succeededFuture(hello(holder));
            case INGEST -> routed(HttpMethod.POST, SEND, json(asked.body()), asked, holder);
            case GET_RUN -> routed(HttpMethod.GET, run(json(asked.body())), Buffer.buffer(), asked, holder);
            case FEED_RUNS, FEED_STEPS, FEED_EMAILS -> throw feedOnly(asked.address());
        };
    }

    private static JsonObject hello(Holder holder) {
        var feeds = new JsonObject();
        PublicAddress.feeds().forEach(feed -> feeds.put(feed.text(), feed.of(holder.projectId())));
        return new JsonObject()
                .put("object", "caller")
                .put("project_id", holder.projectId().toString())
                .put("feeds", feeds);
    }

    private static Buffer json(Object body) {
        Buffer json = body == null ? Buffer.buffer() : body instanceof Buffer raw ? raw : Json.encodeToBuffer(body);
        if (json.length() > BODY_BYTES_MAX) {
            throw NativeErrors.tooLarge("Expected a message body of at most " + BODY_BYTES_MAX
                    + " bytes, found a larger one. Send less in one message.");
        }
        return json;
    }

    private static List<String> run(Buffer body) {
        Fields fields = Call.fields(body);
        UUID id = fields.require(RUN_ID) ? fields.optionalUuid(RUN_ID) : null;
        fields.check();
        return List.of(RUNS, id.toString());
    }

    private Future<JsonObject> routed(HttpMethod method, List<String> path, Buffer body, Asked asked, Holder holder) {
        Route route = routes.fitting(path).stream()
                .filter(fitting -> fitting.method().equals(method))
                .findFirst()
                .orElseThrow();
        var call = new Call(store, holder, route.parameters(path), new Query(null), asked.headers(), body, null);
        return guarded(() -> route.handler().handle(call))
                .recover(fault -> Future.failedFuture(refusal(fault)))
                .onSuccess(answer -> note(asked, route, path, holder, body, answer))
                .onFailure(fault -> note(asked, route, path, holder, body, NativeErrors.answer((Refusal) fault)))
                .map(answer -> new JsonObject(JsonWriter.write(answer.body())));
    }

    private void note(Asked asked, Route route, List<String> path, Holder holder, Buffer body, Answer answer) {
        if (!log.wants(holder, path)) {
            return;
        }
        String text = JsonWriter.write(answer.body());
        log.note(new RequestLog.Noted(
                holder.projectId(),
                holder.keyId(),
                route.method().name(),
                "/" + String.join("/", path),
                "event bus, " + asked.address().text(),
                body.length() > RequestLog.BODY_MAX ? null : body,
                body.length(),
                answer.status(),
                text.length() > RequestLog.BODY_MAX ? null : text,
                text.length(),
                System.nanoTime()));
    }

    private static Refusal feedOnly(PublicAddress feed) {
        return NativeErrors.validation("Expected one of "
                + PublicAddress.requests().stream().map(PublicAddress::text).toList() + " to send to, found the feed "
                + feed.text() + ". Listen to it instead.");
    }

    private static <T> Future<T> refusing(Supplier<Future<T>> work) {
        return guarded(work).recover(fault -> Future.failedFuture(failure(fault)));
    }

    /** What a message fails with: a refusal as it is, anything else as a fault of ours. */
    public static ReplyException failure(Throwable fault) {
        Answer answer = NativeErrors.answer(refusal(fault));
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, answer.status(), JsonWriter.write(answer.body()));
    }

    /** What is wrong with a message that nobody can even look at. */
    public static ReplyException unreadable(String message) {
        return failure(NativeErrors.validation(message));
    }

    private static <T> Future<T> guarded(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Refusal refusal(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        String requestId = UUID.randomUUID().toString();
        LOG.error("Message {} of the event bus failed", requestId, cause);
        return NativeErrors.internal(requestId);
    }
}
