package onward.app.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import onward.app.config.BadConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
    private static final String ADA =
            "{\"event\":\"order.completed\",\"email\":\"ada@example.com\",\"idempotency_key\":\"order-1\"}";
    private static final String BOB = "{\"event\":\"order.completed\",\"email\":\"bob@example.com\"}";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_line_travels_with_its_fields_and_its_key_as_header() throws Exception {
        var bodies = new ConcurrentLinkedQueue<String>();
        var keys = new ConcurrentLinkedQueue<String>();
        String url = serve(request -> request.body().onSuccess(body -> {
            bodies.add(body.toString());
            keys.add(String.valueOf(request.getHeader("Idempotency-Key")) + request.getHeader("Authorization"));
            request.response().setStatusCode(202).end("{\"object\":\"event\"}");
        }));

        int code = send(zipped(ADA + "\n"), url);

        assertThat(code).isZero();
        assertThat(bodies).containsExactly("{\"event\":\"order.completed\",\"email\":\"ada@example.com\"}");
        assertThat(keys).containsExactly("order-1Bearer re_test");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 lines: 1 accepted, 0 duplicates");
    }

    @Test
    void a_server_in_trouble_is_tried_again_with_the_same_key() throws Exception {
        var tries = new ConcurrentHashMap<String, AtomicInteger>();
        String url = serve(request -> {
            int number = tries.computeIfAbsent(request.getHeader("Idempotency-Key"), key -> new AtomicInteger())
                    .incrementAndGet();
            request.response()
                    .setStatusCode(number == 1 ? 503 : number == 2 ? 429 : 202)
                    .end("{\"deduplicated\":true}");
        });

        int code = send(plain(ADA), url);

        assertThat(code).isZero();
        assertThat(tries.get("order-1")).hasValue(3);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("0 accepted, 1 duplicates")
                .contains("2 retries");
    }

    @Test
    void a_refused_line_is_shown_and_the_rest_goes_on() throws Exception {
        String url = serve(request -> request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(body.toString().contains("bob") ? 422 : 202)
                        .end("{\"message\":\"No.\"}")));

        int code = send(plain(BOB + "\n{broken\n\n" + ADA), url);

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("line 1: HTTP 422 {\"message\":\"No.\"}")
                .contains("line 2: ")
                .contains("3 lines: 1 accepted, 0 duplicates, 2 refused");
    }

    @Test
    void no_more_lines_are_under_way_than_allowed() throws Exception {
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        String url = serve(request -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            vertx.setTimer(5, later -> {
                open.decrementAndGet();
                request.response().setStatusCode(202).end("{}");
            });
        });

        int code = send(plain((BOB + "\n").repeat(40)), url, "--concurrency=4", "--limit=30");

        assertThat(code).isZero();
        assertThat(most).hasValue(4);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("30 lines: 30 accepted");
    }

    @Test
    void what_is_missing_is_told_before_anything_is_sent() {
        assertThatThrownBy(() -> SendCommand.run(
                        List.of("nowhere.ndjson", "--concurrency=0"),
                        Map.of(),
                        new PrintStream(out),
                        new PrintStream(out)))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("nowhere.ndjson")
                .hasMessageContaining("API key")
                .hasMessageContaining("--concurrency");
    }

    private int send(Path file, String url, String... flags) {
        var args = new java.util.ArrayList<>(List.of(file.toString(), "--url", url, "--api-key", "re_test"));
        args.addAll(List.of(flags));
        var quiet = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return SendCommand.run(args, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), quiet);
    }

    private String serve(Consumer<HttpServerRequest> handler) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(handler::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return "http://127.0.0.1:" + server.actualPort();
    }

    private Path plain(String text) throws IOException {
        return Files.writeString(folder.resolve("events.ndjson"), text);
    }

    private Path zipped(String text) throws IOException {
        Path file = folder.resolve("events.ndjson.gz");
        try (var writer =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            writer.write(text);
        }
        return file;
    }
}
