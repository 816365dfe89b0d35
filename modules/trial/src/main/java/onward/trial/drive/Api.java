package onward.trial.drive;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import onward.trial.evidence.Call.Outcome;

/** One HTTP call to one node. */
public final class Api {
    /** After this long without an answer a call may have happened or not. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String key;

    public Api(String key) {
        this.key = key;
    }

    /** What a client knows after a call. */
    record Answer(Instant invoked, Instant completed, int status, JsonObject body) {
        /** 4xx is a definite no, but for 408 and 429; everything without a 2xx or 4xx may have happened. */
        Outcome outcome() {
            if (status / 100 == 2) {
                return Outcome.OK;
            }
            return status / 100 == 4 && status != 408 && status != 429 ? Outcome.NO : Outcome.UNKNOWN;
        }
    }

    /** Never fails: a call without an answer has the status 0. */
    CompletableFuture<Answer> call(URI node, String method, String path, Object body, String idempotencyKey) {
        Instant invoked = Instant.now();
        return client.sendAsync(request(node, method, path, body, idempotencyKey), HttpResponse.BodyHandlers.ofString())
                .handle((response, fault) -> fault == null
                        ? new Answer(invoked, Instant.now(), response.statusCode(), json(response.body()))
                        : new Answer(invoked, Instant.now(), 0, new JsonObject()));
    }

    /** A call that must succeed: for setting up and for reading afterwards. */
    public JsonObject must(URI node, String method, String path, Object body) throws IOException {
        Answer answer = call(node, method, path, body, null).join();
        if (answer.outcome() != Outcome.OK) {
            throw new IOException("Expected " + method + " " + path + " to succeed, found " + answer.status() + " "
                    + answer.body().encode());
        }
        return answer.body();
    }

    private HttpRequest request(URI node, String method, String path, Object body, String idempotencyKey) {
        var request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(encoded(body)));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return request.build();
    }

    private static String encoded(Object body) {
        return io.vertx.core.json.Json.encode(body instanceof Map<?, ?> map ? object(map) : body);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject object(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }

    private static JsonObject json(String text) {
        try {
            return text.isBlank() ? new JsonObject() : new JsonObject(text);
        } catch (DecodeException odd) {
            return new JsonObject().put("text", text);
        }
    }
}
