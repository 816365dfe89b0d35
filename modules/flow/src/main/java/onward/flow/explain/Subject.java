package onward.flow.explain;

import java.util.UUID;

/**
 * What a decision is about, for a link.
 *
 * @param type event, contact, automation, run, email, topic or suppression
 * @param id as text
 */
public record Subject(String type, String id) {

    static Subject event(UUID id) {
        return new Subject("event", id.toString());
    }

    static Subject contact(UUID id) {
        return new Subject("contact", id.toString());
    }

    static Subject automation(UUID id) {
        return new Subject("automation", id.toString());
    }

    static Subject run(UUID id) {
        return new Subject("run", id.toString());
    }

    static Subject email(UUID id) {
        return new Subject("email", id.toString());
    }

    static Subject topic(UUID id) {
        return new Subject("topic", id.toString());
    }

    static Subject suppression(UUID id) {
        return new Subject("suppression", id.toString());
    }
}
