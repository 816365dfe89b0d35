package onward.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Ids;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import onward.store.table.ApiKeys;

/** The native face on a real server and a fresh database, with a key of full access, for tests. */
final class RunningFace implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Store store = Store.open(vertx, TestDatabase.fresh(), 4);
    private final String origin;
    private final String token;

    RunningFace() throws Exception {
        this(Outside.none());
    }

    /** In a house that has more to it. */
    RunningFace(Outside outside) throws Exception {
        var router = Router.router(vertx);
        NativeFace.mount(router, vertx, store, FaceSettings.defaults(), outside);
        var server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        origin = "http://127.0.0.1:" + server.actualPort();
        var ids = Ids.from(new SecureRandom());
        token = done(store.now()
                        .compose(now -> ApiKeys.create(
                                store.client(), TestDatabase.PROJECT, "test", ApiKeys.FULL_ACCESS, now, ids)))
                .token();
    }

    /** What came back: the status and the body as plain values. */
    record Reply(int status, Map<String, Object> body) {
        String text(String field) {
            return (String) body.get(field);
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> data() {
            return (List<Map<String, Object>>) body.get("data");
        }
    }

    Store store() {
        return store;
    }

    Reply get(String path) throws Exception {
        return send("GET", path, null);
    }

    Reply delete(String path) throws Exception {
        return send("DELETE", path, null);
    }

    Reply post(String path, Object body) throws Exception {
        return send("POST", path, body == null ? null : JsonWriter.write(body));
    }

    Reply patch(String path, Object body) throws Exception {
        return send("PATCH", path, JsonWriter.write(body));
    }

    Reply send(String method, String path, String body) throws Exception {
        return send(method, "application/json", path, body);
    }

    /** A POST of another content type. */
    Reply sendAs(String type, String path, String body) throws Exception {
        return send("POST", type, path, body);
    }

    @SuppressWarnings("unchecked") // every body of the face is an object
    private Reply send(String method, String type, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        return new Reply(response.statusCode(), (Map<String, Object>) JsonReader.read(response.body()));
    }

    @Override
    public void close() throws Exception {
        done(vertx.close());
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}
