package onward.bench.work;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import onward.bench.house.House;
import onward.bench.load.Api;

/** The templates and automations that workloads need. */
final class Stage {
    private static final String HTML = """
            <!doctype html><html><body><h1>Welcome, {{{NAME|friend}}}</h1>
            <p>You chose the plan <b>{{{PLAN}}}</b>. Your first order of {{{AMOUNT}}} is on its way, and we will write
            to {{{EMAIL}}} when it leaves the house. If anything is not as it should be, answer this mail.</p>
            <p><a href="https://shop.example.com/start?plan={{{PLAN}}}">Begin here</a></p>
            <p><a href="{{{UNSUBSCRIBE_URL}}}">Unsubscribe</a></p></body></html>""";

    private final Api api;

    Stage(URI server) {
        this.api = new Api(server, House.API_KEY);
    }

    /** A published template of that alias. */
    void template(String alias) {
        var template = api.post(
                "/templates",
                new JsonObject()
                        .put("name", alias)
                        .put("alias", alias)
                        .put("from", "Shop <shop@example.com>")
                        .put("subject", "Welcome, {{{NAME|friend}}}")
                        .put("html", HTML)
                        .put(
                                "variables",
                                new JsonArray()
                                        .add(variable("NAME", "string"))
                                        .add(variable("PLAN", "string"))
                                        .add(variable("AMOUNT", "number"))));
        api.post("/templates/" + template.getString("id") + "/publish", new JsonObject());
    }

    private static JsonObject variable(String key, String type) {
        return new JsonObject().put("key", key).put("type", type);
    }

    /** Trigger, mail, condition on the payload, mail. */
    void welcome(String name, String event) {
        enable(
                name,
                new JsonArray()
                        .add(trigger(event))
                        .add(mail("hello", "hello"))
                        .add(step(
                                "paid",
                                "condition",
                                new JsonObject()
                                        .put("type", "rule")
                                        .put("field", "event.plan")
                                        .put("operator", "eq")
                                        .put("value", "pro")))
                        .add(mail("thanks", "thanks")),
                new JsonArray()
                        .add(edge("start", "hello", "default"))
                        .add(edge("hello", "paid", "default"))
                        .add(edge("paid", "thanks", "condition_met")));
    }

    private void enable(String name, JsonArray steps, JsonArray connections) {
        api.post(
                "/automations",
                new JsonObject()
                        .put("name", name)
                        .put("status", "enabled")
                        .put("steps", steps)
                        .put("connections", connections));
    }

    private static JsonObject trigger(String event) {
        return step("start", "trigger", new JsonObject().put("event_name", event));
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
