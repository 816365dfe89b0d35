package onward.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for one name, made afresh by the JDK's keytool, and a trust in nothing else. */
public final class TestCertificate {
    public static final String PASSWORD = "changeit";

    private final Path file;

    private TestCertificate(Path file) {
        this.file = file;
    }

    /** For {@code localhost}. */
    public static TestCertificate make() throws IOException, InterruptedException {
        return make("localhost");
    }

    public static TestCertificate make(String name) throws IOException, InterruptedException {
        var file = Files.createTempDirectory(Path.of("target"), "tls").resolve("relay.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (made != 0) {
            throw new IOException("Expected keytool to make " + file + ", it ended with " + made);
        }
        return new TestCertificate(file);
    }

    public Path file() {
        return file.toAbsolutePath();
    }

    /** Trusts this certificate and no other. */
    public SSLSocketFactory trust() throws GeneralSecurityException, IOException {
        var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry("relay", store().getCertificate("relay"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** Shows this certificate. */
    public SSLSocketFactory server() throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException broken) {
            throw new IOException(broken);
        }
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }
}
