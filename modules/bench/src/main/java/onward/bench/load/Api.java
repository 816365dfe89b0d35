package onward.bench.load;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import onward.bench.house.BenchCut;

/** Single calls that must succeed, for setting a stage. */
public final class Api {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI server;
    private final String token;

    public Api(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    public JsonObject post(String path, JsonObject body) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new BenchCut("Expected POST " + path + " to succeed, found " + response.statusCode() + " "
                        + response.body());
            }
            return new JsonObject(response.body());
        } catch (IOException e) {
            throw new BenchCut("Expected POST " + path + " to be answered, found:", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchCut("The bench was interrupted.");
        }
    }
}
