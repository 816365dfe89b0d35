package onward.channel.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.function.Function;
import onward.channel.http.HttpReply.Answered;
import onward.channel.http.HttpReply.Blocked;
import onward.channel.http.HttpReply.Unreached;
import onward.flow.fact.Result;

/**
 * One call on its way: check, connect, send, read. Everything happens on one context. It is over once it has a reply;
 * what arrives later is dropped, and a connection with anything still on it is closed.
 */
final class Attempt {
    /** How many addresses of a name are connected to, one after the other, until one answers the door. */
    static final int ADDRESSES_TRIED_MAX = 3;

    /** Less is no final answer (RFC 9110, section 15.2), and some of it is taken for one below. */
    private static final int STATUS_MIN = 200;

    private final Vertx vertx;
    private final Context context;
    private final Guard guard;
    private final HttpCall call;
    private final Duration timeout;
    private final Function<HttpClientResponse, Future<HttpReply>> reading;
    private final Promise<HttpReply> reply = Promise.promise();
    private HttpClientRequest request;
    private boolean isOver;

    /** @param reading what is made of a response, called where it arrives */
    Attempt(
            Vertx vertx,
            Guard guard,
            HttpCall call,
            Duration timeout,
            Function<HttpClientResponse, Future<HttpReply>> reading) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.guard = guard;
        this.call = call;
        this.timeout = timeout;
        this.reading = reading;
    }

    Future<HttpReply> reply() {
        return reply.future();
    }

    void start(WorkerExecutor lookups, HttpClient client) {
        context.runOnContext(now -> startHere(lookups, client));
    }

    /** From any thread. */
    void abandon(Unreached because) {
        context.runOnContext(now -> settle(because));
    }

    private void startHere(WorkerExecutor lookups, HttpClient client) {
        if (isOver) {
            return;
        }
        long timer = vertx.setTimer(timeout.toMillis(), late -> settle(tooLate()));
        reply.future().onComplete(done -> vertx.cancelTimer(timer));
        // Inside a compose even what is thrown becomes an answer.
        Future.succeededFuture()
                .compose(go -> lookups.executeBlocking(() -> guard.check(call.url()), false))
                .compose(route -> follow(route, client))
                .onComplete(this::settle, failure -> settle(Mishap.of(failure)));
    }

    private Unreached tooLate() {
        return new Unreached("Expected a whole answer within " + timeout.toMillis() + " ms, found none.");
    }

    private Future<HttpReply> follow(Result<Route> route, HttpClient client) {
        return route.isOk()
                ? connect(route.value(), 0, client).compose(this::send).compose(this::read)
                : Future.succeededFuture(new Blocked(route.problems().get(0).message()));
    }

    private Future<HttpClientRequest> connect(Route route, int index, HttpClient client) {
        if (isOver) {
            return over();
        }
        int tries = Math.min(route.addresses().size(), ADDRESSES_TRIED_MAX);
        Future<HttpClientRequest> connected = client.request(options(route, index));
        return index + 1 == tries ? connected : connected.recover(failed -> connect(route, index + 1, client));
    }

    /** No connect timeout here: where it meets a closing client, Vert.x 5.0.12 never finishes closing. */
    private RequestOptions options(Route route, int index) {
        Target target = route.target();
        var options = new RequestOptions()
                .setServer(route.server(index))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isSecure())
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(target.path())
                .setFollowRedirects(false)
                .putHeader("User-Agent", "onward")
                .putHeader("Accept", "application/json");
        if (call.sent() != null) {
            options.putHeader("Content-Type", "application/json");
        }
        call.headers().forEach(options::putHeader);
        return options.putHeader("Accept-Encoding", "identity").putHeader("Idempotency-Key", call.idempotencyKey());
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        // What goes wrong arrives with the response; Vert.x logs as an error what nobody hears here.
        request = connected.exceptionHandler(heard -> {});
        if (isOver) {
            request.reset();
            return over();
        }
        Buffer sent = call.sent();
        return sent == null ? sendBare() : request.send(sent);
    }

    /** A method that usually has a body says that it has none (RFC 9110, section 8.6). */
    private Future<HttpClientResponse> sendBare() {
        boolean usuallyHasBody = !call.method().equals("GET") && !call.method().equals("DELETE");
        return usuallyHasBody ? request.putHeader("Content-Length", "0").send() : request.send();
    }

    private Future<HttpReply> read(HttpClientResponse response) {
        if (isOver) {
            return over();
        }
        return response.statusCode() < STATUS_MIN
                ? Future.failedFuture("The status was " + response.statusCode() + ".")
                : reading.apply(response);
    }

    private static <T> Future<T> over() {
        return Future.failedFuture("The call is over.");
    }

    private void settle(HttpReply found) {
        if (isOver) {
            return;
        }
        isOver = true;
        boolean isWhole =
                found instanceof HttpReply.Downloaded || (found instanceof Answered answered && !answered.truncated());
        if (request != null && !isWhole) {
            request.connection().close();
        }
        reply.complete(found);
    }
}
