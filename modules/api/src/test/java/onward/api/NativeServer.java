package onward.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.LocalCodec;
import onward.bus.NewEvent;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import onward.store.table.ApiKeys;

/** The native face on a real server and a real database; ingest is a listener that remembers what it got. */
final class NativeServer implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Store store = Store.open(vertx, TestDatabase.fresh(), 4);
    final List<NewEvent> ingested = new CopyOnWriteArrayList<>();
    final Ids ids = Ids.from(new SecureRandom());
    final String fullKey;
    final String sendingKey;
    final int port;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer as a test looks at it. */
    record Reply(int status, Map<String, Object> body, HttpResponse<String> raw) {
        String text(String field) {
            return (String) body.get(field);
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> items(String field) {
            return (List<Map<String, Object>>) body.get(field);
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }
    }

    NativeServer() {
        this(FaceSettings.defaults());
    }

    NativeServer(FaceSettings settings) {
        LocalCodec.register(vertx.eventBus());
        fullKey = key(ApiKeys.FULL_ACCESS);
        sendingKey = key(ApiKeys.SENDING_ACCESS);
        Router router = Router.router(vertx);
        NativeFace.mount(router, vertx, store, settings, Outside.none());
        port = await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort();
    }

    /** Answers every event as accepted, under a new id. */
    NativeServer withIngest() {
        vertx.eventBus().<NewEvent>localConsumer(Address.INGEST.text(), message -> {
            ingested.add(message.body());
            message.reply(new Ingested.Accepted(UUID.randomUUID(), Instant.EPOCH, false));
        });
        return this;
    }

    private String key(String permission) {
        return await(store.now()
                        .compose(now ->
                                ApiKeys.create(store.client(), TestDatabase.PROJECT, permission, permission, now, ids)))
                .token();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, null);
    }

    /** With the full-access key and a JSON body. */
    Reply send(String method, String path, String body) {
        return send(request(method, path, body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", "Bearer " + fullKey)
                .header("Content-Type", "application/json"));
    }

    HttpRequest.Builder request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /** What somebody without a key gets, whatever it is. */
    HttpResponse<String> raw(String path) {
        try {
            return client.send(request("GET", path, new byte[0]).build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    Reply send(HttpRequest.Builder request) {
        try {
            var raw = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(raw.statusCode(), (Map<String, Object>) JsonReader.read(raw.body()), raw);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(store.close());
        await(vertx.close());
    }
}
