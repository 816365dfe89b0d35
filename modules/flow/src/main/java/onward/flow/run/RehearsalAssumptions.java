package onward.flow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.flow.fact.Scope;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;
import onward.flow.message.Template;
import onward.flow.step.AwaitedEvent;
import onward.flow.step.Catalogue;
import onward.flow.step.Effect;
import onward.flow.step.Signal;

/** What recorded events do not tell, and a rehearsal therefore takes for granted; the report names what mattered. */
final class RehearsalAssumptions {

    /** The id of the automation, which has none yet. */
    static final UUID AUTOMATION = new UUID(0x7000L, Long.MIN_VALUE);

    private static final long HTTP_OK = 200;
    private static final String CONTACT = "contact.";

    private RehearsalAssumptions() {}

    /** Everything is there that the automation refers to. */
    static Catalogue catalogue(Automation automation) {
        Map<String, Template> templates = new HashMap<>();
        automation.templateReferences().forEach(reference -> templates.put(reference, template()));
        Map<String, Boolean> topics = new HashMap<>();
        automation.topicReferences().forEach(topic -> topics.put(topic, true));
        return new Catalogue(
                templates,
                Set.of(),
                automation.segmentReferences(),
                topics,
                "rehearsal@example.invalid",
                "example.invalid");
    }

    private static Template template() {
        return new Template(AUTOMATION, AUTOMATION, null, "Rehearsal", List.of(), null, "", List.of());
    }

    /** The other server takes every request, at once, and says nothing. */
    static Signal.Answered answer(Effect.Call call, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", HTTP_OK);
        answer.put("headers", Map.of());
        answer.put("body", "");
        answer.put("attempts", 1L);
        return new Signal.Answered(call.id(), call.stepKey(), call.visit(), answer, null, now);
    }

    /** One sentence for each thing that this automation makes it take for granted. */
    static List<String> of(Automation automation) {
        List<String> assumptions = new ArrayList<>();
        if (has(automation, "http_request")) {
            assumptions.add("Every http_request is answered at once with 200 and an empty body.");
        }
        if (has(automation, "send_email")) {
            assumptions.add("Every template of a send_email is published and has all it needs; no address is"
                    + " suppressed, and every mail leaves at once.");
        }
        if (has(automation, "send_push")) {
            assumptions.add("Nobody has a device: every send_push is skipped.");
        }
        if (!automation.topicReferences().isEmpty()) {
            assumptions.add("Nobody opted out of a topic before.");
        }
        if (!automation.segmentReferences().isEmpty()) {
            assumptions.add("Every segment exists.");
        }
        if (has(automation, "split")) {
            assumptions.add("A split draws by address: its shares are as on the server, and one person may go another"
                    + " way there.");
        }
        if (mentionsContact(automation)) {
            assumptions.add("Everybody begins as a new contact: subscribed, without names or properties.");
        }
        if (automation.listenedNames().stream().anyMatch(name -> name.startsWith(AwaitedEvent.SYSTEM_PREFIX))) {
            assumptions.add("Nothing is heard of the mails that are counted here: no resend: event is made.");
        }
        return assumptions;
    }

    private static boolean has(Automation automation, String type) {
        return automation.steps().stream().anyMatch(node -> node.type().equals(type));
    }

    private static boolean mentionsContact(Automation automation) {
        return automation.steps().stream().map(Node::config).anyMatch(RehearsalAssumptions::mentionsContact)
                || mentionsContact(automation.exit().toMap());
    }

    private static boolean mentionsContact(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(RehearsalAssumptions::mentionsContact);
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(RehearsalAssumptions::mentionsContact);
        }
        return value instanceof String text && text.contains(CONTACT) && (Scope.knows(text) || text.contains("{{"));
    }
}
