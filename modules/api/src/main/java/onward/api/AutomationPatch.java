package onward.api;

import java.util.List;
import onward.store.table.StoredAutomation;
import onward.store.table.StoredAutomation.Draft;

/**
 * What a PATCH of an automation asks for (contract/resend.md 3.2).
 *
 * @param name null: keep; {@code enabled} null: keep
 * @param body the body, read again for its graph and rules once the status is known; null when it has neither
 */
record AutomationPatch(String name, Boolean enabled, Fields body) {

    static AutomationPatch read(Fields fields) {
        String name = fields.optionalString("name", 1, Fields.NAME_CHARS_MAX);
        String status = fields.optionalOneOf("status", List.of("enabled", "disabled"));
        boolean hasGraph = GraphBody.isIn(fields);
        boolean hasDefinition = hasGraph || GraphBody.hasRules(fields);
        if (hasGraph) {
            wholeGraph(fields);
        } else if (!hasDefinition && !fields.has("name") && !fields.has("status")) {
            fields.invalid(
                    "",
                    "Expected at least one of `name`, `status`, `entry`, `exit`, or `steps` with `connections`, found"
                            + " none.");
        }
        fields.check();
        Boolean enabled = status == null ? null : (Boolean) status.equals("enabled");
        return new AutomationPatch(name, enabled, hasDefinition ? fields : null);
    }

    private static void wholeGraph(Fields fields) {
        boolean both = fields.has("steps") && (fields.has("connections") || fields.has("edges"));
        if (!both) {
            fields.invalid(
                    "", "Expected `steps` and `connections` together, found only one. A graph is replaced whole.");
        }
    }

    /** The next state; the status is looked at first, so one request may disable and change the graph. */
    Draft applyTo(StoredAutomation before) {
        String newName = name == null ? before.name() : name;
        boolean nowEnabled = enabled == null ? before.enabled() : enabled;
        if (nowEnabled && before.isArchived()) {
            throw NativeErrors.validation(StoredAutomation.ARCHIVED);
        }
        if (body == null) {
            return nowEnabled && !before.enabled()
                    ? GraphBody.draft(before.definition(), newName, true)
                    : kept(before, newName, nowEnabled);
        }
        refuseWhileEnabled(before);
        return GraphBody.read(body, before.definition(), newName, nowEnabled);
    }

    private void refuseWhileEnabled(StoredAutomation before) {
        boolean isDisabling = enabled != null && !enabled;
        if (before.enabled() && !isDisabling) {
            throw NativeErrors.validation(
                    "Expected a disabled automation, found an enabled one, whose steps,"
                            + " connections, entry and exit cannot be changed. Disable it first, or duplicate it and change the copy.");
        }
    }

    private static Draft kept(StoredAutomation before, String name, boolean enabled) {
        return new Draft(name, enabled, before.triggerEvent(), before.definition());
    }
}
