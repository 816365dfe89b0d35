package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What real clients put on the wire beside a plain request, and what comes back. */
class TransportTest {
    private static NativeServer server;

    @BeforeAll
    static void open() {
        server = new NativeServer().withIngest();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void doubled_and_trailing_slashes_route() {
        assertThat(server.get("//automations").status()).isEqualTo(200);
        assertThat(server.get("/automations/").status()).isEqualTo(200);
        assertThat(server.get("//automations//?limit=1").text("object")).isEqualTo("list");
    }

    @Test
    void wrong_method_names_the_right_ones() {
        var reply = server.send("PUT", "/automations", "{}");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo("GET, POST");
    }

    @Test
    void bodies_of_get_and_delete_are_ignored() {
        assertThat(server.send("GET", "/automations", "{}").status()).isEqualTo(200);
        assertThat(server.send("GET", "/automations", "{not json").status()).isEqualTo(200);
        assertThat(server.send("DELETE", "/events/nothing", "{}").status()).isEqualTo(404);
    }

    @Test
    void scheme_of_the_key_may_be_spelled_in_any_case() {
        var request =
                server.request("GET", "/automations", new byte[0]).header("Authorization", "bEARER " + server.fullKey);

        assertThat(server.send(request).status()).isEqualTo(200);
    }

    @Test
    void json_may_name_its_charset_and_an_empty_body_any_type() {
        byte[] event = "{\"event\":\"e\",\"email\":\"a@b.c\"}".getBytes(StandardCharsets.UTF_8);
        var named = server.request("POST", "/events/send", event)
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Content-Type", "Application/JSON; charset=\"UTF-8\"");
        var empty = server.request("POST", "/events/send", new byte[0])
                .header("Authorization", "Bearer " + server.fullKey)
                .header("Content-Type", "text/plain");

        assertThat(server.send(named).status()).isEqualTo(202);
        assertThat(server.send(empty).text("name")).isEqualTo("missing_required_field");
    }

    @Test
    void announced_large_body_is_refused_before_it_is_sent() throws IOException {
        try (Socket socket = new Socket("localhost", server.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head("Content-Length: 2000000\r\n"));

            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void chunked_large_body_is_refused_while_it_is_sent() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("localhost", server.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head("Transfer-Encoding: chunked\r\n"));
            for (int sent = 0; sent < 17; sent++) {
                socket.getOutputStream().write(chunk);
            }

            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void chunked_small_body_is_read() {
        byte[] event = "{\"event\":\"e\",\"email\":\"a@b.c\"}".getBytes(StandardCharsets.UTF_8);
        var request = server.request("POST", "/events/send", new byte[0])
                .method("POST", HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(event)))
                .header("Authorization", "Bearer " + server.fullKey);

        assertThat(server.send(request).status()).isEqualTo(202);
    }

    @Test
    void caller_that_waits_for_a_go_ahead_gets_it() throws IOException {
        byte[] event = "{\"event\":\"e\",\"email\":\"a@b.c\"}".getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("localhost", server.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head("Expect: 100-continue\r\nContent-Length: " + event.length + "\r\n"));

            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(firstLine(socket)).isEmpty();
            socket.getOutputStream().write(event);
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 202 Accepted");
        }
    }

    @Test
    void refusal_leaves_the_connection_usable() throws IOException {
        try (Socket socket = new Socket("localhost", server.port)) {
            socket.setSoTimeout(10_000);
            String refused = "POST /automations HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
            String next = "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((refused + next).getBytes(StandardCharsets.US_ASCII));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).contains("HTTP/1.1 401", "missing_api_key", "HTTP/1.1 404", "not_found");
        }
    }

    @Test
    void path_that_is_no_text_is_refused_in_shape() throws IOException {
        try (Socket socket = new Socket("localhost", server.port)) {
            socket.setSoTimeout(10_000);
            String broken = "GET /automations/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + server.fullKey + "\r\n\r\n";
            socket.getOutputStream().write(broken.getBytes(StandardCharsets.US_ASCII));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).contains("HTTP/1.1 422", "invalid_parameter");
        }
    }

    private static byte[] head(String headers) {
        return ("POST /events/send HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.fullKey
                        + "\r\nContent-Type: application/json\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n' && c >= 0;
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
