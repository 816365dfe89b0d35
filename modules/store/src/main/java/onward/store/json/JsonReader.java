package onward.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) into plain values, strictly: no comments, no NaN, no leading zeros, no
 * key twice in one object, no U+0000 and no lone surrogate in keys and values, nothing behind the value,
 * and nothing beyond {@link JsonLimits}.
 */
public final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEPTH_MAX)
                    .maxNumberLength(JsonLimits.NUMBER_CHARS_MAX)
                    .maxStringLength(JsonLimits.STRING_CHARS_MAX)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private int elements;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The value of the text as plain values; null for the text {@code null}.
     *
     * @throws JsonFault when the text is not strict JSON within the limits
     */
    public static Object read(String text) {
        if (text.startsWith("\uFEFF")) {
            throw new JsonFault("Expected JSON, found a byte order mark", 0);
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonReader(parser).only();
        } catch (JsonProcessingException e) {
            throw fault(e);
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail to be read", e);
        }
    }

    /** The same for bytes, which have to be UTF-8 without a byte order mark. */
    public static Object read(byte[] bytes) {
        return read(decoded(bytes));
    }

    private static String decoded(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult outcome = decoder.decode(in, out, true);
        if (outcome.isError()) {
            throw new JsonFault("Expected UTF-8, found a byte sequence that is none", in.position());
        }
        return out.flip().toString();
    }

    private static JsonFault fault(JsonProcessingException e) {
        String firstLine = e.getOriginalMessage().lines().findFirst().orElse("Expected JSON");
        long position = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
        return new JsonFault(firstLine, Math.max(0, position));
    }

    private Object only() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw faultHere("Expected a JSON value, found an empty text");
        }
        Object value = value(first);
        if (parser.nextToken() != null) {
            throw faultHere("Expected the end of the text after the JSON value, found more");
        }
        return value;
    }

    private Object value(JsonToken token) throws IOException {
        if (++elements > JsonLimits.ELEMENTS_MAX) {
            throw faultHere("Expected at most " + JsonLimits.ELEMENTS_MAX + " values in all, found more");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> storable(parser.getText());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw faultHere("Expected a JSON value, found " + token);
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = newKey(fields);
            fields.put(key, value(parser.nextToken()));
        }
        return fields;
    }

    private String newKey(Map<String, Object> fields) throws IOException {
        String key = storable(parser.currentName());
        if (fields.containsKey(key)) {
            throw faultHere("Expected each key once in an object, found a key twice");
        }
        if (fields.size() == JsonLimits.KEYS_PER_OBJECT_MAX) {
            throw faultHere("Expected at most " + JsonLimits.KEYS_PER_OBJECT_MAX + " keys in an object, found more");
        }
        return key;
    }

    private List<Object> array() throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return items;
    }

    private String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw faultHere("Expected text without U+0000, found one");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw faultHere("Expected whole characters, found one half of a surrogate pair");
            }
        }
        return text;
    }

    private Object whole() throws IOException {
        String text = bounded(parser.getText());
        BigDecimal number = new BigDecimal(text);
        boolean small = number.precision() <= 18;
        return small ? (Object) number.longValueExact() : longIfItFits(number);
    }

    private static Object longIfItFits(BigDecimal number) {
        return number.toBigInteger().bitLength() <= 63 ? (Object) number.longValueExact() : number;
    }

    private BigDecimal decimal() throws IOException {
        String text = bounded(parser.getText());
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0 && !isBoundedExponent(text.substring(e + 1))) {
            throw faultHere("Expected an exponent of at most " + JsonLimits.EXPONENT_MAX + ", found a larger one");
        }
        return new BigDecimal(text);
    }

    private static boolean isBoundedExponent(String exponent) {
        String digits = exponent.replaceFirst("^[+-]?0*", "");
        return digits.length() <= 3 && (digits.isEmpty() || Integer.parseInt(digits) <= JsonLimits.EXPONENT_MAX);
    }

    private String bounded(String number) {
        if (number.length() > JsonLimits.NUMBER_CHARS_MAX) {
            throw faultHere(
                    "Expected a number of at most " + JsonLimits.NUMBER_CHARS_MAX + " characters, found a longer one");
        }
        return number;
    }

    private JsonFault faultHere(String message) {
        return new JsonFault(message, Math.max(0, parser.currentTokenLocation().getCharOffset()));
    }
}
