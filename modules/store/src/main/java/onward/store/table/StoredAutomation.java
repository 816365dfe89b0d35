package onward.store.table;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;

/**
 * An automation as it stands, with its current version.
 *
 * @param number of the version, from 1
 * @param triggerEvent what starts it; null while a draft has no readable trigger
 * @param definition {@code {steps, connections}}, with {@code entry} and {@code exit} where it has them, in canonical
 *     form
 * @param archivedAt null while it is not archived; what is archived is not enabled again
 */
public record StoredAutomation(
        UUID id,
        String name,
        boolean enabled,
        UUID versionId,
        int number,
        String triggerEvent,
        Map<String, Object> definition,
        Instant archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    /** Why an archived one cannot be enabled, and what can be done. */
    public static final String ARCHIVED =
            "Expected an automation that is not archived, found an archived one, which cannot be enabled again."
                    + " Duplicate it and enable the copy.";

    /** An automation as lists show it. */
    public record Head(UUID id, String name, boolean enabled, Instant createdAt, Instant updatedAt) {}

    /** A frozen version: its number and definition. */
    public record Version(int number, Map<String, Object> definition) {}

    /** What an automation is to become: a whole new one, or the next state of one. */
    public record Draft(String name, boolean enabled, String triggerEvent, Map<String, Object> definition) {

        /**
         * A definition as somebody wrote it, under that name and status and in canonical form. What is to be enabled
         * has to be sound in full; what is not may have steps that nothing leads to.
         */
        public static Result<Draft> read(String name, boolean enabled, Map<String, Object> definition) {
            Result<Automation> read = enabled ? Blueprint.read(definition) : Blueprint.readDraft(definition);
            return read.map(
                    automation -> new Draft(name, enabled, automation.triggerEvent(), automation.toDefinition()));
        }

        /** The same, disabled. */
        public Draft stopped() {
            return new Draft(name, false, triggerEvent, definition);
        }
    }

    public static String word(boolean enabled) {
        return enabled ? "enabled" : "disabled";
    }

    /** As lists show it. */
    public Head head() {
        return new Head(id, name, enabled, createdAt, updatedAt);
    }

    /** Whether it was archived, for good. */
    public boolean isArchived() {
        return archivedAt != null;
    }

    /** What it is now, as a draft of what it is to become. */
    public Draft draft() {
        return new Draft(name, enabled, triggerEvent, definition);
    }
}
