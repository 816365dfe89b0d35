package onward.bench.work;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import onward.bench.house.BenchCut;
import onward.bench.house.Pause;
import onward.bench.house.Spawn;
import onward.bench.load.Loader;
import onward.bench.load.Post;

/** A server that reads a JSON body and answers a small one, and does nothing else: the ceiling of HTTP. */
public final class BareHttp {
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private BareHttp() {}

    /** The server, in a process of its own. */
    public static void main(String[] args) {
        Vertx.vertx()
                .deployVerticle(
                        () -> new AbstractVerticle() {
                            @Override
                            public void start() {
                                vertx.createHttpServer()
                                        .requestHandler(request -> request.body()
                                                .onSuccess(body -> request.response()
                                                        .setStatusCode(202)
                                                        .putHeader("content-type", "application/json")
                                                        .end(new JsonObject()
                                                                .put(
                                                                        "event",
                                                                        body.toJsonObject()
                                                                                .getString("event"))
                                                                .put(
                                                                        "id",
                                                                        UUID.randomUUID()
                                                                                .toString())
                                                                .toBuffer())))
                                        .listen(Integer.parseInt(args[0]), "127.0.0.1");
                            }
                        },
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()));
    }

    /** Requests a second that such a server answers to the driver. */
    static double measure(Job job) {
        job.tell("raw: bare HTTP");
        int port = Spawn.freePort();
        Process server = Spawn.own(BareHttp.class, Integer.toString(port));
        Runnable ending = server::destroyForcibly;
        job.premises().estate().ends(ending);
        try {
            URI url = URI.create("http://127.0.0.1:" + port);
            var orders = Orders.of(new Post(url, "/events/send", null), Welcome.EVENT, Orders.PEOPLE);
            if (!Pause.until(() -> answers(url), LOOK_EVERY, PATIENCE)) {
                throw new BenchCut("Expected a bare server to answer, it did not.");
            }
            var loader = new Loader(url, job.connections());
            loader.flat(orders, Integer.MAX_VALUE, TIME);
            var sent = loader.flat(orders, Integer.MAX_VALUE, TIME);
            return sent.count() / sent.seconds();
        } finally {
            job.premises().estate().end(ending);
        }
    }

    private static boolean answers(URI url) {
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
