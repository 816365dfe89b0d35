package onward.app.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a project on the server has, the oldest of each kind first. Its automations name other things by ids. */
record Live(List<Item> items) {

    static Live read(Remote remote) {
        List<Item> items = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Map<String, Object> listed : remote.all(kind)) {
                items.add(item(kind, isWhole(kind) ? listed : one(remote, kind, listed)));
            }
        }
        return new Live(items);
    }

    /** Lists of these tell all there is. */
    private static boolean isWhole(Kind kind) {
        return kind != Kind.TEMPLATE && kind != Kind.AUTOMATION;
    }

    private static Map<String, Object> one(Remote remote, Kind kind, Map<String, Object> listed) {
        return remote.get(Remote.one(kind, (String) listed.get("id")));
    }

    private static Item item(Kind kind, Map<String, Object> found) {
        Map<String, Object> fields = new LinkedHashMap<>(found);
        // A published template that was edited since is a draft again: what is sent is not what it says.
        if (Boolean.TRUE.equals(found.get("has_unpublished_versions"))) {
            fields.put("status", Shape.DRAFT);
        }
        Map<String, Object> body = Shape.of(kind, fields).body();
        return new Item(kind, Item.key(body), body, (String) found.get("id"), null, "the server");
    }

    /** Those of that key: of topics, segments and automations the server allows several. */
    List<Item> of(Kind kind, String key) {
        return items.stream()
                .filter(item -> item.kind() == kind && item.key().equals(key))
                .toList();
    }
}
