package onward.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released Resend client for Java, unchanged, in a process of its own, led here by nothing but options of the JVM:
 * the recipe of docs/clients.md. What it does and expects is in {@link JavaClient}.
 */
@ExtendWith(Scoreboard.class)
class ResendJavaContractTest {
    private static final int CHECKS = 84;
    private static final int MINUTES_MAX = 3;

    @Test
    void the_released_client_finds_every_promise_kept(@TempDir Path data) throws Exception {
        var certificate = ApiCertificate.make(data);
        var vertx = Vertx.vertx();
        var tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(certificate.keys().toString()).setPassword(ApiCertificate.PASSWORD));

        String said;
        int exit;
        try (var server = new RunningServer(data);
                var front = new RecordingProxy(vertx, server.port(), tls)) {
            Process client = java(certificate, new ConnectProxy(vertx, front.port()).port());
            said = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(client.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
            exit = client.exitValue();
            Scoreboard.note("resend-java 4.23.0", "other", said);
            assertThat(new AnswerCheck().faults(front.exchanges())).isEmpty();
            assertThat(front.exchanges()).isNotEmpty();
        }

        assertThat(said.lines().filter(line -> !line.startsWith("ok - ") && !line.startsWith("# ")))
                .isEmpty();
        assertThat(said.lines().filter(line -> line.startsWith("ok - "))).hasSize(CHECKS);
        assertThat(exit).isZero();
    }

    private static Process java(ApiCertificate certificate, int proxyPort) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dhttps.proxyHost=127.0.0.1",
                        "-Dhttps.proxyPort=" + proxyPort,
                        "-Djavax.net.ssl.trustStore=" + certificate.trust(),
                        "-Djavax.net.ssl.trustStorePassword=" + ApiCertificate.PASSWORD,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        JavaClient.class.getName(),
                        RunningServer.KEY)
                .redirectErrorStream(true)
                .start();
    }
}
