package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import onward.store.Store;
import onward.store.json.JsonWriter;
import onward.store.table.AnsweredRequests;
import onward.store.table.AnsweredRequests.Answered;
import onward.store.table.AnsweredRequests.RequestKey;

/**
 * Does the work of a request once, however often it comes under one Idempotency-Key (contract/resend.md 2.7). The
 * answer is kept in the transaction that does the work; a request that was refused leaves nothing behind. Two bodies
 * are the same when their JSON is, whatever the order of its keys.
 */
final class Idempotency {
    static final int KEY_CHARS_MAX = EventBody.IDEMPOTENCY_KEY_CHARS_MAX;

    private final Vertx vertx;
    private final Store store;

    Idempotency(Vertx vertx, Store store) {
        this.vertx = vertx;
        this.store = store;
    }

    /** What a request does in its transaction, and its answer as plain values. */
    @FunctionalInterface
    interface Work {
        Future<Object> in(SqlClient tx, Instant now);
    }

    /**
     * The answer of the work, or the one that it had before.
     *
     * @param preparing gets ready for the work outside of its transaction; not called for a known answer
     */
    Future<Object> answer(Call call, String endpoint, Supplier<Future<Work>> preparing) {
        var header = call.header("idempotency-key");
        if (header.isEmpty()) {
            return preparing
                    .get()
                    .compose(work -> store.transaction(tx -> store.now(tx).compose(now -> work.in(tx, now))));
        }
        var key = new RequestKey(call.projectId(), endpoint, checked(header.get()));
        return hash(call)
                .compose(hash -> store.now()
                        .compose(now -> AnsweredRequests.find(store.client(), key, now))
                        .compose(known -> known.isPresent()
                                ? Future.succeededFuture(known(known.get(), hash))
                                : preparing.get().compose(work -> store.transaction(tx -> once(tx, key, hash, work)))));
    }

    private Future<byte[]> hash(Call call) {
        return call.bodyBytes() > EmailSending.READ_ASIDE_BYTES
                ? vertx.executeBlocking(() -> hash(call.json()), false)
                : Future.succeededFuture(hash(call.json()));
    }

    private static String checked(String key) {
        if (key.isEmpty() || key.codePointCount(0, key.length()) > KEY_CHARS_MAX || key.indexOf('\0') >= 0) {
            throw NativeErrors.badIdempotencyKey();
        }
        return key;
    }

    private Future<Object> once(SqlClient tx, RequestKey key, byte[] hash, Work work) {
        return AnsweredRequests.tryLock(tx, key).compose(isOurs -> {
            if (!isOurs) {
                throw NativeErrors.concurrentIdempotentRequest();
            }
            return store.now(tx)
                    .compose(now -> AnsweredRequests.find(tx, key, now)
                            .compose(known -> known.isPresent()
                                    ? Future.succeededFuture(known(known.get(), hash))
                                    : work.in(tx, now)
                                            .compose(answer -> AnsweredRequests.insert(tx, key, hash, answer, now)
                                                    .map(answer))));
        });
    }

    private static Object known(Answered answered, byte[] hash) {
        if (!answered.isTo(hash)) {
            throw NativeErrors.otherIdempotentRequest();
        }
        return answered.answer();
    }

    private static byte[] hash(Object json) {
        try {
            byte[] text = JsonWriter.write(sorted(json)).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }

    private static Object sorted(Object json) {
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, value) -> sorted.put(String.valueOf(name), sorted(value)));
            return sorted;
        }
        return json instanceof List<?> list
                ? list.stream().map(Idempotency::sorted).collect(Collectors.toList())
                : json;
    }
}
