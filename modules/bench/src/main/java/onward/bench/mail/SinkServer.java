package onward.bench.mail;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The sink's process. It says its port on standard output, then answers "count" and "reset" line by line, and ends
 * when its standard input does: so it never outlives the bench.
 */
public final class SinkServer {
    private SinkServer() {}

    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // Libraries may log to standard output, depending on what else is on the class path.
        System.setOut(System.err);
        var taken = new Taken();
        NetServer server = listening(Vertx.vertx(), taken);
        answers.println(server.actualPort());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("reset")) {
                taken.reset();
            }
            answers.println(taken.report().line());
        }
        System.exit(0);
    }

    /** On a free port. */
    static NetServer listening(Vertx vertx, Taken taken) {
        return vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setTcpNoDelay(true))
                .connectHandler(socket -> talk(socket, taken))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void talk(NetSocket socket, Taken taken) {
        var talk = new Talk(taken);
        taken.connection();
        // A client that hangs up in the middle has taken its mail along; there is nothing to say to it.
        socket.exceptionHandler(gone -> {});
        socket.handler(heard -> {
            String answers = talk.hear(heard.getBytes());
            if (!answers.isEmpty()) {
                socket.write(Buffer.buffer(Talk.bytes(answers)));
            }
            if (talk.isOver()) {
                socket.close();
            }
        });
        socket.write(Talk.GREETING);
    }
}
