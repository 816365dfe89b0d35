package onward.app.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no client would send, byte by byte, against the whole server: a request that can be read in two ways is read in
 * none. Each is answered once, never as our own fault, and who is not understood is hung up on.
 */
class HostileRequestsTest {
    private static final int PATIENCE_MILLIS = 20_000;
    /** More than the buffers of two sockets hold. */
    private static final long TOO_MUCH = 100_000_000;
    /** A server that takes nothing for so long takes nothing more. */
    private static final int HELD_UP_MILLIS = 2_000;

    private static final String SECOND = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static RunningServer server;

    private static final int HUNG_UP_WITHOUT_A_WORD = 0;

    /** A request, and the status it gets. */
    record Row(String title, String request, int status) {
        @Override
        public String toString() {
            return title;
        }
    }

    @BeforeAll
    static void open(@TempDir Path data) {
        server = new RunningServer(data);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void is_answered_once_and_hung_up_on(Row row) throws IOException {
        String said;
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(row.request().getBytes(ISO_8859_1));
            said = heard(socket);
        }

        if (row.status() == HUNG_UP_WITHOUT_A_WORD) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said)
                    .matches("(?s)HTTP/1\\.[01] " + row.status() + " .*")
                    .doesNotContain("Exception", "onward.");
            assertThat(said.split("HTTP/1\\.[01] \\d\\d\\d ", -1)).as(said).hasSize(2);
        }
    }

    /** A hundred megabytes of questions whose answers nobody takes would else be answers in the server's memory. */
    @Test
    void who_asks_and_does_not_listen_is_read_no_further() throws IOException {
        var many = ByteBuffer.wrap(SECOND.repeat(2_000).getBytes(ISO_8859_1));
        long sent = 0;
        try (var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()));
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            while (sent < TOO_MUCH && selector.select(HELD_UP_MILLIS) > 0) {
                selector.selectedKeys().clear();
                sent += channel.write(many);
                if (!many.hasRemaining()) {
                    many.rewind();
                }
            }

            assertThat(sent).as("taken before it was held up").isLessThan(TOO_MUCH);
            try (var other = new Socket("127.0.0.1", server.port())) {
                other.setSoTimeout(PATIENCE_MILLIS);
                other.getOutputStream()
                        .write("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
                assertThat(heard(other)).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** All that comes until the server hangs up. */
    private static String heard(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Expected the server to hang up, it still listens", e);
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        bodies(rows);
        heads(rows);
        paths(rows);
        return rows.stream();
    }

    private static void bodies(List<Row> rows) {
        post(rows, "both lengths", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + SECOND);
        post(rows, "two lengths", "Content-Length: 0\r\nContent-Length: 4\r\n", SECOND);
        post(rows, "a list of lengths", "Content-Length: 0, 4\r\n", SECOND);
        post(rows, "a negative length", "Content-Length: -1\r\n", SECOND);
        post(rows, "a signed length", "Content-Length: +4\r\n", SECOND);
        post(rows, "a length that is none", "Content-Length: 0x4\r\n", SECOND);
        post(rows, "an endless length", "Content-Length: 99999999999999999999\r\n", SECOND);
        for (String size : List.of("x", "-1", "")) {
            rows.add(new Row(
                    "a chunk of size '" + size + "'",
                    "POST /events/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\n\r\n"
                            + SECOND,
                    HUNG_UP_WITHOUT_A_WORD));
        }
    }

    private static void heads(List<Row> rows) {
        get(rows, "a NUL in a header", "X-A: a\0b\r\n", 400);
        get(rows, "a CR in a header", "X-A: a\rb\r\n", 400);
        get(rows, "a NUL in a name", "X\0A: b\r\n", 400);
        get(rows, "a space before the colon", "X-A : b\r\n", 400);
        get(rows, "a header of 64 KiB", "X-A: " + "a".repeat(65_536) + "\r\n", 431);
        get(rows, "a key of 64 KiB", "Authorization: Bearer re_" + "a".repeat(65_536) + "\r\n", 431);
        get(rows, "ten thousand headers", "X-A: b\r\n".repeat(10_000), 431);
    }

    private static void paths(List<Row> rows) {
        rows.add(new Row("a path of 64 KiB", "GET /" + "a".repeat(65_536) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414));
        rows.add(new Row("no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n", 400));
        for (String path : List.of(
                "/automations;x=1",
                "/automations%00",
                "/automations\\..",
                "/automations%2f",
                "/automations/../dashboard",
                "/automations/%2e%2E/dashboard",
                "/dashboard/.%2e/automations",
                "/./automations",
                "/.git/config",
                "/dashboard/assets/..%2F..%2Fapplication",
                "/dashboard/assets/.git/config")) {
            rows.add(new Row(
                    path,
                    "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + RunningServer.KEY + "\r\n\r\n",
                    404));
        }
        for (String method : List.of("TRACE", "PUT", "OPTIONS", "BREW")) {
            rows.add(new Row(
                    method,
                    method + " /automations HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + RunningServer.KEY + "\r\n\r\n",
                    405));
        }
    }

    private static void post(List<Row> rows, String title, String headers, String rest) {
        rows.add(new Row(
                title,
                "POST /events/send HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + "\r\n" + rest,
                400));
    }

    private static void get(List<Row> rows, String title, String headers, int status) {
        rows.add(new Row(title, "GET /automations HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n", status));
    }
}
