package onward.channel.webpush;

import com.zerodeplibs.webpush.MessageEncryption;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onward.channel.Receipt;
import onward.channel.http.HttpCall;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import onward.channel.reply.Receipts;
import onward.flow.message.DeviceAddress;
import onward.flow.message.Envelope;
import onward.flow.message.Push;

/** Delivers one push to one browser. Encryption and signature are made on a worker, for they take a while. */
public final class WebPush {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final HttpCaller caller;
    private final VapidKeys keys;
    private final String subject;
    private final InstantSource clock;
    private final MessageEncryption encryption = MessageEncryptions.of();

    /** @param subject a mailto: or https: URL where push services find who runs this server, or null */
    public WebPush(Vertx vertx, HttpCaller caller, VapidKeys keys, String subject) {
        this(vertx, caller, keys, subject, InstantSource.system());
    }

    WebPush(Vertx vertx, HttpCaller caller, VapidKeys keys, String subject, InstantSource clock) {
        this.vertx = vertx;
        this.caller = caller;
        this.keys = keys;
        this.subject = subject;
        this.clock = clock;
    }

    /** What became of it; never fails for the world's bad day. */
    public Future<Receipt> deliver(Envelope envelope) {
        byte[] payload = Payload.of(envelope).getBytes(StandardCharsets.UTF_8);
        return payload.length > Push.PAYLOAD_BYTES_MAX
                ? Future.succeededFuture(Receipts.tooLarge(payload.length))
                : keys.of(envelope.projectId())
                        .transform(key -> key.succeeded()
                                ? deliver(envelope, payload, key.result())
                                : Future.succeededFuture(new Receipt.Deferred(
                                        "The server's own key for Web Push could not be had: "
                                                + key.cause().getMessage(),
                                        true,
                                        Duration.ZERO)));
    }

    private Future<Receipt> deliver(Envelope envelope, byte[] payload, VapidKey key) {
        return vertx.executeBlocking(() -> call(envelope, payload, key), false)
                .transform(made -> made.succeeded()
                        ? caller.call(made.result()).map(reply -> receipt(reply, envelope.push()))
                        : Future.succeededFuture(new Receipt.Refused(
                                "Expected the keys of the browser's subscription to be usable, found "
                                        + made.cause().getMessage())));
    }

    private HttpCall call(Envelope envelope, byte[] payload, VapidKey key) {
        DeviceAddress to = envelope.push().to();
        Buffer encrypted = Buffer.buffer(encryption
                .encrypt(UserAgentMessageEncryptionKeyInfo.of(to.p256dh(), to.auth()), PushMessage.of(payload))
                .toBytes());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Content-Encoding", "aes128gcm");
        headers.put("TTL", Long.toString(Push.LIFETIME.toSeconds()));
        headers.put("Urgency", "normal");
        headers.put("Topic", topic(envelope.id()));
        headers.put("Authorization", key.authorization(to.address(), subject, clock.instant()));
        return new HttpCall(
                "POST", to.address(), headers, null, encrypted, envelope.id().toString(), TIMEOUT);
    }

    /** A second attempt takes the place of the first while the browser is away (RFC 8030, section 5.4). */
    private static String topic(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** By RFC 8030, sections 5 and 8.4: 404 and 410 say that the subscription is there no more. */
    private Receipt receipt(HttpReply reply, Push push) {
        if (!(reply instanceof HttpReply.Answered answered)) {
            return Receipts.unanswered(reply);
        }
        if (answered.isSuccess()) {
            return new Receipt.Accepted(Receipts.words(answered));
        }
        if (answered.status() == 404 || answered.status() == 410) {
            return Receipts.gone(push, Receipts.words(answered));
        }
        return answered.isRetryable()
                ? Receipts.later(answered, Receipts.words(answered), Duration.ZERO, clock.instant())
                : new Receipt.Refused(Receipts.words(answered));
    }
}
