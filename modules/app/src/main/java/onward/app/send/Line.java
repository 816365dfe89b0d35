package onward.app.send;

import java.util.Map;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/**
 * One line of the file, as it is posted.
 *
 * @param number from 1
 * @param key the line's {@code idempotency_key}, or null
 */
record Line(long number, String body, String key) {
    private static final String KEY = "idempotency_key";

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException when the line is no JSON object
     */
    static Line read(long number, String text) {
        try {
            if (JsonReader.read(text) instanceof Map<?, ?> fields) {
                Object key = fields.remove(KEY);
                return new Line(number, JsonWriter.write(fields), key == null ? null : key.toString());
            }
        } catch (JsonFault e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("line " + number + ": expected a JSON object, found another value");
    }
}
