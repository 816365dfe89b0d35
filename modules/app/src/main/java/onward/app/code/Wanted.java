package onward.app.code;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onward.app.code.Documents.Document;

/** What the files describe, and everything that is wrong with it before the server is asked. */
record Wanted(List<Item> items, List<String> problems) {

    static Wanted read(Path path) {
        Map<String, Item> items = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Document document : Documents.read(path)) {
            Item item = item(document, problems);
            Item twin = item == null ? null : items.putIfAbsent(item.title(), item);
            if (twin != null) {
                problems.add(item.place() + ": expected one " + item.title() + ", found another in " + twin.place()
                        + ". Its name, of a template its alias, is what it is known by.");
            }
        }
        return new Wanted(List.copyOf(items.values()), problems);
    }

    /** Null for a document that nobody could call by a name. */
    private static Item item(Document document, List<String> problems) {
        Map<String, Object> fields = new LinkedHashMap<>(document.fields());
        Kind kind = Kind.of(fields.remove("kind")).orElse(null);
        if (kind == null) {
            problems.add(document.place()
                    + ": expected `kind` to be event, topic, segment, template or automation, found another or none.");
            return null;
        }
        Object was = fields.remove("was");
        unknown(kind, fields, document.place(), problems);
        Shape.Read read = Shape.of(kind, fields);
        read.problems()
                .forEach(
                        problem -> problems.add(document.place() + ": `" + problem.path() + "`: " + problem.message()));
        boolean isRenamed = was != null;
        if (isRenamed && (kind == Kind.EVENT || !(was instanceof String))) {
            problems.add(
                    document.place() + ": expected in `was` the name that it had, and none for an event, whose name"
                            + " is given once; found another.");
        }
        String key = Item.key(read.body());
        return key == null
                ? null
                : new Item(kind, key, read.body(), null, isRenamed ? Objects.toString(was) : null, document.place());
    }

    private static void unknown(Kind kind, Map<String, Object> fields, String place, List<String> problems) {
        fields.keySet().stream()
                .filter(field -> !kind.fields().contains(field))
                .forEach(field -> problems.add(place + ": expected fields of " + kind.word() + ", which are "
                        + String.join(", ", kind.fields()) + "; found `" + field + "`."));
    }
}
