package onward.app.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Stands before the server, hands everything through as it is, and remembers every answer. */
final class RecordingProxy implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "host", "content-length", "transfer-encoding", "expect", "keep-alive");

    /** One answer and what it answers. */
    record Exchange(String method, String path, int status, String contentType, String body) {}

    private final Vertx vertx;
    private final HttpClient client;
    private final int target;
    private final int port;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    /**
     * @param target the port of the server on this machine
     * @param options how the proxy itself is spoken to, for example by TLS
     */
    RecordingProxy(Vertx vertx, int target, HttpServerOptions options) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createHttpClient();
        this.port = await(vertx.createHttpServer(options)
                        .requestHandler(this::pass)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    int port() {
        return port;
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    private void pass(HttpServerRequest request) {
        request.body()
                .compose(body -> asked(request, body))
                .onFailure(fault -> request.response().setStatusCode(502).end(String.valueOf(fault)));
    }

    private Future<Void> asked(HttpServerRequest request, Buffer body) {
        var options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(target)
                .setMethod(request.method())
                .setURI(request.uri());
        request.headers().forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                options.addHeader(name, value);
            }
        });
        return client.request(options)
                .compose(out -> out.send(body))
                .compose(answer -> answer.body().compose(bytes -> {
                    exchanges.add(new Exchange(
                            request.method().name(),
                            request.path(),
                            answer.statusCode(),
                            answer.getHeader("content-type"),
                            bytes.toString()));
                    var response = request.response().setStatusCode(answer.statusCode());
                    answer.headers().forEach((name, value) -> {
                        if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                            response.headers().add(name, value);
                        }
                    });
                    return response.end(bytes);
                }));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(client.close());
        await(vertx.close());
    }
}
