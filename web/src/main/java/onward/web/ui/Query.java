package onward.web.ui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A link with a query, made piece by piece; what is null or empty is left out. */
public record Query(String text) {
    public static Query of(String path) {
        return new Query(path);
    }

    public Query with(String name, String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        return new Query(text
                + (text.indexOf('?') < 0 ? '?' : '&')
                + name
                + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
