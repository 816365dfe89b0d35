package onward.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import onward.app.config.Config;
import onward.app.home.SecretKey;
import onward.channel.nowhere.NullChannel;
import onward.channel.smtp.SmtpProbe;
import onward.channel.smtp.SmtpUrl;

/** What is to be said of this machine and of the settings, whatever the database says. */
final class MachineFindings {
    /** How much room the embedded database should have to grow. */
    static final long DISK_FREE_BYTES_MIN = 1L << 30;

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Config config;
    private final boolean isServed;

    /** @param isServed a server runs on these settings, so that its port is taken by right */
    MachineFindings(Config config, boolean isServed) {
        this.config = config;
        this.isServed = isServed;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(port("port", config.host(), config.port(), "--port"));
        if (config.adminPort() != null) {
            findings.add(port("admin port", config.adminHost(), config.adminPort(), "--admin-port"));
        }
        if (config.databaseUrl() == null) {
            findings.add(disk(room(config.data())));
        }
        Path key = config.data().resolve(SecretKey.FILE);
        if (config.secretKey() == null && Files.exists(key)) {
            findings.add(keyFile(key));
        }
        if (sendsForReal()) {
            findings.add(publicUrl());
            findings.add(smtp());
        }
        return findings;
    }

    private Finding port(String subject, String host, int port, String flag) {
        Optional<String> problem = listening(host, port);
        if (problem.isPresent() && isServed) {
            return Finding.well(subject, host + ":" + port + ", where the server that runs may listen");
        }
        return Finding.of(
                problem.isEmpty(),
                subject,
                "to listen on " + host + ":" + port,
                problem.orElse(host + ":" + port + " is free"),
                "Stop what has it (ss -ltnp shows it), or choose another with " + flag + ".");
    }

    /** What keeps us from listening; empty when nothing does. */
    private static Optional<String> listening(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Optional.empty();
        } catch (IOException taken) {
            return Optional.of(taken.getMessage());
        }
    }

    /** The bytes that this program may still write there; of a directory that is not there yet, where it would be made. */
    private static long room(Path directory) {
        Path at = directory;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        try {
            return Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    static Finding disk(long free) {
        return Finding.of(
                free >= DISK_FREE_BYTES_MIN,
                "disk",
                mebibytes(DISK_FREE_BYTES_MIN) + " free for the embedded database",
                mebibytes(free),
                "Make room, give it a larger disk, or keep less (docs/operating.md): a database without room stops.");
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }

    private static Finding keyFile(Path key) {
        try {
            boolean isOwn = Files.getPosixFilePermissions(key).stream().noneMatch(OF_OTHERS::contains);
            return Finding.of(
                    isOwn,
                    "key file",
                    "a secret.key that its owner alone can read",
                    isOwn ? "it is its owner's alone" : "one that others can read",
                    "chmod 600 " + key + ", and ask yourself who may have read it.");
        } catch (IOException | UnsupportedOperationException unknown) {
            return Finding.well("key file", "it is there; this file system does not say who may read it");
        }
    }

    private boolean sendsForReal() {
        return config.smtpUrl() != null && !config.smtpUrl().equals(NullChannel.URL);
    }

    /** Links in mails that lead to the reader's own machine: to unsubscribe, to open, to click. */
    private Finding publicUrl() {
        String url = config.publicUrl(config.port());
        boolean isLoopback = isLoopback(URI.create(url).getHost());
        return Finding.of(
                !isLoopback,
                "public URL",
                "a URL that readers of mails reach, for they are sent for real",
                url,
                "Set ONWARD_PUBLIC_URL: links to unsubscribe would lead readers to their own machine.");
    }

    private static boolean isLoopback(String host) {
        return host == null
                || host.equals("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]")
                || host.equals("0.0.0.0");
    }

    private Finding smtp() {
        SmtpUrl url = SmtpUrl.read(config.smtpUrl()).value();
        Optional<String> problem = SmtpProbe.problem(url);
        return Finding.of(
                problem.isEmpty(),
                "mail server",
                url + " to greet and take the login",
                problem.orElse(url + " greets" + (url.user() == null ? "" : " and takes the login")),
                "Look at ONWARD_SMTP_URL, the firewall and the mail server. Mails wait meanwhile; none is lost.");
    }
}
