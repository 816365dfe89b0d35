package onward.app.code;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.app.code.Plan.Change;

/** Does what a plan says, one thing after the other; what it did it says at once, so that whoever is cut off knows. */
final class Apply {
    private static final Map<Kind, List<String>> CLEARED_BY_NULL = Map.of(
            Kind.EVENT, List.of("schema"),
            Kind.TOPIC, List.of("description"),
            Kind.SEGMENT, List.of(),
            Kind.TEMPLATE, List.of("alias", "from", "subject", "reply_to", "text"),
            Kind.AUTOMATION, List.of("entry", "exit"));

    private final Remote remote;
    private final Names names;
    private final PrintStream out;

    Apply(Remote remote, Names names, PrintStream out) {
        this.remote = remote;
        this.names = names;
        this.out = out;
    }

    void all(List<Change> changes) {
        for (Change change : changes) {
            if (change.isNew()) {
                make(change.after());
            } else {
                change(change);
            }
        }
    }

    private void make(Item item) {
        Map<String, Object> body = told(item);
        String id = (String) remote.post(item.kind().path(), body).get("id");
        names.add(item, item.key(), id);
        publish(item, id);
        out.println("made " + item.title());
    }

    private void change(Change change) {
        Item item = change.after();
        String id = change.before().id();
        Map<String, Object> body = told(item);
        CLEARED_BY_NULL.get(item.kind()).forEach(field -> body.putIfAbsent(field, null));
        switch (item.kind()) {
            case EVENT -> body.remove("name"); // its key, which stays
            case TOPIC -> body.remove("default_subscription"); // given once
            case TEMPLATE -> body.putIfAbsent("variables", List.of());
            default -> {}
        }
        if (item.kind() == Kind.AUTOMATION) {
            automation(change, id, body);
        } else {
            remote.patch(Remote.one(item.kind(), id), body);
        }
        publish(item, id);
        out.println("changed " + item.title());
    }

    /** One that stays enabled gets its new version at one instant; runs that live stay on theirs. */
    private void automation(Change change, String id, Map<String, Object> body) {
        boolean wasEnabled = Shape.ENABLED.equals(change.before().body().get("status"));
        boolean isEnabled = Shape.ENABLED.equals(body.get("status"));
        boolean isOther = !Plan.definition(change.before().body())
                .equals(Plan.definition(change.after().body()));
        String path = Remote.one(Kind.AUTOMATION, id);
        if (!isOther) {
            body.keySet().retainAll(List.of("name", "status"));
        } else if (wasEnabled && isEnabled) {
            body.remove("status");
            remote.post(path + "/publications", body);
            return;
        }
        remote.patch(path, body);
    }

    private void publish(Item item, String id) {
        if (item.kind() == Kind.TEMPLATE && Shape.PUBLISHED.equals(item.body().get("status"))) {
            remote.post(Remote.one(Kind.TEMPLATE, id) + "/publish", Map.of());
        }
    }

    /** As the server takes it: other things by id, a template's status by an act of its own. */
    private Map<String, Object> told(Item item) {
        Map<String, Object> body = item.kind() == Kind.AUTOMATION
                ? References.renamed(item.body(), names::told)
                : new LinkedHashMap<>(item.body());
        if (item.kind() == Kind.TEMPLATE) {
            body.remove("status");
        }
        if (item.kind() == Kind.AUTOMATION) {
            body.putIfAbsent("connections", List.of());
        }
        return body;
    }
}
