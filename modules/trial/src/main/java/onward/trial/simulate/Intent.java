package onward.trial.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event that a customer wants to be known, as often as it takes until it was acknowledged.
 *
 * @param key of idempotency
 * @param person whose address it names
 */
record Intent(String key, String name, int person, Map<String, Object> payload) {

    static Map<String, Object> payload(long n, long k) {
        Map<String, Object> payload = new LinkedHashMap<>(4);
        payload.put("n", n);
        payload.put("k", k);
        return payload;
    }

    long n() {
        return (Long) payload.get("n");
    }

    long k() {
        return (Long) payload.get("k");
    }
}
