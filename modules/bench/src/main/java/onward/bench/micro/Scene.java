package onward.bench.micro;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import onward.bench.work.Graphs;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Result;
import onward.flow.fact.Scope;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.message.Template;
import onward.flow.step.Facts;
import onward.store.json.JsonReader;

/** A person, an event and an automation of W1, as the server has them in hand when it decides. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    static final UUID ID = new UUID(0x0199c1f08f1e7000L, 0x8000000000000001L);

    static final String PAYLOAD = """
            {"plan":"pro","name":"Ada 17","amount":17.5,"order":{"id":"o-17","items":[{"sku":"kettle","n":1}]}}""";

    private static final String EVENT = "shop.joined";
    private static final String MAIL_DOMAIN = "example.com";

    private Scene() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String json) {
        return (Map<String, Object>) JsonReader.read(json);
    }

    static Event event() {
        return new Event(ID, ID, EVENT, ID, null, object(PAYLOAD), NOW, NOW);
    }

    static Contact contact() {
        Map<String, Object> properties = Map.of("seats", new BigDecimal(3));
        return new Contact(ID, ID, "person-17@example.com", "Ada", "Lovelace", false, properties, NOW, NOW);
    }

    static Template template() {
        var variables = List.of(
                new Template.Variable("NAME", "string", null),
                new Template.Variable("PLAN", "string", null),
                new Template.Variable("AMOUNT", "number", null));
        return new Template(ID, ID, Graphs.SENDER, Graphs.SUBJECT, List.of(), Graphs.HTML, null, variables);
    }

    static Automation automation() {
        Result<Automation> read = Blueprint.read(object(Graphs.welcome(EVENT).encode()));
        if (!read.isOk()) {
            throw new IllegalStateException("Expected W1's automation to be sound, found " + read.problems());
        }
        return read.value();
    }

    static Facts facts() {
        Template template = template();
        return new Facts(
                event(), contact(), Map.of("hello", template, "thanks", template), Set.of(), null, MAIL_DOMAIN);
    }

    static Scope scope() {
        return new Scope(event().payload(), contact(), Map.of(), NOW);
    }
}
