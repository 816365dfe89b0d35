package onward.flow.step;

import java.util.List;
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
 * @param past what the run did in earlier turns
 * @param recent events of the contact that a wait which begins now may look back at, in order of receipt
 * @param catalogue what steps refer to
 * @param sending whether messages to the contact may leave
 */
public record Facts(
        Event event,
        Contact contact,
        Past past,
        List<Signal.EventReceived> recent,
        Catalogue catalogue,
        Sending sending) {

    /** The facts of a run in a project that lets every message leave. */
    public Facts(Event event, Contact contact, Past past, List<Signal.EventReceived> recent, Catalogue catalogue) {
        this(event, contact, past, recent, catalogue, Sending.FREE);
    }

    /** The facts of a run that begins, with nothing to look back at, in a project of templates alone. */
    public Facts(
            Event event,
            Contact contact,
            Map<String, Template> published,
            Set<String> drafts,
            String defaultSender,
            String messageIdDomain) {
        this(
                event,
                contact,
                Past.NONE,
                List.of(),
                new Catalogue(published, drafts, Set.of(), Map.of(), defaultSender, messageIdDomain));
    }

    /** The same about the contact as a step left it; null when it was deleted. */
    public Facts with(Contact changed) {
        return new Facts(event, changed, past, recent, catalogue, sending);
    }

    /** The same after the contact chose of a topic. */
    public Facts with(Effect.ChooseTopic choice) {
        return new Facts(event, contact, past, recent, catalogue.with(choice), sending);
    }

    /** The same after a message left. */
    public Facts with(Effect.CountSend count) {
        return new Facts(event, contact, past, recent, catalogue, sending.and(count.at()));
    }

    /** The same after a step was completed. */
    public Facts after(Past.Visit visit) {
        return new Facts(event, contact, past.and(visit), recent, catalogue, sending);
    }
}
