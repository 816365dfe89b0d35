package onward.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import onward.channel.http.HttpReply.Answered;
import onward.channel.http.HttpReply.Unreached;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a friendly server sees of a call, and what comes back. */
class HttpCallerTest {
    private Vertx vertx;
    private HttpCaller caller;
    private HttpServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private record Seen(String method, String uri, MultiMap headers, String body) {}

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        caller = new HttpCaller(vertx, Guard.open());
    }

    @AfterEach
    void close() throws Exception {
        Calls.await(caller.close());
        Calls.await(vertx.close());
    }

    private String serve(Handler<HttpServerRequest> answer) throws Exception {
        server = Calls.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body.toString()));
                    answer.handle(request);
                }))
                .listen(0, "127.0.0.1"));
        return "http://localhost:" + server.actualPort();
    }

    @Test
    void a_call_says_who_calls_what_it_wants_and_which_call_it_is() throws Exception {
        var url = serve(request -> request.response().end("{\"ok\":true}"));

        var reply = Calls.await(caller.call(Calls.post(url + "/people?by=id", "{\"name\":\"Ada Lövelace\"}")));

        assertThat(reply).isEqualTo(new Answered(200, Map.of(), "{\"ok\":true}", false));
        assertThat(reply.isRetryable()).isFalse();
        var call = seen.get(0);
        assertThat(call.method).isEqualTo("POST");
        assertThat(call.uri).isEqualTo("/people?by=id");
        assertThat(call.body).isEqualTo("{\"name\":\"Ada Lövelace\"}");
        assertThat(call.headers.get("Host")).isEqualTo("localhost:" + server.actualPort());
        assertThat(call.headers.get("Idempotency-Key")).isEqualTo("call-1");
        assertThat(call.headers.get("User-Agent")).isEqualTo("onward");
        assertThat(call.headers.get("Accept")).isEqualTo("application/json");
        assertThat(call.headers.get("Content-Type")).isEqualTo("application/json");
        assertThat(call.headers.get("Content-Length"))
                .isEqualTo(String.valueOf("{\"name\":\"Ada Lövelace\"}".getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "POST", "PUT", "PATCH"})
    void every_method_works_without_a_body(String method) throws Exception {
        var url = serve(request -> request.response().setStatusCode(204).end());

        var reply = Calls.await(caller.call(new HttpCall(method, url, null, null, "call-1", Duration.ofSeconds(20))));

        assertThat(reply).isEqualTo(new Answered(204, Map.of(), "", false));
        assertThat(seen.get(0).method).isEqualTo(method);
        assertThat(seen.get(0).headers.contains("Content-Type")).isFalse();
        assertThat(seen.get(0).headers.get("Content-Length")).isEqualTo(method.startsWith("P") ? "0" : null);
    }

    @Test
    void headers_of_the_step_win_over_the_usual_ones_but_nobody_asks_for_compression() throws Exception {
        var url = serve(request -> request.response().end());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", "Bearer 123");
        headers.put("user-agent", "shop");
        headers.put("content-type", "application/vnd.api+json");

        Calls.await(caller.call(new HttpCall("PUT", url, headers, "{}", "call-1", Duration.ofSeconds(20))));

        MultiMap sent = seen.get(0).headers;
        assertThat(sent.getAll("Authorization")).containsExactly("Bearer 123");
        assertThat(sent.getAll("User-Agent")).containsExactly("shop");
        assertThat(sent.getAll("Content-Type")).containsExactly("application/vnd.api+json");
        assertThat(sent.getAll("Accept-Encoding")).containsExactly("identity");
    }

    @Test
    void of_an_answers_headers_only_a_few_are_kept() throws Exception {
        var url = serve(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "30")
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("X-Request-Id", "r-1")
                .putHeader("Set-Cookie", "a=b")
                .putHeader("X-Other", "c")
                .end("slow down"));

        var reply = Calls.await(caller.call(Calls.get(url)));

        assertThat(reply)
                .isEqualTo(new Answered(
                        429,
                        Map.of(
                                "retry-after", "30",
                                "content-type", "application/json; charset=utf-8",
                                "x-request-id", "r-1"),
                        "slow down",
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "200,true,false",
        "204,true,false",
        "301,false,false",
        "304,false,false",
        "400,false,false",
        "404,false,false",
        "408,false,true",
        "409,false,false",
        "425,false,true",
        "429,false,true",
        "500,false,true",
        "501,false,true",
        "503,false,true",
        "599,false,true"
    })
    void a_status_says_whether_it_is_good_news_and_whether_to_ask_again(int status, boolean isGood, boolean isAgain)
            throws Exception {
        var url = serve(request -> request.response().setStatusCode(status).end());

        var reply = (Answered) Calls.await(caller.call(Calls.get(url)));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.isSuccess()).isEqualTo(isGood);
        assertThat(reply.isRetryable()).isEqualTo(isAgain);
    }

    @Test
    void a_body_may_be_as_large_as_the_bound() throws Exception {
        var body = "a".repeat(HttpCaller.RESPONSE_BYTES_MAX);
        var url = serve(request -> request.response().end(body));

        assertThat(Calls.await(caller.call(Calls.get(url)))).isEqualTo(new Answered(200, Map.of(), body, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\nhi", "HTTP/1.0 200 OK\r\n\r\nhi"})
    void a_body_may_end_with_the_connection(String answer) throws Exception {
        try (var old = new RawServer((head, out) -> {
            RawServer.Script.say(out, answer);
            throw new IOException("done");
        })) {
            assertThat(Calls.await(caller.call(Calls.get("http://localhost:" + old.port()))))
                    .isEqualTo(new Answered(200, Map.of(), "hi", false));
        }
    }

    @Test
    void text_that_no_column_takes_is_replaced() throws Exception {
        var url = serve(request -> request.response().end(Buffer.buffer(new byte[] {'a', 0, (byte) 0xff, 'b'})));

        assertThat(((Answered) Calls.await(caller.call(Calls.get(url)))).body()).isEqualTo("a\ufffd\ufffdb");
    }

    @Test
    void a_character_that_the_cut_goes_through_is_left_out() {
        byte[] bytes = "aä".getBytes(StandardCharsets.UTF_8);

        assertThat(Answer.text(Arrays.copyOf(bytes, 2), true)).isEqualTo("a");
        assertThat(Answer.text(Arrays.copyOf(bytes, 2), false)).isEqualTo("a\ufffd");
    }

    @Test
    void connections_are_kept_and_not_more_than_allowed_are_open_to_one_host() throws Exception {
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger openMost = new AtomicInteger();
        var url = serve(request -> {
            connections.add(request.connection());
            openMost.accumulateAndGet(open.incrementAndGet(), Math::max);
            // Answered one turn of the loop later, so that calls meet.
            vertx.setTimer(1, later -> {
                open.decrementAndGet();
                request.response().end("hi");
            });
        });

        List<Future<HttpReply>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(caller.call(Calls.get(url)));
        }
        List<HttpReply> replies = Calls.await(Future.all(calls)).list();

        assertThat(replies).hasSize(100).containsOnly(new Answered(200, Map.of(), "hi", false));
        assertThat(openMost).hasValueLessThanOrEqualTo(HttpCaller.CALLS_AT_ONCE_MAX);
        assertThat(connections).hasSizeLessThanOrEqualTo(HttpCaller.CALLS_AT_ONCE_MAX);
    }

    @Test
    void a_call_given_up_while_it_waited_for_a_connection_is_never_sent() throws Exception {
        Promise<Void> release = Promise.promise();
        Promise<Void> full = Promise.promise();
        var url = serve(request -> {
            release.future().onComplete(go -> request.response().end("hi"));
            if (seen.size() == HttpCaller.CALLS_AT_ONCE_MAX) {
                full.complete();
            }
        });
        List<Future<HttpReply>> slow = new ArrayList<>();
        for (int i = 0; i < HttpCaller.CALLS_AT_ONCE_MAX; i++) {
            slow.add(caller.call(Calls.get(url)));
        }
        Calls.await(full.future());
        List<Future<HttpReply>> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(caller.call(Calls.impatient(url)));
        }

        assertThat(Calls.await(Future.all(late)).<HttpReply>list()).allMatch(Unreached.class::isInstance);
        release.complete();
        assertThat(Calls.await(Future.all(slow)).<HttpReply>list()).allMatch(Answered.class::isInstance);
        assertThat(Calls.await(caller.call(Calls.get(url)))).isInstanceOf(Answered.class);
        assertThat(seen).hasSize(HttpCaller.CALLS_AT_ONCE_MAX + 1);
    }

    @Test
    void one_host_that_does_not_answer_holds_up_no_other() throws Exception {
        var url = serve(request -> request.response().end("hi"));
        try (var silent = RawServer.canary()) {
            List<Future<HttpReply>> stuck = new ArrayList<>();
            for (int i = 0; i < 3 * HttpCaller.CALLS_AT_ONCE_MAX; i++) {
                stuck.add(caller.call(Calls.get("http://localhost:" + silent.port())));
            }

            assertThat(Calls.await(caller.call(Calls.get(url)))).isInstanceOf(Answered.class);
            assertThat(stuck).noneMatch(Future::isComplete);
        }
    }

    @Test
    void when_one_address_is_dead_the_next_is_tried() throws Exception {
        var url = serve(request -> request.response().end("hi"));
        var guarded = new HttpCaller(vertx, Guard.open(Calls.knowing("two.example", "127.0.0.9", "127.0.0.1")));

        var reply = Calls.await(guarded.call(Calls.get(url.replace("localhost", "two.example"))));

        assertThat(reply).isEqualTo(new Answered(200, Map.of(), "hi", false));
        assertThat(seen.get(0).headers.get("Host")).startsWith("two.example:");
        Calls.await(guarded.close());
    }

    @Test
    void an_ipv6_address_is_called_by_its_literal() throws Exception {
        try (var six = RawServer.at(
                "::1", 0, (head, out) -> RawServer.Script.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))) {
            var reply = Calls.await(caller.call(Calls.get("http://[::1]:" + six.port() + "/")));

            assertThat(reply).isEqualTo(new Answered(200, Map.of(), "hi", false));
        }
    }

    @Test
    void nobody_there_is_unreached() throws Exception {
        int port;
        try (var gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }

        var reply = Calls.await(caller.call(Calls.get("http://localhost:" + port + "/people/ada@example.com")));

        assertThat(reply).isInstanceOf(Unreached.class);
        assertThat(reply.isRetryable()).isTrue();
        assertThat(((Unreached) reply).problem())
                .startsWith("Expected a connection, found none")
                .doesNotContain("ada");
    }

    @Test
    void a_name_without_an_address_is_unreached() throws Exception {
        var guarded = new HttpCaller(vertx, Guard.strict(Calls.knowing("shop.example")));

        assertThat(Calls.await(guarded.call(Calls.get("https://shop.example"))))
                .isEqualTo(new Unreached("Expected the host to have an address, found none."));
        Calls.await(guarded.close());
    }

    @Test
    void even_a_bug_of_the_resolver_is_an_answer() throws Exception {
        var guarded = new HttpCaller(vertx, Guard.strict(host -> {
            throw new IllegalStateException("our bug");
        }));

        assertThat(Calls.await(guarded.call(Calls.get("https://shop.example"))))
                .isEqualTo(new Unreached("Expected a whole answer, found a failure: our bug"));
        Calls.await(guarded.close());
    }

    @Test
    void a_name_that_nobody_resolves_in_time_is_unreached() throws Exception {
        var never = new CountDownLatch(1);
        var guarded = new HttpCaller(vertx, Guard.strict(host -> {
            awaitQuietly(never);
            return Calls.addresses("127.0.0.1");
        }));

        var reply = Calls.await(guarded.call(Calls.impatient("https://shop.example")));

        assertThat(reply).isInstanceOf(Unreached.class);
        never.countDown();
        Calls.await(guarded.close());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closing_answers_the_calls_under_way_and_those_that_come_later() throws Exception {
        try (var silent = RawServer.canary()) {
            var url = "http://localhost:" + silent.port();
            var underWay = caller.call(Calls.get(url));

            Calls.await(caller.close());

            assertThat(Calls.await(underWay)).isInstanceOf(Unreached.class);
            assertThat(Calls.await(caller.call(Calls.get(url)))).isInstanceOf(Unreached.class);
        }
    }

    @Test
    void a_file_is_had_whole_or_not_at_all() throws Exception {
        byte[] file = new byte[200_000];
        Arrays.fill(file, (byte) 0xfe);
        var url = serve(request -> {
            if (request.path().equals("/moved")) {
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/file")
                        .end();
            } else {
                request.response().putHeader("content-type", "image/png").end(Buffer.buffer(file));
            }
        });

        var had = (HttpReply.Downloaded) Calls.await(caller.download(url + "/file", file.length));
        var large = Calls.await(caller.download(url + "/file", file.length - 1));
        var moved = Calls.await(caller.download(url + "/moved", file.length));

        assertThat(had.content()).isEqualTo(file);
        assertThat(had.contentType()).isEqualTo("image/png");
        assertThat(large).isInstanceOf(HttpReply.Blocked.class);
        assertThat(moved).isInstanceOf(HttpReply.Blocked.class);
        assertThat(seen).hasSize(3);
    }

    @Test
    void no_file_is_had_from_this_machine_or_its_neighbours() throws Exception {
        var url = serve(request -> request.response().end("secret"));
        var strict = new HttpCaller(vertx, Guard.strict());

        assertThat(Calls.await(strict.download(url, 1_000))).isInstanceOf(HttpReply.Blocked.class);
        assertThat(Calls.await(strict.download("http://169.254.169.254/latest", 1_000)))
                .isInstanceOf(HttpReply.Blocked.class);
        assertThat(seen).isEmpty();
        Calls.await(strict.close());
    }
}
