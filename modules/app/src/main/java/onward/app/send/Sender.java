package onward.app.send;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;

/**
 * Posts lines to one server. A lost connection, a 429 and every 5xx are tried again, later each time; the
 * idempotency key makes that safe. Any other answer is final.
 */
final class Sender {
    /** Together about 50 seconds: longer than a restart of the server. */
    static final int TRIES_MAX = 10;

    private static final long PAUSE_MILLIS_FIRST = 200;
    private static final long PAUSE_MILLIS_MAX = 10_000;
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final long ANSWER_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final String url;
    private final String apiKey;
    private final Tally tally;

    Sender(Vertx vertx, String server, String apiKey, int concurrency, Tally tally) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS_MAX).setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(concurrency));
        this.url = server.replaceAll("/+$", "") + "/events/send";
        this.apiKey = apiKey;
        this.tally = tally;
    }

    /** Succeeds when the line is counted, whatever became of it. */
    Future<Void> send(Line line) {
        return attempt(line, 1);
    }

    private Future<Void> attempt(Line line, int number) {
        return post(line).transform(answer -> {
            String trouble = answer.failed()
                    ? String.valueOf(answer.cause().getMessage())
                    : answer.result().trouble();
            if (trouble == null) {
                answer.result().count(line, tally);
                return Future.succeededFuture();
            }
            if (number >= TRIES_MAX) {
                tally.failed("line " + line.number() + ": given up after " + number + " tries: " + trouble);
                return Future.succeededFuture();
            }
            tally.retried();
            return vertx.timer(pauseMillis(number)).compose(again -> attempt(line, number + 1));
        });
    }

    private Future<Answer> post(Line line) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(ANSWER_MILLIS_MAX)
                .putHeader("Authorization", "Bearer " + apiKey)
                .putHeader("Content-Type", "application/json");
        if (line.key() != null) {
            options.putHeader("Idempotency-Key", line.key());
        }
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(line.body())))
                .compose(response -> response.body().map(body -> new Answer(response.statusCode(), body.toString())));
    }

    private static long pauseMillis(int number) {
        long pause = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS_FIRST << (number - 1));
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    /** What the server said. */
    private record Answer(int status, String body) {

        /** Why the line has to be tried again; null when it has not. */
        String trouble() {
            return status == 429 || status >= 500 ? "HTTP " + status + " " + body : null;
        }

        void count(Line line, Tally tally) {
            if (status / 100 == 2) {
                tally.accepted(isDuplicate());
            } else {
                tally.refused("line " + line.number() + ": HTTP " + status + " " + body);
            }
        }

        private boolean isDuplicate() {
            try {
                return JsonReader.read(body) instanceof Map<?, ?> fields
                        && Boolean.TRUE.equals(fields.get("deduplicated"));
            } catch (JsonFault e) {
                return false; // another server's answer, accepted all the same
            }
        }
    }
}
