package onward.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The named statements of one file under {@code resources/sql}.
 *
 * <p>A file is plain SQL: {@code -- :name claim_due} opens a statement, and {@code :now} inside one is a
 * parameter. Parameters are numbered in order of their first appearance, and the tuple that a caller
 * binds follows that order. A double colon is PostgreSQL's cast and stays as it is.
 */
public final class Statements {
    private static final Pattern NAME = Pattern.compile("(?m)^-- :name (\\w+)\\s*$");
    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-z][a-z0-9_]*)");

    private final String file;
    private final Map<String, String> byName = new LinkedHashMap<>();

    private Statements(String file, String text) {
        this.file = file;
        Matcher name = NAME.matcher(text);
        int from = -1;
        String current = null;
        while (name.find()) {
            if (current != null) {
                byName.put(current, numbered(text.substring(from, name.start())));
            }
            current = name.group(1);
            from = name.end();
        }
        if (current != null) {
            byName.put(current, numbered(text.substring(from)));
        }
    }

    /** Reads {@code /sql/<file>.sql} from the class path; a missing file is a fault of the build. */
    public static Statements of(String file) {
        try (InputStream in = Statements.class.getResourceAsStream("/sql/" + file + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("Expected the resource /sql/" + file + ".sql, found nothing");
            }
            return new Statements(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of one statement, its parameters numbered; an unknown name is a fault of the caller. */
    public String get(String name) {
        String sql = byName.get(name);
        if (sql == null) {
            throw new IllegalArgumentException(
                    "Expected a statement named " + name + " in " + file + ".sql, found " + byName.keySet());
        }
        return sql;
    }

    /** All names, in the order of the file. */
    public Set<String> names() {
        return byName.keySet();
    }

    private static String numbered(String sql) {
        List<String> order = List.copyOf(new LinkedHashSet<>(PARAMETER
                .matcher(withoutComments(sql))
                .results()
                .map(r -> r.group(1))
                .toList()));
        return PARAMETER
                .matcher(withoutComments(sql))
                .replaceAll(r -> Matcher.quoteReplacement("$" + (order.indexOf(r.group(1)) + 1)))
                .strip();
    }

    private static String withoutComments(String sql) {
        return sql.replaceAll("(?m)--.*$", "");
    }
}
