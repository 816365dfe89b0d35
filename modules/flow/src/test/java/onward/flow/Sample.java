package onward.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.fact.Ids;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.message.Template;
import onward.flow.step.Catalogue;
import onward.flow.step.Context;
import onward.flow.step.Facts;
import onward.flow.step.Past;
import onward.flow.step.Signal;
import onward.flow.step.Step;
import onward.flow.step.StepType;

/** People and things with names for the tests of the core. */
public final class Sample {

    public static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    public static final UUID PROJECT = id(1);
    public static final UUID RUN = id(2);
    public static final UUID ADA = id(3);
    public static final UUID WELCOME = id(4);

    private Sample() {}

    public static UUID id(int number) {
        return new UUID(0x0199c1f08f1e7000L, 0x8000000000000000L + number);
    }

    public static Ids ids() {
        return Ids.from(new Random(7));
    }

    /** A map of alternating keys and values, in order; values may be null. */
    public static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    public static Event event(Object... payload) {
        return new Event(PROJECT, id(5), "order.completed", ADA, null, map(payload), NOON, NOON);
    }

    public static Contact ada() {
        return contact("Ada", false);
    }

    public static Contact contact(String firstName, boolean unsubscribed) {
        Map<String, Object> properties = map("plan", "pro", "seats", 3L);
        return new Contact(
                PROJECT, ADA, "Ada@example.com", firstName, "Lovelace", unsubscribed, properties, NOON, NOON);
    }

    public static Template welcome(String subject, String html, Template.Variable... variables) {
        return new Template(
                WELCOME, id(6), "Shop <shop@example.com>", subject, List.of(), html, null, List.of(variables));
    }

    public static Facts facts(Contact contact, Template template, Object... payload) {
        Map<String, Template> published = template == null ? Map.of() : Map.of("welcome", template);
        return new Facts(event(payload), contact, published, Set.of("draft"), null, "onward.example");
    }

    public static Map<String, Object> step(String key, String type, Object... config) {
        return map("key", key, "type", type, "config", map(config));
    }

    public static Map<String, Object> trigger() {
        return step("start", "trigger", "event_name", "order.completed");
    }

    public static Map<String, Object> delay(String key) {
        return step(key, "delay", "duration", "1 hour");
    }

    public static Map<String, Object> condition(String key) {
        return step(key, "condition", "type", "rule", "field", "event.total", "operator", "gt", "value", 10L);
    }

    public static Map<String, Object> email(String key, Object... more) {
        Map<String, Object> config = map("template", map("id", "welcome"));
        config.putAll(map(more));
        return map("key", key, "type", "send_email", "config", config);
    }

    /** {@code a-b} by the default branch, {@code a-b:condition_met} by that one. */
    public static Map<String, Object> arrow(String text) {
        String[] parts = text.split("[-:]");
        return map("from", parts[0], "to", parts[1], "type", parts.length > 2 ? parts[2] : null);
    }

    @SafeVarargs
    public static Map<String, Object> definition(List<String> arrows, Map<String, Object>... steps) {
        List<Object> connections =
                new ArrayList<>(arrows.stream().map(Sample::arrow).toList());
        return map("steps", new ArrayList<Object>(Arrays.asList(steps)), "connections", connections);
    }

    /** Ada's run of an event with that payload. */
    public static Facts factsOf(Object... payload) {
        return facts(ada(), null, payload);
    }

    public static Facts withRecent(Facts facts, Signal.EventReceived... recent) {
        return new Facts(facts.event(), facts.contact(), facts.past(), List.of(recent), facts.catalogue());
    }

    public static Facts withSegments(Facts facts, UUID... segments) {
        Set<String> ids = Stream.of(segments).map(UUID::toString).collect(Collectors.toSet());
        var catalogue = new Catalogue(Map.of(), Set.of(), ids, Map.of(), null, "onward.example");
        return new Facts(facts.event(), facts.contact(), facts.past(), facts.recent(), catalogue);
    }

    /** A run that came to a step at noon and is asked at noon. */
    public static Context context(Facts facts) {
        return context(facts, NOON, NOON);
    }

    public static Context context(Facts facts, Instant since, Instant now) {
        return new Context(PROJECT, id(8), RUN, "here", 1, facts, since, now, ids());
    }

    /** An event that came; those of one number are the same event. */
    public static Signal.EventReceived came(int number, String name, Instant at, Object... payload) {
        return new Signal.EventReceived(id(number), name, map(payload), at);
    }

    /** A visit of a wait that the event of that number ended. */
    public static Past.Visit received(int number, String name, Object... payload) {
        return new Past.Visit(
                "earlier",
                "wait_for_event",
                map(
                        "outcome",
                        "event_received",
                        "event_name",
                        name,
                        "event_id",
                        id(number).toString(),
                        "payload",
                        map(payload)));
    }

    public static Map<String, Object> rule(String field, String operator, Object value) {
        return map("type", "rule", "field", field, "operator", operator, "value", value);
    }

    public static Map<String, Object> var(String path) {
        return map("var", path);
    }

    /** A step of the config, which has to be good. */
    public static Step read(StepType type, Object config) {
        var read = type.read(config, "config");
        assertThat(read.problems()).isEmpty();
        return read.value();
    }

    /** An automation of the definition, which has to be good. */
    public static Automation automation(Map<String, Object> definition) {
        var read = Blueprint.read(definition);
        assertThat(read.problems()).isEmpty();
        return read.value();
    }

    public static List<String> paths(Result<?> result) {
        return result.problems().stream().map(Problem::path).toList();
    }
}
