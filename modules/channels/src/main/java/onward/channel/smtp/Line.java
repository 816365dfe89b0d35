package onward.channel.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;

/** The connection below a conversation: it bounds every wait and can always be cut. */
final class Line {
    private final Socket bounded;
    private final Socket socket;
    private final Timeouts timeouts;

    private Line(Socket bounded, Socket socket, Timeouts timeouts) {
        this.bounded = bounded;
        this.socket = socket;
        this.timeouts = timeouts;
    }

    /**
     * Connects to the relay; with implicit TLS the certificate is trusted and names the host.
     *
     * @throws IOException in words for people; an {@link javax.net.ssl.SSLException} when TLS failed
     */
    static Line open(SmtpUrl url, SSLSocketFactory trust, Timeouts timeouts) throws IOException {
        // Writes are bounded by the library's socket around a plain one; it owns a thread, so it is always closed.
        var bounded = new WriteTimeoutSocket(new Socket(), millis(timeouts.write()));
        try {
            bounded.connect(resolved(url), millis(timeouts.connect()));
            bounded.setTcpNoDelay(true);
            bounded.setSoTimeout(millis(timeouts.read()));
            return new Line(
                    bounded, url.tls() == SmtpUrl.Tls.IMPLICIT ? wrapped(bounded, url, trust) : bounded, timeouts);
        } catch (IOException | RuntimeException failed) {
            bounded.close();
            throw failed;
        }
    }

    /** The address under the very name of the URL, which is what a certificate must carry. */
    private static InetSocketAddress resolved(SmtpUrl url) throws UnknownHostException {
        var address = InetAddress.getByName(url.host());
        return new InetSocketAddress(InetAddress.getByAddress(url.host(), address.getAddress()), url.port());
    }

    private static SSLSocket wrapped(Socket bounded, SmtpUrl url, SSLSocketFactory trust) throws IOException {
        var tls = (SSLSocket) trust.createSocket(bounded, url.host(), url.port(), true);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    Socket socket() {
        return socket;
    }

    void waitForReplies() {
        waitAtMost(timeouts.read());
    }

    /** The reply to the final dot may take long: the relay may be scanning or handing on. */
    void waitForAnswer() {
        waitAtMost(timeouts.answer());
    }

    private void waitAtMost(Duration duration) {
        try {
            bounded.setSoTimeout(millis(duration));
        } catch (SocketException gone) {
            // The next read on the closed socket says so, in its phase.
        }
    }

    boolean isOpen() {
        return !bounded.isClosed();
    }

    /** Closes the socket below TLS, which never waits for the other side. */
    void cut() {
        try {
            bounded.close();
        } catch (IOException gone) {
            // It is closed either way.
        }
    }
}
