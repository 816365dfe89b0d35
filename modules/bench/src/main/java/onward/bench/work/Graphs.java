package onward.bench.work;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The graphs that workloads run, as the API takes them: {@code {steps, connections}}; and the text of their mails. */
public final class Graphs {
    public static final String SENDER = "Shop <shop@example.com>";
    public static final String SUBJECT = "Welcome, {{{NAME|friend}}}";
    public static final String HTML = """
            <!doctype html><html><body><h1>Welcome, {{{NAME|friend}}}</h1>
            <p>You chose the plan <b>{{{PLAN}}}</b>. Your first order of {{{AMOUNT}}} is on its way, and we will write
            to {{{EMAIL}}} when it leaves the house. If anything is not as it should be, answer this mail.</p>
            <p><a href="https://shop.example.com/start?plan={{{PLAN}}}">Begin here</a></p>
            <p><a href="{{{UNSUBSCRIBE_URL}}}">Unsubscribe</a></p></body></html>""";

    private Graphs() {}

    /** W1: trigger, mail, condition on the payload, mail. */
    public static JsonObject welcome(String event) {
        return new JsonObject()
                .put(
                        "steps",
                        new JsonArray()
                                .add(trigger(event))
                                .add(mail("hello", "hello"))
                                .add(paid())
                                .add(mail("thanks", "thanks")))
                .put(
                        "connections",
                        new JsonArray()
                                .add(edge("start", "hello", "default"))
                                .add(edge("hello", "paid", "default"))
                                .add(edge("paid", "thanks", "condition_met")));
    }

    /** W2, W4: trigger, and a wait for an event of the same person. */
    static JsonObject park(String event, String awaited, String timeout) {
        var wait = new JsonObject().put("event_name", awaited).put("timeout", timeout);
        return two(event, step("wait", "wait_for_event", wait));
    }

    /** W3: trigger, and a condition on the payload. */
    static JsonObject choose(String event) {
        return two(event, paid());
    }

    /** W5: trigger, and a mail. */
    static JsonObject letter(String event) {
        return two(event, mail("hello", "hello"));
    }

    private static JsonObject two(String event, JsonObject step) {
        return new JsonObject()
                .put("steps", new JsonArray().add(trigger(event)).add(step))
                .put("connections", new JsonArray().add(edge("start", step.getString("key"), "default")));
    }

    private static JsonObject trigger(String event) {
        return step("start", "trigger", new JsonObject().put("event_name", event));
    }

    private static JsonObject paid() {
        var rule = new JsonObject()
                .put("type", "rule")
                .put("field", "event.plan")
                .put("operator", "eq")
                .put("value", "pro");
        return step("paid", "condition", rule);
    }

    private static JsonObject mail(String key, String template) {
        var variables = new JsonObject()
                .put("NAME", new JsonObject().put("var", "event.name"))
                .put("PLAN", new JsonObject().put("var", "event.plan"))
                .put("AMOUNT", new JsonObject().put("var", "event.amount"));
        return step(
                key,
                "send_email",
                new JsonObject()
                        .put("template", new JsonObject().put("id", template).put("variables", variables)));
    }

    private static JsonObject step(String key, String type, JsonObject config) {
        return new JsonObject().put("key", key).put("type", type).put("config", config);
    }

    private static JsonObject edge(String from, String to, String branch) {
        return new JsonObject().put("from", from).put("to", to).put("type", branch);
    }
}
