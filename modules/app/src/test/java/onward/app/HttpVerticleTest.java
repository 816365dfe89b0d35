package onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that say nothing, or say it too slowly. */
class HttpVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger port = new AtomicInteger();

    @BeforeEach
    void listen() throws Exception {
        var verticle = new HttpVerticle(
                "127.0.0.1",
                0,
                router -> router.route().handler(context -> context.response().end("hello")),
                port,
                Duration.ofMillis(200));
        vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_head_that_does_not_end_in_time_costs_the_connection() throws Exception {
        try (var socket = new Socket("127.0.0.1", port.get())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_connection_that_has_asked_stays() throws Exception {
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var asking = new Socket("127.0.0.1", port.get());
                var silent = new Socket("127.0.0.1", port.get())) {
            asking.setSoTimeout(10_000);
            silent.setSoTimeout(10_000);
            asking.getOutputStream().write(request);
            assertThat(asking.getInputStream().read()).isEqualTo('H');

            // Once the one that says nothing is gone, the time of the other is over, too.
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            asking.getInputStream().skipNBytes(asking.getInputStream().available());
            asking.getOutputStream().write(request);
            assertThat(asking.getInputStream().read()).isEqualTo('H');
        }
    }
}
