package onward.app.contract;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

/**
 * The small proxy of the Java recipe: whatever host a client asks to be connected to, it is connected to one port of
 * this machine. What then goes through is TLS, and nobody's here to read.
 */
final class ConnectProxy {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int HEAD_BYTES_MAX = 8 * 1024;

    private final NetClient client;
    private final int target;
    private final int port;

    ConnectProxy(Vertx vertx, int target) {
        this.client = vertx.createNetClient();
        this.target = target;
        this.port = RecordingProxy.await(
                        vertx.createNetServer().connectHandler(this::greet).listen(0, "127.0.0.1"))
                .actualPort();
    }

    int port() {
        return port;
    }

    private void greet(NetSocket caller) {
        Buffer head = Buffer.buffer();
        caller.handler(bytes -> {
            head.appendBuffer(bytes);
            if (head.toString().endsWith(END_OF_HEAD) && head.toString().startsWith("CONNECT ")) {
                connect(caller);
            } else if (head.length() > HEAD_BYTES_MAX) {
                caller.close();
            }
        });
    }

    private void connect(NetSocket caller) {
        caller.pause();
        client.connect(target, "127.0.0.1").onFailure(fault -> caller.close()).onSuccess(server -> {
            server.pipeTo(caller);
            caller.write("HTTP/1.1 200 Connection established" + END_OF_HEAD);
            caller.pipeTo(server);
        });
    }
}
