package onward.store.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What belongs to one data directory and outlives the process: the password, the port, the settings. */
final class Cluster {
    private static final int PASSWORD_BYTES = 24;
    private static final String SETTINGS = "onward.conf";

    private final Path home;
    private final Path data;

    Cluster(Path home) {
        this.home = home;
        this.data = home.resolve("data-18");
    }

    Path data() {
        return data;
    }

    Path passwordFile() {
        return home.resolve("password");
    }

    /** Was initdb finished here? */
    boolean isInitialised() {
        return Files.exists(data.resolve("PG_VERSION")) && Files.exists(data.resolve(SETTINGS));
    }

    /** The password, made at random on first use, readable by its owner alone. */
    String password() throws IOException {
        Path file = passwordFile();
        if (!Files.exists(file)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, owner);
            Files.writeString(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file).strip();
    }

    /** The port of last time where it is still free, another free one where it is not. */
    int port() throws IOException {
        int last = lastPort();
        int port = last != 0 && isFree(last) ? last : freePort();
        Files.writeString(portFile(), Integer.toString(port));
        return port;
    }

    /** The port of last time, which is the one in use while a server runs; 0 when there was none. */
    int lastPort() throws IOException {
        return Files.exists(portFile())
                ? Integer.parseInt(Files.readString(portFile()).strip())
                : 0;
    }

    private Path portFile() {
        return home.resolve("port");
    }

    /** Makes the server read our settings; those written into postgresql.conf below that line win. */
    void include() throws IOException {
        Files.writeString(
                data.resolve("postgresql.conf"),
                "\n# Written anew at every start; what stands below this line wins over it.\ninclude '" + SETTINGS
                        + "'\n",
                StandardOpenOption.APPEND);
    }

    /** The settings of this start. */
    Path writeSettings(int port) throws IOException {
        return Files.writeString(data.resolve(SETTINGS), """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 60
                shared_buffers = 128MB
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                wal_compression = %s
                max_wal_size = 4GB
                checkpoint_completion_target = 0.9
                log_checkpoints = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                """.formatted(port, WAL_COMPRESSION));
    }

    /** The unpacked builds know no lz4 on every platform; pglz is in all of them. */
    private static final String WAL_COMPRESSION = "pglz";

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
