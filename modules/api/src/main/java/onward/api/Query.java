package onward.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query of a request. An unknown name is ignored; one that is asked for and was given twice is refused. */
public final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> repeated = new HashSet<>();

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
        if (values.putIfAbsent(decoded(name), decoded(value)) != null) {
            repeated.add(decoded(name));
        }
    }

    private static String decoded(String text) {
        return PercentCode.decode(text.replace('+', ' '), "query");
    }

    /** The decoded value; empty when the name is absent, present and blank when it was given without a value. */
    public Optional<String> get(String name) {
        if (repeated.contains(name)) {
            throw NativeErrors.validation("Expected `" + name + "` once in the query, found it several times.");
        }
        return Optional.ofNullable(values.get(name));
    }

    /** An instant as RFC 3339 writes it; refused when it is other text. */
    public Optional<Instant> instant(String name) {
        return get(name)
                .map(text -> Rfc3339.read(text)
                        .orElseThrow(() -> NativeErrors.validation("Expected an RFC 3339 instant like"
                                + " 2026-10-01T12:00:00Z in `" + name + "`, found other text.")));
    }
}
