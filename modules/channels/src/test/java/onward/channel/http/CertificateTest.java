package onward.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import onward.channel.TestCertificate;
import onward.channel.http.HttpReply.Answered;
import onward.channel.http.HttpReply.Unreached;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is believed to be whom, when the guard chose the address and the URL gives the name. */
class CertificateTest {
    private static PfxOptions certificate;

    private Vertx vertx;
    private HttpServer server;
    private HttpCaller caller;
    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private final List<String> hosts = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = new PfxOptions()
                .setPath(TestCertificate.make("shop.example").file().toString())
                .setPassword(TestCertificate.PASSWORD);
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        server = Calls.await(vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> {
                    askedFor.add(String.valueOf(request.connection().indicatedServerName()));
                    hosts.add(request.getHeader("Host"));
                    request.response().end("hi");
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        try {
            Calls.await(caller.close());
        } catch (java.util.concurrent.TimeoutException e) {
            Thread.getAllStackTraces().forEach((t, st) -> {
                if (t.getName().contains("vert.x") || t.getName().contains("onward"))
                    System.out.println(t.getName() + " " + java.util.Arrays.toString(st));
            });
            throw e;
        }
        Calls.await(vertx.close());
    }

    /** Every name leads to the one server. */
    private static Guard anyName() {
        return Guard.open(host -> Calls.addresses("127.0.0.1"));
    }

    private HttpReply call(String host) throws Exception {
        return Calls.await(caller.call(Calls.get("https://" + host + ":" + server.actualPort() + "/")));
    }

    @Test
    void the_name_is_asked_for_and_checked_though_the_address_is_pinned() throws Exception {
        caller = new HttpCaller(vertx, anyName(), certificate);

        var reply = call("shop.example.");

        assertThat(reply).isEqualTo(new Answered(200, Map.of(), "hi", false));
        assertThat(askedFor).containsExactly("shop.example");
        assertThat(hosts).containsExactly("shop.example:" + server.actualPort());
    }

    @Test
    void a_certificate_for_another_name_is_no_answer() throws Exception {
        caller = new HttpCaller(vertx, anyName(), certificate);

        var reply = call("bank.example");

        assertThat(reply).isInstanceOf(Unreached.class);
        assertThat(((Unreached) reply).problem()).startsWith("Expected a trusted certificate");
        assertThat(hosts).isEmpty();
    }

    @Test
    void a_connection_kept_for_one_name_is_not_used_for_another() throws Exception {
        caller = new HttpCaller(vertx, anyName(), certificate);
        call("shop.example");

        assertThat(call("bank.example")).isInstanceOf(Unreached.class);
        assertThat(hosts).hasSize(1);
    }

    @Test
    void a_certificate_for_a_name_does_not_do_for_its_address() throws Exception {
        caller = new HttpCaller(vertx, anyName(), certificate);

        assertThat(call("127.0.0.1")).isInstanceOf(Unreached.class);
        assertThat(hosts).isEmpty();
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_no_answer() throws Exception {
        caller = new HttpCaller(vertx, anyName());

        assertThat(call("shop.example")).isInstanceOf(Unreached.class);
        assertThat(hosts).isEmpty();
    }

    @Test
    void plain_bytes_are_no_tls() throws Exception {
        caller = new HttpCaller(vertx, anyName(), certificate);
        try (var plain = new RawServer((head, out) -> {})) {
            var call = Calls.impatient("https://shop.example:" + plain.port());

            assertThat(Calls.await(caller.call(call))).isInstanceOf(Unreached.class);
        }
    }
}
