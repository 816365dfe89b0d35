package onward.app.code;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onward.store.json.JsonWriter;

/**
 * A running server and the key of a project, asked one request at a time. What is answered with 429 is asked again, later;
 * every other answer that is no success ends the command with what the server said.
 */
final class Remote {
    /** How many things of one kind are read: as many as a server lists. */
    static final int ITEMS_MAX = 10_000;

    private static final int PAGE = 100;
    private static final int TRIES_MAX = 60;
    private static final long PAUSE_MILLIS = 1_000;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
    private final String url;
    private final String apiKey;

    Remote(String url, String apiKey) {
        this.url = url.replaceAll("/+$", "");
        this.apiKey = apiKey;
    }

    Map<String, Object> get(String path) {
        return ask("GET", path, null);
    }

    Map<String, Object> post(String path, Map<String, Object> body) {
        return ask("POST", path, body);
    }

    Map<String, Object> patch(String path, Map<String, Object> body) {
        return ask("PATCH", path, body);
    }

    void delete(String path) {
        ask("DELETE", path, null);
    }

    /** Everything of a list, page by page, the oldest first. */
    List<Map<String, Object>> all(Kind kind) {
        List<Map<String, Object>> items = new ArrayList<>();
        boolean hasMore = true;
        String cursor = "";
        while (hasMore) {
            Map<String, Object> page = get(kind.path() + "?limit=" + PAGE + cursor);
            List<Map<String, Object>> data = Plain.objects(page.get("data"));
            items.addAll(0, reversed(data));
            hasMore = Boolean.TRUE.equals(page.get("has_more")) && !data.isEmpty();
            cursor = data.isEmpty() ? "" : "&after=" + data.get(data.size() - 1).get("id");
            if (items.size() > ITEMS_MAX) {
                throw new CodeFault("Expected at most " + ITEMS_MAX + " " + kind.plural() + ", found more.");
            }
        }
        return items;
    }

    private static List<Map<String, Object>> reversed(List<Map<String, Object>> page) {
        List<Map<String, Object>> items = new ArrayList<>(page);
        Collections.reverse(items);
        return items;
    }

    /** The address of one thing. */
    static String one(Kind kind, String id) {
        return kind.path() + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Map<String, Object> ask(String method, String path, Map<String, Object> body) {
        HttpResponse<String> response = send(method, path, body);
        for (int tries = 1; response.statusCode() == 429 && tries < TRIES_MAX; tries++) {
            pause();
            response = send(method, path, body);
        }
        Map<String, Object> answer = Plain.read(response.body());
        if (response.statusCode() / 100 != 2) {
            Object said = answer.get("message");
            throw new CodeFault(method + " " + path + ": expected success, found HTTP " + response.statusCode()
                    + (said == null ? "." : ": " + said));
        }
        return answer;
    }

    private HttpResponse<String> send(String method, String path, Map<String, Object> body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JsonWriter.write(body)))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CodeFault("Expected a server at " + url + ", found: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeFault("Interrupted while the server was asked " + method + " " + path + ".");
        }
    }

    private static void pause() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }
}
