package onward.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onward.store.Store;
import onward.store.table.ApiKeys;
import onward.store.table.ApiKeys.Holder;
import onward.store.table.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whose a request is, by its key. A key is looked up by the hash of its token and remembered, by the token, for a
 * second, so a deleted key is refused a second later at most. Belongs to one event loop.
 */
final class Doorman {
    /** How long a key is believed without looking. */
    static final long KEY_CACHE_MILLIS = 1_000;

    private static final String INBOUND = "/inbound/";
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final int KEYS_CACHED_MAX = 10_000;
    private static final long TOUCH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);

    private record Known(Holder holder, long checkedNanos, long touchedNanos) {
        boolean isFresh(long nanos) {
            return nanos - checkedNanos < TimeUnit.MILLISECONDS.toNanos(KEY_CACHE_MILLIS);
        }

        boolean isTouched(long nanos) {
            return nanos - touchedNanos < TOUCH_NANOS;
        }
    }

    private final Store store;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KEYS_CACHED_MAX;
        }
    };

    private final Map<String, Future<Holder>> looking = new HashMap<>();
    private final WrongKeys wrong = new WrongKeys(System::nanoTime);

    Doorman(Store store) {
        this.store = store;
    }

    /** The holder of the request's key; fails with the Refusal that fits. */
    Future<Holder> holder(HttpServerRequest request) {
        if (request.headers().getAll("authorization").size() > 1) {
            throw NativeErrors.repeatedKey();
        }
        String authorization = request.getHeader("authorization");
        return holder(request.path().startsWith(INBOUND) ? asBearer(authorization) : authorization, address(request));
    }

    /**
     * Providers that call a URL can give a name and a password at most, {@code https://onward:re_…@host/…} (RFC 7617): the
     * password is the key.
     */
    private static String asBearer(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return authorization;
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            return BEARER + text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException noBase64) {
            // A pair that cannot be read opens nothing.
            return authorization;
        }
    }

    /** Refuses a holder whose key does not open the route. */
    static void permit(Holder holder, Route route) {
        if (holder.sendingOnly() && !route.sending()) {
            throw NativeErrors.restrictedKey();
        }
    }

    /**
     * The holder of a key that did not come with a request; fails with the Refusal that fits.
     *
     * @param authorization as the header of that name has it, or null
     * @param address where it came from: who shows many wrong keys is heard no more for a while
     */
    Future<Holder> holder(String authorization, String address) {
        if (authorization != null && authorization.startsWith(BEARER) && isKnown(authorization)) {
            return holderOf(authorization.substring(BEARER.length()), address);
        }
        if (authorization == null || authorization.isBlank()) {
            return Future.failedFuture(NativeErrors.missingKey());
        }
        String[] words = authorization.strip().split("\\s+", 3);
        if (words.length != 2 || !words[0].equalsIgnoreCase("bearer") || !words[1].startsWith(Tokens.PREFIX)) {
            return Future.failedFuture(NativeErrors.invalidKey());
        }
        return !known.containsKey(words[1]) && wrong.areTooMany(address)
                ? Future.failedFuture(NativeErrors.tooManyWrongKeys(WrongKeys.WINDOW_SECONDS))
                : holderOf(words[1], address);
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    /** The usual spelling of a key that was here before. */
    private boolean isKnown(String authorization) {
        return known.containsKey(authorization.substring(BEARER.length()));
    }

    private Future<Holder> holderOf(String token, String address) {
        Known seen = known.get(token);
        if (seen != null && seen.isFresh(System.nanoTime())) {
            return Future.succeededFuture(seen.holder());
        }
        return seen == null ? look(token, null, address) : lookAgain(token, seen, address);
    }

    /** Of all that come with a key in the moment it is looked up again, one asks. */
    private Future<Holder> lookAgain(String token, Known seen, String address) {
        Future<Holder> underWay = looking.get(token);
        if (underWay != null) {
            return underWay;
        }
        Future<Holder> look = look(token, seen, address);
        if (!look.isComplete()) {
            looking.put(token, look);
            look.onComplete(done -> looking.remove(token));
        }
        return look;
    }

    private Future<Holder> look(String token, Known seen, String address) {
        return ApiKeys.holder(store.client(), Tokens.hash(token)).map(found -> {
            known.remove(token);
            if (found.isEmpty()) {
                wrong.count(address);
            }
            Holder holder = found.orElseThrow(NativeErrors::invalidKey);
            known.put(token, noted(holder, seen));
            return holder;
        });
    }

    private Known noted(Holder holder, Known seen) {
        long nanos = System.nanoTime();
        if (seen != null && seen.isTouched(nanos)) {
            return new Known(holder, nanos, seen.touchedNanos());
        }
        touch(holder);
        return new Known(holder, nanos, nanos);
    }

    private void touch(Holder holder) {
        store.now()
                .compose(now -> ApiKeys.touch(store.client(), holder, now))
                .onFailure(e -> LOG.warn("API key {} was used, which could not be noted", holder.keyId(), e));
    }
}
