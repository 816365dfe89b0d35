package onward.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.Envelope;
import onward.store.Store;
import onward.store.table.Attachments;
import onward.store.table.Envelopes;

/**
 * {@code POST /emails} and {@code POST /emails/batch} (contract/resend.md 11): what is accepted is in the outbox
 * before it is answered, all of a batch in one transaction. From there it goes the way of every mail.
 */
final class EmailSending {
    /** How large the request of one mail may be: its files and its texts. */
    static final int MAIL_BODY_BYTES_MAX = FileBody.FILES_ENCODED_BYTES_MAX + 12 * 1024 * 1024;

    /** How large the request of a batch may be, which has no files. */
    static final int BATCH_BODY_BYTES_MAX = 16 * 1024 * 1024;

    /** How many mails a batch may have. */
    static final int BATCH_MAX = 100;

    /** From this size on a body is read on a worker, so that it holds up nobody else. */
    static final int READ_ASIDE_BYTES = 64 * 1024;

    private static final String VALIDATION = "x-batch-validation";
    private static final Set<String> VALIDATIONS = Set.of("strict", "permissive");

    private final Vertx vertx;
    private final Bell bell;
    private final FaceSettings settings;
    private final Idempotency idempotency;
    private final Ids ids = Ids.from(new SecureRandom());

    EmailSending(Vertx vertx, Store store, Bell bell, FaceSettings settings) {
        this.vertx = vertx;
        this.bell = bell;
        this.settings = settings;
        this.idempotency = new Idempotency(vertx, store);
    }

    void register(Routes routes) {
        routes.postSending("/emails", MAIL_BODY_BYTES_MAX, this::send)
                .postSending("/emails/batch", BATCH_BODY_BYTES_MAX, this::sendBatch);
    }

    /** One mail as it was asked for, by its place in the request; or why it cannot be sent. */
    private record Item(int index, EmailBody body, Refusal refusal) {}

    private Future<Answer> send(Call call) {
        return read(call, () -> EmailBody.read(call.fields(), true))
                .compose(body -> idempotency.answer(
                        call,
                        "/emails",
                        () -> FileBody.fetched(body.files(), settings.fetcher())
                                .map(body::having)
                                .map(whole -> (Idempotency.Work) (tx, now) -> accept(tx, call, whole, now))))
                .onSuccess(done -> wake())
                .map(Answer::ok);
    }

    private Future<Object> accept(SqlClient tx, Call call, EmailBody body, Instant now) {
        return sealer(tx, call, List.of(body), now)
                .map(sealer -> sealer.seal(body))
                .compose(envelope -> store(tx, List.of(envelope), now)
                        .map(done -> Answer.body("id", envelope.id().toString())));
    }

    private Future<Answer> sendBatch(Call call) {
        String validation = call.header(VALIDATION).orElse("strict").strip();
        if (!VALIDATIONS.contains(validation)) {
            throw NativeErrors.validation(
                    "Expected strict or permissive in the header `" + VALIDATION + "`, found another word.");
        }
        boolean isStrict = validation.equals("strict");
        return read(call, () -> items(call.json(), isStrict))
                .compose(items -> idempotency.answer(
                        call,
                        "/emails/batch",
                        () -> Future.succeededFuture((tx, now) -> acceptAll(tx, call, items, isStrict, now))))
                .onSuccess(done -> wake())
                .map(Answer::ok);
    }

    private static List<Item> items(Object json, boolean isStrict) {
        if (!(json instanceof List<?> list) || list.isEmpty() || list.size() > BATCH_MAX) {
            throw NativeErrors.validation("Expected an array of 1 to " + BATCH_MAX + " emails as request body, found "
                    + (json instanceof List<?> other ? other.size() + "." : "another JSON value."));
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            items.add(item(i, list.get(i), isStrict));
        }
        return items;
    }

    private static Item item(int index, Object json, boolean isStrict) {
        try {
            if (json instanceof Map<?, ?> map) {
                return new Item(index, EmailBody.read(new Fields(texts(map)), false), null);
            }
            throw NativeErrors.validation("Expected an email as an object, found another JSON value.");
        } catch (Refusal refusal) {
            return refused(index, refusal, isStrict);
        }
    }

    @SuppressWarnings("unchecked") // the keys of JSON objects are texts
    private static Map<String, Object> texts(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    private static Item refused(int index, Refusal refusal, boolean isStrict) {
        if (isStrict) {
            throw new Refusal(
                    refusal.status(), refusal.name(), "Email " + index + " of the batch: " + refusal.getMessage());
        }
        return new Item(index, null, refusal);
    }

    private Future<Object> acceptAll(SqlClient tx, Call call, List<Item> items, boolean isStrict, Instant now) {
        List<EmailBody> bodies = items.stream()
                .filter(item -> item.refusal() == null)
                .map(Item::body)
                .toList();
        return sealer(tx, call, bodies, now).compose(sealer -> {
            List<Envelope> envelopes = new ArrayList<>();
            List<Map<String, Object>> errors = new ArrayList<>();
            items.forEach(item -> {
                Item sealed = sealed(sealer, item, isStrict, envelopes);
                if (sealed.refusal() != null) {
                    errors.add(Answer.body(
                            "index", sealed.index(), "message", sealed.refusal().getMessage()));
                }
            });
            return store(tx, envelopes, now).map(done -> answer(envelopes, errors, isStrict));
        });
    }

    private static Item sealed(Sealer sealer, Item item, boolean isStrict, List<Envelope> envelopes) {
        if (item.refusal() != null) {
            return item;
        }
        try {
            envelopes.add(sealer.seal(item.body()));
            return item;
        } catch (Refusal refusal) {
            return refused(item.index(), refusal, isStrict);
        }
    }

    private static Map<String, Object> answer(
            List<Envelope> envelopes, List<Map<String, Object>> errors, boolean isStrict) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "data",
                envelopes.stream()
                        .map(envelope -> Answer.body("id", envelope.id().toString()))
                        .toList());
        if (!isStrict) {
            answer.put("errors", errors);
        }
        return answer;
    }

    private Future<Sealer> sealer(SqlClient tx, Call call, List<EmailBody> bodies, Instant now) {
        return Sealer.of(tx, call.holder(), bodies, settings.messageIdDomain(), ids, now);
    }

    private static Future<Void> store(SqlClient tx, List<Envelope> envelopes, Instant now) {
        return envelopes.isEmpty()
                ? Future.succeededFuture()
                : Envelopes.insert(tx, envelopes, now).compose(done -> Attachments.insert(tx, envelopes, now));
    }

    private <T> Future<T> read(Call call, Callable<T> reading) {
        if (call.bodyBytes() > READ_ASIDE_BYTES) {
            return vertx.executeBlocking(reading, false);
        }
        return Future.succeededFuture().map(go -> called(reading));
    }

    private static <T> T called(Callable<T> reading) {
        try {
            return reading.call();
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception impossible) {
            throw new IllegalStateException("Reading a body throws nothing else", impossible);
        }
    }

    /** A mail for later is found by the timer, which looks anew for what is due next. */
    private void wake() {
        bell.ring(Address.WAKE_COURIER);
        bell.ring(Address.WAKE_TIMER);
    }
}
