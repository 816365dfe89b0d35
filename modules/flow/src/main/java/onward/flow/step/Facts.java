package onward.flow.step;

import java.util.Map;
import java.util.Set;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.message.Template;

/**
 * All that a run may look at while it advances. Loaded before the machine turns, so that the machine
 * does no I/O.
 *
 * @param event the event that started the run
 * @param contact the person, or null when they were deleted while the run was parked
 * @param waitEvents by event name the payload of the last event that a wait of this run received
 * @param published the published template of each reference (id as text, or alias) that the automation names
 * @param drafts references of templates that exist and were never published
 * @param defaultSender the sender of mails for which neither step nor template has one; null when there is none
 * @param messageIdDomain the right-hand side of Message-IDs when a sender has no domain of its own
 */
public record Facts(
        Event event,
        Contact contact,
        Map<String, Map<String, Object>> waitEvents,
        Map<String, Template> published,
        Set<String> drafts,
        String defaultSender,
        String messageIdDomain) {

    /** The facts of a run that received nothing but the event that started it. */
    public Facts(
            Event event,
            Contact contact,
            Map<String, Template> published,
            Set<String> drafts,
            String defaultSender,
            String messageIdDomain) {
        this(event, contact, Map.of(), published, drafts, defaultSender, messageIdDomain);
    }
}
