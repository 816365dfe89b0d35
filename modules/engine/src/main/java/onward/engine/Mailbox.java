package onward.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.graph.Automation;
import onward.flow.run.Run;
import onward.flow.step.Signal;
import onward.flow.step.Signal.EventReceived;
import onward.store.table.Signals.Letter;

/** What a run hears in one turn: its mail, and events in time that are not in the mail yet, in order of receipt. */
final class Mailbox {
    private Mailbox() {}

    /**
     * @param letters by run
     * @param unmatched by contact, events that nobody has looked at yet
     */
    static List<Signal> of(
            Run run, Automation automation, Map<UUID, List<Letter>> letters, Map<UUID, List<EventReceived>> unmatched) {
        List<Signal> mailbox = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (Letter letter : letters.getOrDefault(run.id(), List.of())) {
            mailbox.add(letter.signal());
            if (letter.signal() instanceof EventReceived event) {
                seen.add(event.eventId());
            }
        }
        unmatched.getOrDefault(run.contactId(), List.of()).stream()
                .filter(event ->
                        isInTime(run, event) && automation.listenedNames().contains(event.name()))
                .filter(event -> seen.add(event.eventId()))
                .forEach(mailbox::add);
        mailbox.sort(Comparator.comparing(Signal::receivedAt));
        return mailbox;
    }

    private static boolean isInTime(Run run, EventReceived event) {
        return !event.receivedAt().isBefore(run.since())
                && (run.dueAt() == null || event.receivedAt().isBefore(run.dueAt()));
    }
}
