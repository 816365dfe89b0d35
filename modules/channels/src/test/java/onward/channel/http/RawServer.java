package onward.channel.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of plain bytes on this machine, as rude as its script. Also the canary that should hear nothing. */
final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger guests = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> goodbye = new CompletableFuture<>();

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0), script);
    }

    RawServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        start(this::accept);
    }

    /** Listens wherever this machine can be reached, and only counts. */
    static RawServer canary() throws IOException {
        return new RawServer((head, out) -> {});
    }

    /** At one address, at a port that is free there. */
    static RawServer at(String address, int port, Script script) throws IOException {
        return new RawServer(new ServerSocket(port, 50, InetAddress.getByName(address)), script);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections were made. */
    int guests() {
        return guests.get();
    }

    /** Done when a client was seen to hang up. */
    CompletableFuture<Void> goodbye() {
        return goodbye;
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                guests.incrementAndGet();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.answer(head(socket.getInputStream()), socket.getOutputStream());
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException hungUp) {
            // The client is gone, as a client may.
        }
        goodbye.complete(null);
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    /** What is said to one request; afterwards the line is kept until the client hangs up. */
    interface Script {
        void answer(String head, OutputStream out) throws IOException;

        static Script saying(String text) {
            return (head, out) -> say(out, text);
        }

        /** First the text, then the part again and again for as long as anybody listens. */
        static Script endless(String text, String part) {
            return (head, out) -> {
                say(out, text);
                while (true) {
                    say(out, part);
                }
            };
        }

        static void say(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
