package onward.flow.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.graph.Automation;
import onward.flow.run.Run;
import onward.flow.run.TrailEntry;

/**
 * All that is known of a person, an automation and an event between two instants.
 *
 * @param askedEvent the id that was asked for; null when any event of the person will do
 * @param event the event in question; null when there is none
 * @param heard what came for the person in that time, the newest first
 * @param neighbours what came for other people in that time, the newest first
 * @param repeats requests of that time that repeated an event of the person
 * @param spans when which version was enabled, the oldest first; none for a deleted automation
 * @param refusal why the event started no run; null when nothing refused it
 * @param story the run that the event started; null when there is none
 * @param deeds requests that changed the automation or the contact about the instants of what happened
 */
public record Findings(
        Person person,
        Plan plan,
        Window window,
        UUID askedEvent,
        Incoming event,
        List<Heard> heard,
        List<Heard> neighbours,
        List<Repeat> repeats,
        List<Span> spans,
        Refusal refusal,
        Story story,
        List<Deed> deeds) {

    /**
     * Who is asked about.
     *
     * @param contactId null when no contact has the address
     * @param email null when the contact is gone and was asked for by its id
     * @param contact as it is now; null when it is gone, or never was
     * @param suppression of the address; null for none
     * @param topics those that steps of the automation belong to, with what the person chose
     */
    public record Person(
            UUID contactId, String email, Contact contact, Suppression suppression, List<TopicChoice> topics) {

        /** How sentences name the person. */
        public String name() {
            return email == null ? "contact " + contactId : email;
        }
    }

    /** An address that gets no mail: why, since when, and the mail that was to blame, or null. */
    public record Suppression(UUID id, String origin, UUID sourceId, Instant since) {}

    /**
     * A topic and whether the person takes it.
     *
     * @param chosenAt null when the person did not choose and the topic's default counts
     */
    public record TopicChoice(UUID topicId, String name, boolean isTaken, Instant chosenAt) {}

    /**
     * The automation as it stands.
     *
     * @param name null when it was deleted
     * @param number of its current version
     * @param trigger the name of the event that starts it; null while a draft has none
     */
    public record Plan(UUID id, String name, boolean enabled, int number, String trigger) {

        boolean isDeleted() {
            return name == null;
        }

        /** How sentences name it. */
        public String title() {
            return isDeleted() ? "the deleted automation " + id : Words.quoted(name);
        }
    }

    /** The time that is looked at, both ends included. */
    public record Window(Instant since, Instant until) {}

    /**
     * An event, as far as it concerns others.
     *
     * @param person the address it names, or that of the contact it names, or the contact's id
     * @param payload null where it was not asked for
     * @param mentions true: its payload names the person who is asked about
     */
    public record Heard(
            UUID id, String name, String person, Instant receivedAt, Map<String, Object> payload, boolean mentions) {}

    /**
     * The event in question.
     *
     * @param isTheirs whether it is of the person who is asked about
     * @param idempotencyKey null when it was sent without
     * @param isMatched whether the server has looked at it
     * @param quarantinedAt when it was set aside after failing again and again; null otherwise
     * @param fault what it failed with last, or null
     */
    public record Incoming(
            Heard heard,
            boolean isTheirs,
            String idempotencyKey,
            boolean isMatched,
            Instant quarantinedAt,
            String fault) {}

    /** A request that repeated an event, and was answered with its id. */
    public record Repeat(UUID eventId, String eventName, Instant at, UUID requestId) {}

    /**
     * A span of time in which a version was enabled.
     *
     * @param until null: it still is
     */
    public record Span(int number, String trigger, Instant since, Instant until) {

        boolean covers(Instant instant) {
            return !instant.isBefore(since) && (until == null || instant.isBefore(until));
        }
    }

    /**
     * Why an event started no run.
     *
     * @param reason the mode of the entry rule, {@code no_key}, {@code trigger_filter},
     *     {@code contact_deleted} or {@code contact_unknown}
     * @param runId the run that was in the way, or null
     * @param runStatus what became of that run by now; null when it is not there
     */
    public record Refusal(String reason, UUID runId, String runStatus, Instant at) {}

    /**
     * A run with what it did.
     *
     * @param number of its version
     * @param automation its version's graph; null when it can be read no more
     * @param trigger what started it; null when that event is not kept
     * @param since what came for the person since the run began, of the names it listens for, with payloads
     * @param quarantinedAt when it was set aside after failing again and again; null otherwise
     * @param fault what it failed with last, or null
     */
    public record Story(
            Run run,
            int number,
            Automation automation,
            Heard trigger,
            List<TrailEntry> trail,
            List<Mail> mails,
            List<Heard> since,
            Instant quarantinedAt,
            String fault) {}

    /**
     * A mail of the run.
     *
     * @param state queued, sending, sent, failed or uncertain
     * @param lastEvent what it is known by, see {@link onward.flow.message.MailEvent#KINDS}
     * @param dueAt when it is tried next; null once that is over
     * @param lastReply what the other side said last, or null
     * @param tracksOpens null while it has not left
     */
    public record Mail(
            UUID id,
            String stepKey,
            int visit,
            String state,
            String lastEvent,
            int attempts,
            Instant dueAt,
            String lastReply,
            Instant createdAt,
            Instant sentAt,
            Boolean tracksOpens,
            int opened,
            int clicked) {}

    /** A request that changed something: what it asked, and whose key it came with, null when that key is gone. */
    public record Deed(UUID requestId, Instant at, String method, String endpoint, String keyName) {}
}
