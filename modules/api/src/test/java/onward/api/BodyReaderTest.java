package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body that never ends. */
class BodyReaderTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void a_body_that_does_not_come_in_time_is_refused_and_one_that_does_is_read() throws Exception {
        Promise<Refusal> refused = Promise.promise();
        Promise<Buffer> read = Promise.promise();
        var route = new Route(HttpMethod.POST, List.of("x"), false, 100, null, false, call -> null);
        var server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    new BodyReader(vertx, Duration.ofMillis(50))
                            .read(request, route)
                            .onSuccess(read::tryComplete)
                            .onFailure(fault -> refused.tryComplete((Refusal) fault));
                })
                .listen(0, "127.0.0.1"));
        try (var slow = new Socket("127.0.0.1", server.actualPort());
                var quick = new Socket("127.0.0.1", server.actualPort())) {
            slow.getOutputStream().write(head("{"));
            assertThat(refused.future()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(408);
                        assertThat(refusal.name()).isEqualTo("validation_error");
                    });

            quick.getOutputStream().write(head("{}"));
            assertThat(read.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .hasToString("{}");
        }
    }

    private static byte[] head(String body) {
        return ("POST /x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
