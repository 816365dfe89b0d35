package onward.trial.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.flow.fact.Contact;

/** The same three people in two projects, by number: those of the second project come after those of the first. */
final class People {
    private static final int PER_PROJECT = 3;
    private static final List<UUID> PROJECTS = List.of(new UUID(0, 1), new UUID(0, 2));
    private static final List<String> ADDRESSES = List.of("ada@example.com", "bob@example.com", "eve@example.com");

    private People() {}

    static int count() {
        return projects() * PER_PROJECT;
    }

    static int projects() {
        return PROJECTS.size();
    }

    /** 0 or 1. */
    static int project(int person) {
        return person / PER_PROJECT;
    }

    static UUID projectId(int person) {
        return PROJECTS.get(project(person));
    }

    static String address(int person) {
        return ADDRESSES.get(person % PER_PROJECT);
    }

    /** The same person in the other project, seen from the first. */
    static int inSecondProject(int person) {
        return person % PER_PROJECT + PER_PROJECT;
    }

    /** As the server makes them of their address. */
    static Contact contact(int person, UUID id, Instant now) {
        return new Contact(projectId(person), id, address(person), null, null, false, Map.of(), now, now);
    }
}
