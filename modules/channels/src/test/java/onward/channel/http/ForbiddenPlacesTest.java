package onward.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import onward.channel.http.HttpReply.Answered;
import onward.channel.http.HttpReply.Blocked;
import onward.channel.http.HttpReply.Unreached;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests to where no request may go. A canary listens on this machine, at every address and at the port of every URL
 * here, and must not hear a byte; {@code PORT} stands for its port.
 */
class ForbiddenPlacesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private Vertx vertx;
    private RawServer canary;
    private HttpCaller caller;

    @BeforeEach
    void open() throws IOException {
        vertx = Vertx.vertx();
        canary = RawServer.canary();
    }

    @AfterEach
    void close() throws Exception {
        canary.close();
        Calls.await(caller.close());
        Calls.await(vertx.close());
    }

    private HttpReply call(Guard guard, HttpCall call) throws Exception {
        caller = new HttpCaller(vertx, guard);
        return Calls.await(caller.call(call));
    }

    private String url(String url) {
        return url.replace("PORT", String.valueOf(canary.port()));
    }

    /** Strict about addresses, but the canary's port is fine. */
    private static Guard anyPort(Guard.Resolver resolver) {
        return new Guard(new Guard.Rules(port -> true, Range::of), Set.of(), resolver);
    }

    /** Several of these names lead here on some machine or other. */
    private static Guard.Resolver neighbourhood() {
        return host -> switch (host) {
            case "localhost", "inside.example", "public.example" -> Calls.addresses("127.0.0.1", "::1");
            case "metadata.google.internal" -> Calls.addresses("169.254.169.254");
            default -> throw new UnknownHostException(host);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/",
                "http://localhost:PORT/",
                "http://LOCALHOST:PORT/",
                "http://localhost.:PORT/",
                "https://localhost:PORT/",
                "http://[::1]:PORT/",
                "http://[0:0:0:0:0:0:0:1]:PORT/",
                "http://0.0.0.0:PORT/",
                "http://0:PORT/",
                "http://[::]:PORT/",
                "http://inside.example:PORT/",
                "http://2130706433:PORT/",
                "http://0x7f.1:PORT/",
                "http://0x7f000001:PORT/",
                "http://0177.0.0.1:PORT/",
                "http://127.1:PORT/",
                "http://127.000.000.001:PORT/",
                "http://[::ffff:127.0.0.1]:PORT/",
                "http://[::ffff:7f00:1]:PORT/",
                "http://[::127.0.0.1]:PORT/",
                "http://[64:ff9b::7f00:1]:PORT/",
                "http://[fe80::1%25eth0]:PORT/",
                "http://[fe80::1%25lo]:PORT/",
                "http://[fd00::1]:PORT/",
                "http://[2002:7f00:1::]:PORT/",
                "http://169.254.169.254:PORT/latest/meta-data",
                "http://[fd00:ec2::254]:PORT/",
                "http://metadata.google.internal:PORT/",
                "http://100.100.100.200:PORT/",
                "http://10.0.0.1:PORT/",
                "http://172.16.0.1:PORT/",
                "http://192.168.0.1:PORT/",
                "http://100.64.0.1:PORT/",
                "http://198.18.0.1:PORT/",
                "http://192.0.0.1:PORT/",
                "http://224.0.0.1:PORT/",
                "http://240.0.0.1:PORT/",
                "http://255.255.255.255:PORT/",
                "https://a@127.0.0.1:PORT/",
                "https://public.example#@127.0.0.1:PORT/",
                "https://public.example\\@127.0.0.1:PORT/",
                "http://127.0.0.1\t:PORT/",
                "http://127.0.0.1:PORT/\r\nX: y",
                "http:////127.0.0.1:PORT/",
                "http://１２７.０.０.１:PORT/",
                "http://ⓛocalhost:PORT/",
                "http://127.0.0.1.:PORT/",
                "file:///etc/passwd",
                "ftp://127.0.0.1:PORT/",
                "gopher://127.0.0.1:PORT/",
                "jar:http://127.0.0.1:PORT/a.jar!/",
                "ldap://127.0.0.1:PORT/",
                "data:,hi",
                "unix:/var/run/docker.sock"
            })
    void nothing_is_sent_there(String template) throws Exception {
        var reply = call(anyPort(neighbourhood()), Calls.get(url(template)));

        assertThat(reply).isInstanceOf(Blocked.class);
        assertThat(reply.isRetryable()).isFalse();
        assertThat(canary.guests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22", "25", "5432", "6379", "8080", "PORT"})
    void nothing_is_sent_to_another_port(String port) throws Exception {
        var guard = Guard.strict(Calls.knowing("public.example", "93.184.216.34"));

        var reply = call(guard, Calls.get(url("http://public.example:" + port)));

        assertThat(reply).isInstanceOf(Blocked.class);
        assertThat(canary.guests()).isZero();
    }

    @Test
    void nothing_is_sent_to_our_own_name() throws Exception {
        var guard = Guard.open().refusing(Set.of("localhost"));

        var reply = call(guard, Calls.get(url("http://localhost:PORT/")));

        assertThat(reply).isInstanceOf(Blocked.class);
        assertThat(canary.guests()).isZero();
    }

    @Test
    void the_canary_would_have_heard_it() throws Exception {
        call(Guard.open(), Calls.impatient(url("http://localhost:PORT/")));

        assertThat(canary.guests()).isPositive();
    }

    @Test
    void a_name_that_turns_to_this_machine_later_is_refused_then() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        var guard =
                Guard.strict(host -> Calls.addresses(lookups.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1"));
        boolean passedAtSave = guard.check("https://turning.example/").isOk();

        var reply = call(guard, Calls.get("https://turning.example/"));

        assertThat(passedAtSave).isTrue();
        assertThat(reply).isInstanceOf(Blocked.class);
    }

    /** The name exists nowhere but in the guard, which is asked once; a second question would lead to the canary. */
    @Test
    void a_name_that_turns_between_check_and_use_is_reached_where_it_was_checked() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (var checked = RawServer.at("127.0.0.2", 0, RawServer.Script.saying(OK));
                var turned = RawServer.at("127.0.0.1", checked.port(), (head, out) -> {})) {
            var guard = Guard.open(host -> Calls.addresses(lookups.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));

            var reply = call(guard, Calls.get("http://turning.example:" + checked.port()));

            assertThat(reply).isInstanceOf(Answered.class);
            assertThat(lookups).hasValue(1);
            assertThat(turned.guests()).isZero();
        }
    }

    @Test
    void of_two_addresses_only_the_public_one_is_connected_to() throws Exception {
        var forbidden = Range.never("127.0.0.1/32", "private in this test");
        var rules = new Guard.Rules(
                port -> true,
                address -> address.getHostAddress().equals("127.0.0.1") ? Optional.of(forbidden) : Optional.empty());
        try (var seen = RawServer.at("127.0.0.2", 0, RawServer.Script.saying(OK));
                var unseen = RawServer.at("127.0.0.1", seen.port(), (head, out) -> {})) {
            var guard = new Guard(rules, Set.of(), Calls.knowing("both.example", "127.0.0.1", "127.0.0.2"));

            var reply = call(guard, Calls.get("http://both.example:" + seen.port()));

            assertThat(reply).isInstanceOf(Answered.class);
            assertThat(unseen.guests()).isZero();
        }
    }

    @Test
    void when_the_only_public_address_is_dead_the_private_one_is_not_tried() throws Exception {
        var rules = new Guard.Rules(
                port -> true,
                address -> address.getHostAddress().equals("127.0.0.1") ? Range.of(address) : Optional.empty());
        var guard = new Guard(rules, Set.of(), Calls.knowing("both.example", "127.0.0.1", "127.0.0.3"));
        try (var unseen = RawServer.at("127.0.0.1", 0, (head, out) -> {})) {
            var reply = call(guard, Calls.get("http://both.example:" + unseen.port()));

            assertThat(reply).isInstanceOf(Unreached.class);
            assertThat(unseen.guests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_an_answer_and_not_followed(int status) throws Exception {
        var location = url("http://127.0.0.1:PORT/secret");
        try (var mover = new RawServer(RawServer.Script.saying(
                "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"))) {
            var reply = call(Guard.open(), Calls.get("http://localhost:" + mover.port()));

            assertThat(reply).isEqualTo(new Answered(status, Map.of("location", location), "", false));
            assertThat(reply.isRetryable()).isFalse();
            assertThat(canary.guests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Idempotency-Key",
                "X-A\r\nX-B",
                "X A",
                "",
                "é"
            })
    void a_header_that_is_not_theirs_to_set_blocks_the_call(String name) throws Exception {
        var call = new HttpCall(
                "GET", url("http://localhost:PORT/"), Map.of(name, "x"), null, "call-1", Duration.ofSeconds(5));

        assertThat(call(Guard.open(), call)).isInstanceOf(Blocked.class);
        assertThat(canary.guests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nHost: b", "a\nb", "a\u0000b"})
    void a_header_value_of_two_lines_blocks_the_call(String value) throws Exception {
        var call = new HttpCall(
                "GET", url("http://localhost:PORT/"), Map.of("X-Note", value), null, "call-1", Duration.ofSeconds(5));

        assertThat(call(Guard.open(), call)).isInstanceOf(Blocked.class);
        assertThat(canary.guests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE", "OPTIONS", "HEAD", "get", ""})
    void another_method_blocks_the_call(String method) throws Exception {
        var call = new HttpCall(method, url("http://localhost:PORT/"), Map.of(), null, "call-1", Duration.ofSeconds(5));

        assertThat(call(Guard.open(), call)).isInstanceOf(Blocked.class);
        assertThat(canary.guests()).isZero();
    }
}
