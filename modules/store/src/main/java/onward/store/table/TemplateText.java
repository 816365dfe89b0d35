package onward.store.table;

import java.util.List;
import java.util.Map;

/**
 * One version of a template: all that is rendered into a mail.
 *
 * @param sender null when there is none, as are {@code subject} and {@code text}
 * @param replyTo empty when there is none
 * @param variables maps of id, key, type, fallback_value, created_at, updated_at, in the caller's order
 */
public record TemplateText(
        String sender,
        String subject,
        List<String> replyTo,
        String html,
        String text,
        List<Map<String, Object>> variables) {}
