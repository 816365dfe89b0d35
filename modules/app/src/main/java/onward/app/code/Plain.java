package onward.app.code;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;

/** Plain values, as JSON has them, brought to one form, in which 5 and 5.0 are the same. */
final class Plain {
    private Plain() {}

    /** The same value with every number in one form. */
    static Object of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Plain::of).toList();
        }
        return value instanceof Number number ? number(number) : value;
    }

    /** An object; its keys are texts, as JSON and our YAML have them. */
    static Map<String, Object> object(Map<?, ?> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put((String) key, of(value)));
        return plain;
    }

    private static Object number(Number number) {
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        boolean isLong = exact.scale() <= 0 && exact.precision() - exact.scale() <= 18;
        return isLong ? (Object) exact.longValueExact() : exact;
    }

    /** The object that a server answered with. */
    static Map<String, Object> read(String json) {
        try {
            return JsonReader.read(json) instanceof Map<?, ?> map ? object(map) : Map.of();
        } catch (JsonFault e) {
            return Map.of(); // no answer of ours; what is missed in it is told by who asks
        }
    }

    /** The items of a list that are objects; none for any other value. */
    static List<Map<String, Object>> objects(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> object((Map<?, ?>) item))
                        .toList()
                : List.of();
    }
}
