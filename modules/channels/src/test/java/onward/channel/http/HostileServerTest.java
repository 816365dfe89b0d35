package onward.channel.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import onward.channel.http.HttpReply.Answered;
import onward.channel.http.HttpReply.Unreached;
import onward.channel.http.RawServer.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that never stop, say too much, or make no sense: cut off, and the line to them closed. */
class HostileServerTest {
    private Vertx vertx;
    private HttpCaller caller;

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

    private HttpReply call(RawServer server) throws Exception {
        return Calls.await(caller.call(Calls.get("http://localhost:" + server.port() + "/")));
    }

    private HttpReply callImpatiently(RawServer server) throws Exception {
        return Calls.await(caller.call(Calls.impatient("http://localhost:" + server.port() + "/")));
    }

    private static void assertCut(HttpReply reply, RawServer server) throws Exception {
        assertThat(reply).isInstanceOf(Answered.class);
        assertThat(((Answered) reply).body()).hasSize(HttpCaller.RESPONSE_BYTES_MAX);
        assertThat(((Answered) reply).truncated()).isTrue();
        server.goodbye().get(30, SECONDS);
    }

    private static void assertUnreached(HttpReply reply, RawServer server) throws Exception {
        assertThat(reply).isInstanceOf(Unreached.class);
        server.goodbye().get(30, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n",
                "HTTP/1.1 500 Oh\r\nContent-Length: 9223372036854775807\r\n\r\n"
            })
    void a_body_without_an_end_is_cut(String head) throws Exception {
        try (var server = new RawServer(Script.endless(head, "x".repeat(8_192)))) {
            assertCut(call(server), server);
        }
    }

    @Test
    void chunks_without_an_end_are_cut() throws Exception {
        var chunk = "2000\r\n" + "x".repeat(8_192) + "\r\n";
        try (var server =
                new RawServer(Script.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk))) {
            assertCut(call(server), server);
        }
    }

    /** A body of one huge chunk comes in pieces as well. */
    @Test
    void a_chunk_without_an_end_is_cut() throws Exception {
        try (var server = new RawServer(Script.endless(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", "x".repeat(8_192)))) {
            assertCut(call(server), server);
        }
    }

    @Test
    void a_body_that_is_compressed_without_being_asked_stays_as_it_is() throws Exception {
        var bomb = gzipped(100 * 1024 * 1024);
        var head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n";
        try (var server = new RawServer((request, out) -> {
            Script.say(out, head);
            out.write(bomb);
        })) {
            assertCutBomb(call(server), bomb);
        }
    }

    private static void assertCutBomb(HttpReply reply, byte[] bomb) {
        assertThat(bomb.length).isGreaterThan(HttpCaller.RESPONSE_BYTES_MAX);
        assertThat(((Answered) reply).truncated()).isTrue();
        assertThat(((Answered) reply).body())
                .isEqualTo(Answer.text(Arrays.copyOf(bomb, HttpCaller.RESPONSE_BYTES_MAX), true));
    }

    private static byte[] gzipped(int zeros) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var block = new byte[1024 * 1024];
            for (int i = 0; i < zeros; i += block.length) {
                gzip.write(block);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void ten_thousand_headers_are_too_many() throws Exception {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 10_000; i++) {
            head.append("X-").append(i).append(": y\r\n");
        }
        try (var server = new RawServer(Script.saying(head + "Content-Length: 0\r\n\r\n"))) {
            assertUnreached(call(server), server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 ",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
            })
    void a_head_a_trailer_or_an_extension_without_an_end_is_cut(String start) throws Exception {
        var part = start.endsWith("\r\n") ? "X-Y: z\r\n" : "zzzzzzzz";
        try (var server = new RawServer(Script.endless(start, part))) {
            assertUnreached(call(server), server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"
            })
    void an_answer_that_stops_half_way_is_given_up(String half) throws Exception {
        try (var server = new RawServer(Script.saying(half))) {
            var reply = callImpatiently(server);

            assertUnreached(reply, server);
            assertThat(((Unreached) reply).problem()).isEqualTo("Expected a whole answer within 300 ms, found none.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            })
    void answers_before_the_answer_without_an_end_are_given_up(String early) throws Exception {
        try (var server = new RawServer(Script.endless("", early))) {
            assertUnreached(callImpatiently(server), server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"
            })
    void a_line_that_drops_half_way_is_no_answer(String half) throws Exception {
        try (var server = new RawServer((head, out) -> {
            Script.say(out, half);
            throw new IOException("dropped");
        })) {
            assertUnreached(call(server), server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n",
                "+OK\r\n-ERR\r\n\r\n"
            })
    void what_is_no_http_is_no_answer(String nonsense) throws Exception {
        try (var server = new RawServer((head, out) -> {
            Script.say(out, nonsense);
            throw new IOException("dropped");
        })) {
            assertThat(call(server)).isInstanceOf(Unreached.class);
        }
    }

    @Test
    void tiny_chunks_without_an_end_are_cut_or_given_up() throws Exception {
        try (var server =
                new RawServer(Script.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"))) {
            var reply = callImpatiently(server);

            // A byte at a time either fills the bound or runs out of time; neither way does it go on.
            assertThat(reply.isRetryable() || ((Answered) reply).truncated()).isTrue();
            server.goodbye().get(30, SECONDS);
        }
    }

    @Test
    void a_second_answer_nobody_asked_for_is_never_taken_for_the_next_one() throws Exception {
        var first = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
        try (var server = new RawServer(Script.saying(first + first.replace("first", "false")))) {
            var one = (Answered) call(server);
            var two = call(server);

            assertThat(one.body()).isEqualTo("first");
            assertThat(two)
                    .satisfiesAnyOf(
                            reply -> assertThat(reply).isInstanceOf(Unreached.class),
                            reply -> assertThat(((Answered) reply).body()).isEqualTo("first"));
        }
    }
}
