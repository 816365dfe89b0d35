package onward.api.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import onward.api.BusDesk;
import onward.api.FaceSettings;
import onward.api.Outside;
import onward.store.Store;

/**
 * The door for programs in any language: speaks the protocol of the Vert.x TCP event-bus bridge, so its clients work
 * unchanged. It is not that library, which gathers a frame of any length from anybody and cannot hold a feed back from
 * one project or from a reader that does not keep up.
 */
public final class TcpBridge extends VerticleBase {
    /** How many connections there are; the next is closed at once. */
    static final int LINES_MAX = 1_000;
    /** How long a connection may be silent in both directions; clients send a ping now and then. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(2);

    private final Store store;
    private final FaceSettings settings;
    private final Outside outside;
    private final String host;
    private final int port;
    private final AtomicInteger boundPort;
    private final Set<TcpLine> lines = new HashSet<>();
    private BusDesk desk;
    private NetServer server;

    /**
     * One door.
     *
     * @param port 0: any free one
     * @param boundPort told the port once it listens
     */
    public TcpBridge(
            Store store, FaceSettings settings, Outside outside, String host, int port, AtomicInteger boundPort) {
        this.store = store;
        this.settings = settings;
        this.outside = outside;
        this.host = host;
        this.port = port;
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        desk = new BusDesk(vertx, store, settings, outside);
        server = vertx.createNetServer(new NetServerOptions()
                        .setIdleTimeout((int) SILENCE_MAX.toSeconds())
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectHandler(this::connected);
        return server.listen(port, host).onSuccess(listening -> boundPort.set(listening.actualPort()));
    }

    private void connected(NetSocket socket) {
        if (lines.size() >= LINES_MAX) {
            socket.close();
            return;
        }
        var line = new TcpLine(vertx, desk, socket);
        lines.add(line);
        socket.closeHandler(closed -> {
            lines.remove(line);
            line.closed();
        });
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }
}
