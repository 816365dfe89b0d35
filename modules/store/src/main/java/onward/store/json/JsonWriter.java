package onward.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes plain values as one line of JSON, keys in the order of the map. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {}

    /**
     * The text of a value: null, String, Boolean, a whole or decimal number, Map with String keys, Iterable,
     * or UUID (written as its text).
     *
     * @throws IllegalArgumentException for any other type, which is a fault of the caller
     */
    public static String write(Object value) {
        if (value instanceof Map<?, ?> map && map.isEmpty()) {
            return "{}";
        }
        if (value instanceof List<?> list && list.isEmpty()) {
            return "[]";
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail to be written", e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String || value instanceof UUID) {
            json.writeString(value.toString());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(json, map);
        } else if (value instanceof Iterable<?> items) {
            writeArray(json, items);
        } else {
            throw new IllegalArgumentException("Expected a plain value, found " + value.getClass());
        }
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger whole) {
            json.writeNumber(whole);
        } else if (number instanceof Long || number instanceof Integer || number instanceof Short) {
            json.writeNumber(number.longValue());
        } else if (number instanceof Double fraction && Double.isFinite(fraction)) {
            json.writeNumber(fraction);
        } else {
            throw new IllegalArgumentException("Expected a number that JSON knows, found " + number);
        }
    }

    private static void writeObject(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : map.entrySet()) {
            json.writeFieldName((String) field.getKey());
            write(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void writeArray(JsonGenerator json, Iterable<?> items) throws IOException {
        json.writeStartArray();
        for (Object item : items) {
            write(json, item);
        }
        json.writeEndArray();
    }
}
