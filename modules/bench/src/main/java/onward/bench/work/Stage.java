package onward.bench.work;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import onward.bench.house.House;
import onward.bench.load.Api;

/** The templates and automations that workloads need. */
final class Stage {
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
                        .put("from", Graphs.SENDER)
                        .put("subject", Graphs.SUBJECT)
                        .put("html", Graphs.HTML)
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

    /** An enabled automation. */
    void automation(String name, JsonObject graph) {
        api.post("/automations", graph.copy().put("name", name).put("status", "enabled"));
    }
}
