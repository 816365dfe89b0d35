package onward.store.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
    /** In MiB: what PostgreSQL takes by default, and what W1 gained a tenth by. */
    static final long SHARED_BUFFERS_MIN = 128;

    static final long SHARED_BUFFERS_MAX = 512;

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
                shared_buffers = %dMB
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                wal_compression = %s
                max_wal_size = 4GB
                checkpoint_completion_target = 0.9
                log_checkpoints = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                """.formatted(port, sharedBuffers(memory()), WAL_COMPRESSION));
    }

    /**
     * How much of the database it keeps at hand: an eighth of the machine's memory within bounds. It is taken page by page
     * as it is needed, so a small database needs little of it.
     *
     * @param memory in bytes
     * @return in MiB
     */
    static long sharedBuffers(long memory) {
        return Math.max(SHARED_BUFFERS_MIN, Math.min(SHARED_BUFFERS_MAX, memory / 8 >> 20));
    }

    /** Of the machine, or of the container where that has a limit. */
    private static long memory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
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
