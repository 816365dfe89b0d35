package onward.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/** A client that speaks to one server's two faces. */
final class TwoFaces {
    static final String SENDREALM = "/sendrealm";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    TwoFaces(String url) {
        this.url = url;
    }

    /** What came back, as plain values. */
    record Reply(int status, Map<String, Object> body, HttpHeaders headers) {
        Map<String, Object> data() {
            return object(body.get("data"));
        }

        List<Map<String, Object>> items() {
            return objects(body.get("data"));
        }

        Map<String, Object> error() {
            return object(body.get("error"));
        }
    }

    @SuppressWarnings("unchecked") // an object of parsed JSON
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // a list of objects of parsed JSON
    static List<Map<String, Object>> objects(Object value) {
        return (List<Map<String, Object>>) value;
    }

    Reply get(String path) {
        return send("GET", path, null, RunningServer.KEY);
    }

    Reply post(String path, Object body) {
        return send("POST", path, body, RunningServer.KEY);
    }

    /** The same, and it has to be answered so. */
    Reply post(int status, String path, Object body) {
        Reply reply = post(path, body);
        assertThat(reply.status()).as(path + " " + reply.body()).isEqualTo(status);
        return reply;
    }

    Reply send(String method, String path, Object body) {
        return send(method, path, body, RunningServer.KEY);
    }

    /** @param body text as it is, or plain values to be written; @param key null for none */
    Reply send(String method, String path, Object body, String key) {
        String text = body == null || body instanceof String ? (String) body : JsonWriter.write(body);
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text))
                .header("content-type", "application/json");
        if (key != null) {
            request.header("authorization", "Bearer " + key);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), object(JsonReader.read(response.body())), response.headers());
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    /** Asks again until the answer fits. */
    Reply eventually(String path, Predicate<Reply> fits) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Reply reply = get(path);
            if (fits.test(reply)) {
                return reply;
            }
            assertThat(System.nanoTime()).as("%s: %s", path, reply.body()).isLessThan(deadline);
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, POLL_MILLIS, TimeUnit.MILLISECONDS)
                    .get();
        }
    }

    /** The one run of an automation, once it is there and fits. */
    Map<String, Object> run(Object automation, Predicate<Map<String, Object>> fits) throws Exception {
        var list = eventually(
                SENDREALM + "/automations/" + automation + "/runs",
                reply -> reply.items().size() == 1);
        String path = SENDREALM + "/automation-runs/" + list.items().get(0).get("id");
        return eventually(path, reply -> fits.test(reply.data())).data();
    }
}
