package onward.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Uuids;
import onward.store.Store;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.table.ApiKeys.Holder;

/** One request that passed the door: whose it is, and what it says. The body is parsed when it is asked for. */
public final class Call {
    private final Store store;
    private final Holder holder;
    private final Map<String, String> path;
    private final Query query;
    private final MultiMap headers;
    private final Buffer body;
    private final HttpServerRequest request;

    Call(
            Store store,
            Holder holder,
            Map<String, String> path,
            Query query,
            MultiMap headers,
            Buffer body,
            HttpServerRequest request) {
        this.store = store;
        this.holder = holder;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.request = request;
    }

    public UUID projectId() {
        return holder.projectId();
    }

    /** Whose key the request came with. */
    Holder holder() {
        return holder;
    }

    /** The database's clock. A transaction that needs `now` reads it on its own connection instead. */
    public Future<Instant> now() {
        return store.now();
    }

    /** A path parameter, percent-decoded; a plus stays a plus. */
    public String path(String name) {
        return PercentCode.decode(path.get(name), name);
    }

    /** A path parameter that has to be a UUID; refused as {@code invalid_parameter} when it is none. */
    public UUID uuid(String name) {
        return Uuids.read(path(name)).orElseThrow(() -> NativeErrors.invalidUuid(name));
    }

    public Query query() {
        return query;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as it came. */
    byte[] bytes() {
        return body.getBytes();
    }

    /** The request itself, paused, for the handler of a route that reads its body as it streams in. */
    HttpServerRequest upload() {
        return request;
    }

    /** The body as an object; an empty body is an empty object. */
    public Fields fields() {
        return fields(body);
    }

    /** The same of a body that came without a request. */
    static Fields fields(Buffer body) {
        return new Fields(object(body.length() == 0 ? Map.of() : json(body)));
    }

    /** The same as plain values, for what is read as it comes. */
    Map<String, Object> object() {
        return object(body.length() == 0 ? Map.of() : json());
    }

    /** How large the body is. */
    public int bodyBytes() {
        return body.length();
    }

    /** The body as plain values, whatever it is; null for an empty body. */
    public Object json() {
        return json(body);
    }

    private static Object json(Buffer body) {
        try {
            return body.length() == 0 ? null : JsonReader.read(body.getBytes());
        } catch (JsonFault e) {
            throw NativeErrors.badJson(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw NativeErrors.validation("Expected a JSON object as request body, found another JSON value.");
    }
}
