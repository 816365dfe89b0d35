package onward.web.ui;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import onward.store.json.JsonWriter;

/** JSON laid out for people to read, cut where it gets longer than anybody reads. */
public final class Json {
    private static final int CHARS_MAX = 20_000;
    private static final String INDENT = "  ";

    private Json() {}

    /** To the end, for who goes on writing it. */
    public static String whole(Object value) {
        var out = new StringBuilder();
        write(out, value, "", Integer.MAX_VALUE);
        return out.toString();
    }

    /** Null for null. */
    public static String pretty(Object value) {
        if (value == null) {
            return null;
        }
        var out = new StringBuilder();
        write(out, value, "", CHARS_MAX);
        return out.length() <= CHARS_MAX ? out.toString() : out.substring(0, CHARS_MAX) + "\n… cut here";
    }

    private static void write(StringBuilder out, Object value, String indent, int charsMax) {
        if (out.length() > charsMax) {
            return;
        }
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            writeObject(out, map, indent, charsMax);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            writeList(out, list, indent, charsMax);
        } else {
            out.append(plain(value));
        }
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal number
                ? number.toPlainString()
                : value instanceof BigInteger number ? number.toString() : JsonWriter.write(value);
    }

    private static void writeObject(StringBuilder out, Map<?, ?> map, String indent, int charsMax) {
        out.append("{\n");
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(indent)
                    .append(INDENT)
                    .append(JsonWriter.write(String.valueOf(entry.getKey())))
                    .append(": ");
            write(out, entry.getValue(), indent + INDENT, charsMax);
            out.append(entries.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append('}');
    }

    private static void writeList(StringBuilder out, List<?> list, String indent, int charsMax) {
        out.append("[\n");
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            out.append(indent).append(INDENT);
            write(out, items.next(), indent + INDENT, charsMax);
            out.append(items.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append(']');
    }
}
