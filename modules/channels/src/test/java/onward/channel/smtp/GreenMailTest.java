package onward.channel.smtp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import jakarta.mail.Multipart;
import java.util.List;
import java.util.stream.IntStream;
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

/** Mail through a whole SMTP server, in the clear, over TLS, and with a login. */
class GreenMailTest {
    private static TestCertificate certificate;

    private Vertx vertx;
    private GreenMail server;
    private SmtpChannel channel;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make();
        System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
        System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        server = new GreenMail(new ServerSetup[] {setup(ServerSetup.PROTOCOL_SMTP), setup(ServerSetup.PROTOCOL_SMTPS)});
        server.start();
    }

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol);
    }

    @AfterEach
    void close() throws Exception {
        channel.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private List<Receipt> deliver(String url, SSLSocketFactory trust, Sealed... mails) throws Exception {
        channel = new SmtpChannel(vertx, SmtpUrl.read(url).value(), trust, Timeouts.USUAL);
        return channel.deliver(List.of(mails).stream().map(Sealed::envelope).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, SECONDS);
    }

    private static SSLSocketFactory usualTrust() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private String plain() {
        return "localhost:" + server.getSmtp().getPort() + "?tls=none";
    }

    private String secret() {
        return "localhost:" + server.getSmtps().getPort();
    }

    @Test
    void a_mail_arrives_once_with_its_headers() throws Exception {
        var mail = Sealed.mail();
        mail.subject = "Grüße an Ada";
        mail.bcc = List.of("eve@example.com");

        assertThat(deliver("smtp://" + plain(), usualTrust(), mail)).hasOnlyElementsOfType(Accepted.class);

        // One for Ada, one for Eve, who is named in neither.
        assertThat(server.getReceivedMessages()).hasSize(2);
        var received = server.getReceivedMessagesForDomain("ada@example.com")[0];
        assertThat(received.getSubject()).isEqualTo("Grüße an Ada");
        assertThat(received.getHeader("Message-ID")).containsExactly("<0f8e@example.com>");
        assertThat(received.getHeader("X-Onward-Id")).hasSize(1);
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(((Multipart) received.getContent()).getCount()).isEqualTo(2);
    }

    @Test
    void a_batch_arrives_whole_over_few_lines() throws Exception {
        var mails = IntStream.range(0, 50).mapToObj(number -> numbered(number)).toArray(Sealed[]::new);

        assertThat(deliver("smtp://" + plain(), usualTrust(), mails))
                .hasSize(50)
                .hasOnlyElementsOfType(Accepted.class);

        assertThat(server.getReceivedMessages())
                .extracting(message -> message.getHeader("Message-ID")[0])
                .doesNotHaveDuplicates()
                .hasSize(50);
    }

    private static Sealed numbered(int number) {
        var mail = Sealed.mail();
        mail.messageId = "<" + number + "@example.com>";
        return mail;
    }

    @Test
    void a_login_is_made() throws Exception {
        server.setUser("shop@example.com", "shop", "p:w/d");

        assertThat(deliver("smtp://shop:p%3Aw%2Fd@" + plain(), usualTrust(), Sealed.mail()))
                .hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void a_wrong_password_defers() throws Exception {
        server.setUser("shop@example.com", "shop", "right");
        server.getManagers().getUserManager().setAuthRequired(true);

        var receipt = deliver("smtp://shop:wrong@" + plain(), usualTrust(), Sealed.mail())
                .get(0);

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(receipt.reply()).contains("login was refused").doesNotContain("wrong");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void tls_from_the_first_byte_is_spoken_with_a_trusted_relay() throws Exception {
        server.setUser("shop@example.com", "shop", "pw");

        assertThat(deliver("smtps://shop:pw@" + secret(), certificate.trust(), Sealed.mail()))
                .hasOnlyElementsOfType(Accepted.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_relay_that_nobody_vouches_for_gets_no_mail() throws Exception {
        var receipt =
                deliver("smtps://" + secret(), usualTrust(), Sealed.mail()).get(0);

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(receipt.reply()).contains("TLS").contains("not trusted");
    }

    @Test
    void a_certificate_for_another_host_is_no_certificate() throws Exception {
        var elsewhere = secret().replace("localhost", "127.0.0.1");

        var receipt = deliver("smtps://" + elsewhere, certificate.trust(), Sealed.mail())
                .get(0);

        assertThat(receipt).isInstanceOf(Deferred.class);
        assertThat(receipt.reply()).contains("TLS");
    }
}
