package onward.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.store.table.StoredAutomation;

/** How an automation looks to clients of its preview (contract/resend.md 15.2). */
final class WorkflowView {
    private WorkflowView() {}

    static Map<String, Object> item(StoredAutomation.Head head) {
        return Answer.body(
                "id", head.id(),
                "name", head.name(),
                "status", StoredAutomation.word(head.enabled()),
                "created_at", IsoMillis.of(head.createdAt()),
                "updated_at", IsoMillis.of(head.updatedAt()));
    }

    static Map<String, Object> whole(StoredAutomation automation) {
        Map<String, Object> body = Answer.body("object", "workflow");
        body.putAll(item(automation.head()));
        body.put("steps", items(automation, "steps").map(WorkflowView::step).toList());
        body.put(
                "edges",
                items(automation, "connections").map(WorkflowView::edge).toList());
        return body;
    }

    private static Stream<Map<?, ?>> items(StoredAutomation automation, String half) {
        return ((List<?>) automation.definition().get(half)).stream().map(item -> (Map<?, ?>) item);
    }

    /** A step is known by its key. */
    private static Map<String, Object> step(Map<?, ?> step) {
        return Answer.body("id", step.get("key"), "type", step.get("type"), "config", step.get("config"));
    }

    /** An edge has no id of its own; a branch of a step leads to one place, so the two together are one. */
    private static Map<String, Object> edge(Map<?, ?> arrow) {
        return Answer.body(
                "id", arrow.get("from") + ":" + arrow.get("type"),
                "from_step_id", arrow.get("from"),
                "to_step_id", arrow.get("to"),
                "edge_type", arrow.get("type"));
    }
}
