package onward.flow.message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What webhooks may ask to be told of, and how such an event is called on the wire (contract/resend.md 12). */
public final class WebhookEvents {
    /** What this server tells; those of runs are its own, the others are known to every client. */
    public static final List<String> TOLD = List.of(
            "email.sent",
            "email.scheduled",
            "email.delivered",
            "email.delivery_delayed",
            "email.complained",
            "email.bounced",
            "email.opened",
            "email.clicked",
            "email.failed",
            "email.suppressed",
            "contact.created",
            "contact.updated",
            "contact.deleted",
            "contact.topics.updated",
            "domain.created",
            "domain.updated",
            "domain.deleted",
            "suppression.added",
            "suppression.removed",
            "topic.created",
            "topic.updated",
            "topic.deleted",
            "automation.run.started",
            "automation.run.completed",
            "automation.run.failed",
            "automation.run.cancelled");

    /** What clients may ask for, and never hear of here: there are no inboxes. */
    private static final Pattern NEVER = Pattern.compile("email\\.received|inbox\\.[a-z]+(\\.[a-z]+){0,2}");

    private static final String PREFIX = "msg_";
    private static final Pattern ID =
            Pattern.compile(PREFIX + "([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

    private WebhookEvents() {}

    /** Whether a webhook may ask for it. */
    public static boolean isKnown(String type) {
        return TOLD.contains(type) || NEVER.matcher(type).matches();
    }

    /** The id of an event on the wire: {@code msg_} and 32 hexadecimal digits. */
    public static String wireId(UUID id) {
        return PREFIX + id.toString().replace("-", "");
    }

    /** The id that such a text stands for, or empty when it is none. */
    public static Optional<UUID> readId(String wireId) {
        var found = ID.matcher(wireId);
        return found.matches()
                ? Optional.of(UUID.fromString(String.join(
                        "-", found.group(1), found.group(2), found.group(3), found.group(4), found.group(5))))
                : Optional.empty();
    }
}
