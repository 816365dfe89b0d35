package onward.flow.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.message.Address;
import onward.flow.step.Await;
import onward.flow.step.Effect;

/**
 * Somebody whom recorded events are about: the contact as runs have left it, the runs that live, what each of them
 * listens for, and, where some step looks back, what has happened to them.
 */
final class RehearsalPerson {

    /** A name that reaches nobody (RFC 6761, section 6.4), for those whose address no event tells. */
    private static final String NO_DOMAIN = "@contact.invalid";

    /** An event of theirs and its place among all events. */
    record Happening(Event event, long place) {}

    private record Ear(String eventName, String key) {}

    private final Map<Ear, TreeMap<Long, RehearsalRun>> listeners = new HashMap<>();
    private final TreeMap<Long, RehearsalRun> live = new TreeMap<>();
    private final List<Happening> past = new ArrayList<>();
    private final Map<UUID, Effect.ChooseTopic> choices = new HashMap<>();
    private final Event first;
    private Contact contact;
    private int deletions;
    private long runs;
    private long mails;

    /** @param first the event that they were heard of by */
    RehearsalPerson(Event first) {
        this.first = first;
    }

    /** What tells the person of an event from others: their id, or their address however it is spelled. */
    static String key(Event event) {
        return event.contactId() == null
                ? Address.key(event.email())
                : event.contactId().toString();
    }

    /** As they are now; null before any event made a contact of them, and after they were deleted. */
    Contact contact() {
        return contact;
    }

    void changeTo(Contact changed) {
        contact = changed;
    }

    void delete() {
        contact = null;
        deletions++;
    }

    /** An event is about to start a run: an address becomes a contact; an id that was deleted stays so. */
    void meet(Event event) {
        boolean isGone = first.contactId() != null && deletions > 0;
        if (contact == null && !isGone) {
            Instant now = event.receivedAt();
            String email = event.email() == null ? key(event) + NO_DOMAIN : event.email();
            contact = new Contact(event.projectId(), id(), email, null, null, false, Map.of(), now, now);
        }
    }

    /** The same in every rehearsal, so that a split sends a person the same way; another one after a deletion. */
    private UUID id() {
        String name = key(first) + "\n" + deletions;
        return first.contactId() == null
                ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                : first.contactId();
    }

    /** Their address as first spelled; null when no event told it. */
    String email() {
        return first.email();
    }

    /** Their id where events name them by it; null else. */
    UUID contactId() {
        return first.contactId();
    }

    /** From now on they take a topic, or take it no more. */
    void choose(Effect.ChooseTopic choice) {
        choices.put(choice.topicId(), choice);
    }

    Collection<Effect.ChooseTopic> choices() {
        return choices.values();
    }

    void mailed() {
        mails++;
    }

    long mails() {
        return mails;
    }

    long runs() {
        return runs;
    }

    void began(RehearsalRun run) {
        runs++;
        live.put(run.number(), run);
    }

    void ended(RehearsalRun run) {
        live.remove(run.number());
    }

    /** Their runs that live, the oldest first. */
    Collection<RehearsalRun> live() {
        return List.copyOf(live.values());
    }

    void listen(RehearsalRun run, Await await) {
        listeners
                .computeIfAbsent(new Ear(await.eventName(), await.key()), ear -> new TreeMap<>())
                .put(run.number(), run);
    }

    void stopListening(RehearsalRun run, Await await) {
        Ear ear = new Ear(await.eventName(), await.key());
        TreeMap<Long, RehearsalRun> runs = listeners.get(ear);
        if (runs != null) {
            runs.remove(run.number());
            if (runs.isEmpty()) {
                listeners.remove(ear);
            }
        }
    }

    /** The runs that listen for events of that name and correlation key. */
    Collection<RehearsalRun> listeners(String eventName, String key) {
        return listeners.getOrDefault(new Ear(eventName, key), new TreeMap<>()).values();
    }

    void remember(Event event, long place) {
        past.add(new Happening(event, place));
    }

    /** The first things that happened to them at that instant or after it, in order. */
    List<Happening> since(Instant from, int max) {
        int begin = 0;
        int end = past.size();
        while (begin < end) {
            int middle = (begin + end) >>> 1;
            if (past.get(middle).event().receivedAt().isBefore(from)) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        return past.subList(begin, Math.min(past.size(), begin + max));
    }
}
