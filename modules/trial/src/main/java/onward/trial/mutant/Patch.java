package onward.trial.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named list of edits, as a text.
 *
 * <pre>
 *   rule: what it is about, and other lines of a key and a value
 *
 *   === modules/engine/src/main/java/onward/engine/Tenure.java
 *   --- find
 *   lines that have to be there once
 *   --- instead
 *   lines that stand there afterwards, or none
 * </pre>
 */
record Patch(String id, Map<String, String> head, List<Edit> edits) {
    private static final String FILE = "=== ";
    private static final String FIND = "--- find";
    private static final String INSTEAD = "--- instead";

    /** @param resource below {@code resources}, like {@code mutants/M3.patch} */
    static Patch read(String resource) {
        return parse(resource.replaceAll(".*/|\\.patch$", ""), text(resource));
    }

    static String text(String resource) {
        try (InputStream in = Patch.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new DoesNotFit("Expected the resource " + resource + ", found nothing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Patch parse(String id, String text) {
        Map<String, String> head = new LinkedHashMap<>();
        List<Edit> edits = new ArrayList<>();
        String path = null;
        List<String> find = null;
        List<String> instead = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith(FILE) || line.equals(FIND)) {
                add(edits, path, find, instead);
                find = line.equals(FIND) ? new ArrayList<>() : null;
                instead = null;
                path = line.startsWith(FILE) ? line.substring(FILE.length()).strip() : path;
            } else if (line.equals(INSTEAD)) {
                instead = new ArrayList<>();
            } else if (instead != null) {
                instead.add(line);
            } else if (find != null) {
                find.add(line);
            } else if (path == null && line.contains(": ")) {
                head.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2));
            }
        }
        add(edits, path, find, instead);
        return new Patch(id, head, List.copyOf(edits));
    }

    private static void add(List<Edit> edits, String path, List<String> find, List<String> instead) {
        if (find != null && instead != null) {
            edits.add(new Edit(path, lines(find), lines(instead)));
        }
    }

    /** Empty lines at the end part the edits for the eye. */
    private static String lines(List<String> lines) {
        return String.join("\n", lines).stripTrailing();
    }
}
