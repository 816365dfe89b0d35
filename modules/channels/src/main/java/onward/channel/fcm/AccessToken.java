package onward.channel.fcm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import onward.channel.http.HttpCall;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import onward.channel.reply.Receipts;

/**
 * The access token of a service account. It is asked for once, however many want it at that moment, and again shortly
 * before its end. Safe for many threads.
 */
final class AccessToken {
    /** So long before its end another one is got, for a request with it may take a while to arrive. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final Vertx vertx;
    private final HttpCaller caller;
    private final Account account;
    private final InstantSource clock;
    private Future<Granted> granted;

    AccessToken(Vertx vertx, HttpCaller caller, Account account, InstantSource clock) {
        this.vertx = vertx;
        this.caller = caller;
        this.account = account;
        this.clock = clock;
    }

    /** @param until when it is not used any more */
    private record Granted(String token, Instant until) {}

    /** The token; fails, with words for an operator, when there is none for now. */
    synchronized Future<String> get() {
        if (granted == null || granted.failed() || isOver()) {
            granted = ask();
        }
        return granted.map(Granted::token);
    }

    private boolean isOver() {
        return granted.succeeded() && !clock.instant().isBefore(granted.result().until());
    }

    /** A token that was refused is not used again; one that was got since stays. */
    synchronized void forget(String refused) {
        if (granted != null && granted.succeeded() && granted.result().token().equals(refused)) {
            granted = null;
        }
    }

    private Future<Granted> ask() {
        Instant now = clock.instant();
        return vertx.executeBlocking(() -> account.assertion(now), false)
                .compose(assertion -> caller.call(call(assertion)))
                .compose(reply -> read(reply, now));
    }

    private HttpCall call(String assertion) {
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion;
        return new HttpCall(
                "POST",
                account.tokenUri(),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                null,
                Buffer.buffer(form),
                UUID.randomUUID().toString(),
                TIMEOUT);
    }

    private static Future<Granted> read(HttpReply reply, Instant now) {
        if (!(reply instanceof HttpReply.Answered answered)) {
            return Future.failedFuture(Receipts.unanswered(reply).reply());
        }
        if (!answered.isSuccess()) {
            return Future.failedFuture(Receipts.words(answered));
        }
        try {
            var body = new JsonObject(answered.body());
            var lifetime = Duration.ofSeconds(body.getLong("expires_in", 0L)).minus(MARGIN);
            return body.getString("access_token") == null
                    ? Future.failedFuture("Expected an `access_token`, found none.")
                    : Future.succeededFuture(new Granted(body.getString("access_token"), now.plus(lifetime)));
        } catch (DecodeException | ClassCastException unreadable) {
            return Future.failedFuture("Expected an access token as JSON, found something else.");
        }
    }
}
