package onward.store.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is to become of the records of an import.
 *
 * @param columns by field ({@code email}, {@code first_name}, {@code last_name}, {@code unsubscribed}) its column
 * @param properties by key the column and the type of a property
 * @param isUpsert true: contacts that there are take on what their records give; false: their records are skipped
 * @param segments which the contacts join
 * @param topics which the contacts take or leave: {@link Topics#OPT_IN} or {@link Topics#OPT_OUT} by id
 */
public record ImportPlan(
        Map<String, String> columns,
        Map<String, Property> properties,
        boolean isUpsert,
        Set<UUID> segments,
        Map<UUID, String> topics) {

    /**
     * A column with values of a property.
     *
     * @param type {@link ContactProperties#STRING} or {@link ContactProperties#NUMBER}
     */
    public record Property(String column, String type) {}

    /** As plain values, for the row. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("columns", columns);
        Map<String, Object> told = new LinkedHashMap<>();
        properties.forEach((key, property) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("column", property.column());
            one.put("type", property.type());
            told.put(key, one);
        });
        map.put("properties", told);
        map.put("upsert", isUpsert);
        map.put("segments", segments.stream().map(UUID::toString).toList());
        Map<String, Object> chosen = new LinkedHashMap<>();
        topics.forEach((id, subscription) -> chosen.put(id.toString(), subscription));
        map.put("topics", chosen);
        return map;
    }

    static ImportPlan of(Map<String, Object> map) {
        Map<String, String> columns = new LinkedHashMap<>();
        ((Map<?, ?>) map.get("columns")).forEach((field, column) -> columns.put((String) field, (String) column));
        Map<String, Property> properties = new LinkedHashMap<>();
        ((Map<?, ?>) map.get("properties"))
                .forEach((key, one) ->
                        properties.put((String) key, new Property((String) ((Map<?, ?>) one).get("column"), (String)
                                ((Map<?, ?>) one).get("type"))));
        Set<UUID> segments = new TreeSet<>();
        ((Iterable<?>) map.get("segments")).forEach(id -> segments.add(UUID.fromString((String) id)));
        Map<UUID, String> topics = new LinkedHashMap<>();
        ((Map<?, ?>) map.get("topics")).forEach((id, word) -> topics.put(UUID.fromString((String) id), (String) word));
        return new ImportPlan(columns, properties, (Boolean) map.get("upsert"), segments, topics);
    }
}
