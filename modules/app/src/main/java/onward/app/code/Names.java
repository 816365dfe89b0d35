package onward.app.code;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Uuids;

/** Keys and ids of things that automations name. What is still to be made has an id that stands in for the real one. */
final class Names {
    private final Map<Kind, Map<String, String>> ids = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, String>> keys = new EnumMap<>(Kind.class);
    private final Set<String> aliases = new HashSet<>();

    Names() {
        for (Kind kind : Kind.values()) {
            ids.put(kind, new HashMap<>());
            keys.put(kind, new HashMap<>());
        }
    }

    /** That a thing is called by that key; once it is made, it is told again with its id. */
    void add(Item item, String key, String id) {
        ids.get(item.kind()).put(key, id);
        keys.get(item.kind()).put(id, key);
        if (item.body().get("alias") != null) {
            aliases.add(key);
        }
    }

    static String standIn(Item item) {
        return UUID.nameUUIDFromBytes(item.title().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The id of what a file names by key or id; empty when neither files nor server have it. */
    Optional<String> id(Kind kind, String name) {
        String id = ids.get(kind).get(name);
        return id == null ? Uuids.read(name).map(UUID::toString) : Optional.of(id);
    }

    /** The key of what the server names by id, or of a template by alias; what is not known is told as it is. */
    String key(Kind kind, String name) {
        return keys.get(kind).getOrDefault(name, name);
    }

    /** How the server is to be told: by alias where there is one, as people would write it. */
    String told(Kind kind, String key) {
        boolean isAlias = kind == Kind.TEMPLATE && aliases.contains(key);
        return isAlias ? key : id(kind, key).orElse(key);
    }
}
