package onward.channel.smtp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import onward.channel.Receipt;
import onward.channel.Receipt.Accepted;
import onward.channel.Receipt.Deferred;
import onward.channel.Sealed;
import onward.channel.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** STARTTLS: who is trusted with what, and that nothing leaks before. */
class StartTlsTest {
    private static TestCertificate certificate;

    private Vertx vertx;
    private ScriptedRelay relay;
    private SmtpChannel channel;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make();
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        relay = new ScriptedRelay().offering(certificate);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        channel.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private Receipt deliver(SmtpUrl url, SSLSocketFactory trust) throws Exception {
        channel = new SmtpChannel(vertx, url, trust, Timeouts.USUAL);
        return channel.deliver(List.of(Sealed.mail().envelope()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, SECONDS)
                .get(0);
    }

    private static SSLSocketFactory usualTrust() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    @Test
    void required_tls_with_a_trusted_relay_carries_login_and_mail() throws Exception {
        var receipt = deliver(relay.urlWithLogin("ada:geheim", "?tls=required"), certificate.trust());

        assertThat(receipt).isInstanceOf(Accepted.class);
        var before = relay.commands().subList(0, relay.commands().indexOf("(TLS)"));
        assertThat(before).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        assertThat(relay.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN"));
    }

    @Test
    void required_tls_with_a_stranger_defers() throws Exception {
        var receipt = deliver(relay.url("?tls=required"), usualTrust());

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(receipt.reply()).contains("TLS").contains("not trusted");
        assertThat(relay.letters()).isEmpty();
    }

    @Test
    void a_certificate_for_another_host_defers() throws Exception {
        var named = relay.url("?tls=required");
        var numbered = new SmtpUrl("127.0.0.1", named.port(), named.tls(), null, null);

        assertThat(deliver(numbered, certificate.trust())).isInstanceOf(Deferred.class);
        assertThat(relay.letters()).isEmpty();
    }

    @Test
    void optional_tls_is_used_even_with_a_stranger() throws Exception {
        assertThat(deliver(relay.url("?tls=starttls"), usualTrust())).isInstanceOf(Accepted.class);
        assertThat(relay.commands()).contains("(TLS)");
    }

    @Test
    void no_password_goes_to_a_stranger() throws Exception {
        var receipt = deliver(relay.urlWithLogin("ada:geheim", "?tls=starttls"), usualTrust());

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(relay.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void no_tls_means_none() throws Exception {
        assertThat(deliver(relay.url("?tls=none"), usualTrust())).isInstanceOf(Accepted.class);
        assertThat(relay.commands()).doesNotContain("STARTTLS");
    }
}
