package onward.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.store.table.StoredAutomation;

/** How an automation looks from outside (contract/resend.md 3). */
final class AutomationView {
    private AutomationView() {}

    static Map<String, Object> item(StoredAutomation.Head head) {
        return Answer.body(
                "id", head.id(),
                "name", head.name(),
                "status", StoredAutomation.word(head.enabled()),
                "created_at", PgText.of(head.createdAt()),
                "updated_at", PgText.of(head.updatedAt()));
    }

    /** With its graph; the rules of who enters and when one leaves, additions of ours, only where it has them. */
    static Map<String, Object> whole(StoredAutomation automation) {
        Map<String, Object> body = Answer.body("object", "automation");
        body.putAll(item(automation.head()));
        body.put("steps", ordered(automation.definition().get("steps"), "key", "type", "config"));
        body.put("connections", ordered(automation.definition().get("connections"), "from", "to", "type"));
        putRule(body, automation, "entry", "mode", "window", "key");
        putRule(body, automation, "exit", "events", "rule");
        return body;
    }

    /** The database keeps keys in an order of its own; people read them in this one. */
    private static List<Map<String, Object>> ordered(Object items, String... keys) {
        return ((List<?>) items)
                .stream().map(item -> ordered((Map<?, ?>) item, keys)).toList();
    }

    private static Map<String, Object> ordered(Map<?, ?> item, String... keys) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String key : keys) {
            if (item.containsKey(key)) {
                body.put(key, item.get(key));
            }
        }
        return body;
    }

    private static void putRule(Map<String, Object> body, StoredAutomation automation, String name, String... keys) {
        if (automation.definition().get(name) instanceof Map<?, ?> rule) {
            body.put(name, ordered(rule, keys));
        }
    }
}
