package onward.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The query of a request. An unknown name is ignored; of a name given twice, the first counts. */
public final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    Query(String text) {
        if (text != null) {
            for (String pair : text.split("&")) {
                add(pair);
            }
        }
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.putIfAbsent(decoded(name), decoded(value));
    }

    private static String decoded(String text) {
        return PercentCode.decode(text.replace('+', ' '), "query");
    }

    /** The decoded value; empty when the name is absent, present and blank when it was given without a value. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
