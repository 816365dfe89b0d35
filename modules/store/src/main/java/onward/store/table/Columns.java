package onward.store.table;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import onward.store.Times;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;

/** A list of records seen as columns, for statements over {@code unnest}, and values read out of rows. */
final class Columns<T> {
    private final List<T> rows;

    private Columns(List<T> rows) {
        this.rows = rows;
    }

    static <T> Columns<T> of(List<T> rows) {
        return new Columns<>(rows);
    }

    UUID[] uuids(Function<T, UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    String[] texts(Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    Integer[] ints(Function<T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    Long[] longs(Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    Double[] doubles(Function<T, Double> column) {
        return rows.stream().map(column).toArray(Double[]::new);
    }

    Boolean[] booleans(Function<T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    OffsetDateTime[] times(Function<T, Instant> column) {
        return rows.stream().map(column).map(Times::toSql).toArray(OffsetDateTime[]::new);
    }

    /** Lists as PostgreSQL writes arrays, for there are no arrays of arrays of different lengths; null is an empty one. */
    String[] textArrays(Function<T, List<String>> column) {
        return rows.stream().map(column).map(Columns::array).toArray(String[]::new);
    }

    private static String array(List<String> texts) {
        if (texts == null || texts.isEmpty()) {
            return "{}";
        }
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Two parameters; {@code Tuple.of} would spread an array that comes second. */
    static Tuple pair(Object first, Object second) {
        return Tuple.tuple().addValue(first).addValue(second);
    }

    /** As the text of JSON; null stays SQL's null. */
    String[] jsons(Function<T, Object> column) {
        return rows.stream().map(column).map(Columns::json).toArray(String[]::new);
    }

    static String json(Object value) {
        return value == null ? null : JsonWriter.write(value);
    }

    static <R> List<R> list(RowSet<Row> rows, Function<Row, R> map) {
        var list = new ArrayList<R>(rows.size());
        rows.forEach(row -> list.add(map.apply(row)));
        return list;
    }

    static <R> R firstOrNull(RowSet<Row> rows, Function<Row, R> map) {
        RowIterator<Row> at = rows.iterator();
        return at.hasNext() ? map.apply(at.next()) : null;
    }

    /** A pattern for `like` that finds a text with this in it, taken literally; null for null. */
    static String containing(String search) {
        return search == null
                ? null
                : "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    static Instant instant(Row row, String column) {
        return Times.fromSql(row.getOffsetDateTime(column));
    }

    static List<String> texts(Row row, String column) {
        String[] array = row.getArrayOfStrings(column);
        return array == null ? List.of() : List.of(array);
    }

    /** A JSON value that was selected as text. */
    static Object json(Row row, String column) {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "{}" -> new LinkedHashMap<String, Object>();
            case "[]" -> new ArrayList<>();
            default -> JsonReader.read(text);
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Row row, String column) {
        return (Map<String, Object>) json(row, column);
    }

    /** A JSON object of strings; empty when there is none. */
    static Map<String, String> textsByName(Row row, String column) {
        var texts = new LinkedHashMap<String, String>();
        var object = object(row, column);
        if (object != null) {
            object.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        }
        return texts;
    }
}
