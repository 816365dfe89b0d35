package onward.channel.fcm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import onward.channel.Receipt;
import onward.channel.http.HttpCall;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import onward.channel.reply.Receipts;
import onward.flow.message.Envelope;
import onward.flow.message.Push;

/** Delivers one push to one app through FCM's HTTP v1 API. */
public final class Fcm {
    /** Where the API is. */
    public static final String URL = "https://fcm.googleapis.com";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What Google asks to wait where it does not say how long, and how long a wrong set-up is left alone. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final HttpCaller caller;
    private final String url;
    private final AccessToken token;
    private final InstantSource clock;

    /** @param url where the API is, without a slash at its end */
    public Fcm(Vertx vertx, HttpCaller caller, Account account, String url) {
        this(vertx, caller, account, url, InstantSource.system());
    }

    Fcm(Vertx vertx, HttpCaller caller, Account account, String url, InstantSource clock) {
        this.caller = caller;
        this.url = url + "/v1/projects/" + account.project() + "/messages:send";
        this.token = new AccessToken(vertx, caller, account, clock);
        this.clock = clock;
    }

    /** What became of it; never fails for the world's bad day. */
    public Future<Receipt> deliver(Envelope envelope) {
        int size = Message.payloadBytes(envelope);
        return size > Push.PAYLOAD_BYTES_MAX
                ? Future.succeededFuture(Receipts.tooLarge(size))
                : token.get()
                        .transform(got -> got.succeeded()
                                ? deliver(envelope, Message.of(envelope), got.result())
                                : Future.succeededFuture(trouble(
                                        "No access token: " + got.cause().getMessage())));
    }

    private Future<Receipt> deliver(Envelope envelope, String message, String accessToken) {
        var call = new HttpCall(
                "POST",
                url,
                Map.of("Authorization", "Bearer " + accessToken),
                message,
                envelope.id().toString(),
                TIMEOUT);
        return caller.call(call).map(reply -> receipt(reply, envelope.push(), accessToken));
    }

    private Receipt receipt(HttpReply reply, Push push, String accessToken) {
        if (!(reply instanceof HttpReply.Answered answered)) {
            return Receipts.unanswered(reply);
        }
        if (answered.isSuccess()) {
            return new Receipt.Accepted(Receipts.words(answered));
        }
        if (answered.status() == 401) {
            token.forget(accessToken);
        }
        return failed(answered, Failure.read(answered), push);
    }

    /** By the table of error codes of FCM's documentation. */
    private Receipt failed(HttpReply.Answered answered, Failure failure, Push push) {
        if (failure.isOfGoneDevice()) {
            return Receipts.gone(push, failure.words());
        }
        if (failure.code().equals("SENDER_ID_MISMATCH")) {
            return new Receipt.Refused(failure.words());
        }
        if (answered.status() == 401 || answered.status() == 403 || answered.status() == 404) {
            return trouble(failure.words());
        }
        return answered.isRetryable()
                ? Receipts.later(answered, failure.words(), PAUSE, clock.instant())
                : new Receipt.Refused(failure.words());
    }

    /** Something an operator has to set right, which is no mark against this push. */
    private static Receipt trouble(String words) {
        return new Receipt.Deferred("Expected FCM to know this server's service account. " + words, true, PAUSE);
    }

    /**
     * An answer that is an error.
     *
     * @param status of Google's APIs, for example NOT_FOUND; empty when there is none, as is {@code code}
     * @param code of FCM, for example UNREGISTERED
     */
    private record Failure(int http, String status, String code, String words) {

        static Failure read(HttpReply.Answered answered) {
            try {
                var error = new JsonObject(answered.body()).getJsonObject("error", new JsonObject());
                String code = code(error.getJsonArray("details", new JsonArray()));
                String words = answered.status() + " " + code + " " + error.getString("message", "");
                return new Failure(answered.status(), error.getString("status", ""), code, words);
            } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
                return new Failure(answered.status(), "", "", Receipts.words(answered));
            }
        }

        private static String code(JsonArray details) {
            return details.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(detail -> ((JsonObject) detail).getString("errorCode"))
                    .filter(code -> code != null)
                    .findFirst()
                    .orElse("");
        }

        /** A 404 that FCM did not write, say of a proxy, is no word about a device. */
        boolean isOfGoneDevice() {
            return code.equals("UNREGISTERED") || (http == 404 && status.equals("NOT_FOUND"));
        }
    }
}
