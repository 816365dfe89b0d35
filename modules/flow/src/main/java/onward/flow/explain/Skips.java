package onward.flow.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onward.flow.explain.Findings.Deed;
import onward.flow.explain.Findings.Person;
import onward.flow.explain.Findings.TopicChoice;
import onward.flow.run.Retry;
import onward.flow.run.TrailEntry;

/** Why a step was left out. */
final class Skips {
    private Skips() {}

    static Reason of(Findings facts, TrailEntry entry) {
        Map<String, Object> output = entry.output() == null ? Map.of() : entry.output();
        String reason = String.valueOf(output.get("reason"));
        return switch (reason) {
            case "unsubscribed" -> unsubscribed(facts, entry);
            case "topic_opted_out" -> leftTopic(facts, entry, String.valueOf(output.get("topic_id")));
            case "no_device" -> noDevice(facts, entry, output.get("platforms"));
            case "contact_deleted" -> contactDeleted(facts, entry);
            case Retry.DONE_BEFORE -> doneBefore(facts, entry, output);
            default -> leftOut(facts, Code.STEP_DONE, entry, reason);
        };
    }

    private static Reason leftOut(Findings facts, Code code, TrailEntry entry, String why) {
        return Reason.of(
                        code,
                        entry.completedAt(),
                        Subject.run(facts.story().run().id()),
                        "the step " + Words.quoted(entry.stepKey()) + " was left out at "
                                + Words.at(entry.completedAt()) + ", because " + why)
                .with("step", entry.stepKey());
    }

    private static Reason doneBefore(Findings facts, TrailEntry entry, Map<String, Object> output) {
        return leftOut(
                        facts,
                        Code.STEP_DONE,
                        entry,
                        "visit " + output.get("visit") + " of it had done already what cannot be taken back")
                .with("reason", Retry.DONE_BEFORE)
                .suggest("To have it done again, name the step in `resend` when the run is retried.");
    }

    /** Since when is not kept; the contact's last change is the latest it can be. */
    private static Reason unsubscribed(Findings facts, TrailEntry entry) {
        Person person = facts.person();
        boolean isStill = person.contact() != null && person.contact().unsubscribed();
        String now =
                isStill ? "; " + lastChange(facts) : person.contact() == null ? "" : "; by now it is subscribed again";
        return leftOut(facts, Code.SUPPRESSED, entry, person.name() + " was unsubscribed from everything" + now)
                .with("reason", "unsubscribed")
                .with(
                        "contact_id",
                        person.contactId() == null ? null : person.contactId().toString())
                .suggest(
                        isStill
                                ? "If the person asks for mails again, set `unsubscribed` to false, then send the event"
                                        + " again."
                                : "Send the event again.");
    }

    /** When the contact was changed last, and by whom where that is known. */
    static String lastChange(Findings facts) {
        Instant at = facts.person().contact().updatedAt();
        return "the contact was changed last at " + Words.at(at)
                + Deeds.at(facts, at, "/contacts/").map(Deeds::by).orElse("");
    }

    private static Reason noDevice(Findings facts, TrailEntry entry, Object platforms) {
        String which = platforms instanceof List<?> list
                ? " of the platforms " + list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "";
        return leftOut(
                        facts,
                        Code.STEP_DONE,
                        entry,
                        facts.person().name() + " had no device" + which + " that may be pushed to")
                .with("reason", "no_device")
                .suggest("Register a device of theirs at POST /devices, then send the event again.");
    }

    private static Reason leftTopic(Findings facts, TrailEntry entry, String topicId) {
        Optional<TopicChoice> choice = facts.person().topics().stream()
                .filter(one -> one.topicId().toString().equals(topicId))
                .findFirst();
        return leftOut(facts, Code.SUPPRESSED, entry, topicWords(facts.person().name(), choice, topicId))
                .with("reason", "topic_opted_out")
                .with("topic_id", topicId)
                .suggest("If the person asks for the topic, opt in at PATCH /contacts/:id/topics, then send the event"
                        + " again.");
    }

    /** Who left the topic, and since when: a choice of the person's own, or the default of the topic. */
    static String topicWords(String person, Optional<TopicChoice> choice, String topicId) {
        String topic =
                "the topic " + choice.map(one -> Words.quoted(one.name())).orElse(topicId);
        return choice.filter(one -> !one.isTaken())
                .map(one -> one.chosenAt() == null
                        ? person + " never took " + topic + ", which people have to opt in to"
                        : person + " left " + topic + " at " + Words.at(one.chosenAt()))
                .orElse(person + " did not take " + topic);
    }

    private static Reason contactDeleted(Findings facts, TrailEntry entry) {
        String endpoint = "/contacts/";
        Optional<Deed> deed = Deeds.at(facts, entry.completedAt(), endpoint)
                .filter(one -> one.method().equals("DELETE"));
        return leftOut(
                        facts,
                        Code.CANCELLED,
                        entry,
                        "the contact was deleted" + deed.map(Deeds::by).orElse(""))
                .with("reason", "contact_deleted")
                .with("deleted_by", deed.map(Deed::keyName).orElse(null))
                .suggest("Send the event with an email, which makes the contact anew.");
    }
}
