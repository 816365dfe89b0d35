package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Automations are made, changed by rule, stopped, copied, deleted; enablement follows every change. */
class AutomationsTest {
    private static final String GRAPH = "\"steps\":["
            + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
            + "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"12 days\"}}],"
            + "\"connections\":[{\"from\":\"start\",\"to\":\"pause\"}]";
    private static final String OTHER_GRAPH = "\"steps\":["
            + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.ended\"}}],\"connections\":[]";
    private static final String DRAFT_GRAPH = "\"steps\":["
            + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
            + "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"1 hour\"}}],\"connections\":[]";

    private static final String RULES = "\"entry\":{\"mode\":\"once_per_window\",\"window\":\"7 days\","
            + "\"key\":\"event.order_id\"},\"exit\":{\"events\":[\"order.paid\"]}";

    private NativeServer server;

    @BeforeEach
    void open() {
        server = new NativeServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whole_object_comes_back_in_canonical_form() {
        var made = server.post("/automations", "{\"name\":\"Trial\"," + GRAPH + "}");
        assertThat(made.status()).isEqualTo(201);
        String id = made.text("id");
        assertThat(made.raw().body()).isEqualTo("{\"object\":\"automation\",\"id\":\"" + id + "\"}");

        var got = server.get("/automations/" + id);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body().keySet())
                .containsExactly("object", "id", "name", "status", "created_at", "updated_at", "steps", "connections");
        assertThat(got.body()).containsEntry("status", "disabled");
        assertThat(got.items("steps").get(1))
                .isEqualTo(Map.of("key", "pause", "type", "delay", "config", Map.of("duration", "1 week 5 days")));
        assertThat(got.raw().body()).contains("{\"from\":\"start\",\"to\":\"pause\",\"type\":\"default\"}");
        assertThat(got.text("updated_at")).isEqualTo(got.text("created_at"));
    }

    @Test
    void list_is_filtered_and_paged_without_overlap() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String status = i % 2 == 0 ? "enabled" : "disabled";
            made.add(0, create("auto " + i, status, GRAPH));
        }

        var first = server.get("/automations?limit=2");
        var second = server.get("/automations?limit=2&after=" + made.get(1));
        var third = server.get("/automations?limit=2&after=" + made.get(3));
        var back = server.get("/automations?limit=2&before=" + made.get(2));

        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(first.body()).containsEntry("has_more", true);
        assertThat(ids(second)).isEqualTo(made.subList(2, 4));
        assertThat(ids(third)).isEqualTo(made.subList(4, 5));
        assertThat(third.body()).containsEntry("has_more", false);
        assertThat(ids(back)).isEqualTo(made.subList(0, 2));
        assertThat(back.body()).containsEntry("has_more", false);
        assertThat(ids(server.get("/automations?status=disabled"))).containsExactly(made.get(1), made.get(3));
        assertThat(first.items("data").get(0).keySet())
                .containsExactly("id", "name", "status", "created_at", "updated_at");
    }

    @Test
    void graph_of_an_enabled_automation_is_not_changed() {
        String id = create("a", "enabled", GRAPH);

        var refused = server.patch("/automations/" + id, "{" + OTHER_GRAPH + "}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("name")).isEqualTo("validation_error");
        assertThat(server.get("/automations/" + id).items("steps")).hasSize(2);
        assertThat(count("automation_version")).isEqualTo(1);
        assertThat(server.patch("/automations/" + id, "{\"status\":\"enabled\"," + OTHER_GRAPH + "}")
                        .status())
                .isEqualTo(422);
        assertThat(server.patch("/automations/" + id, "{\"name\":\"renamed\"}").status())
                .isEqualTo(200);
        assertThat(server.get("/automations/" + id).body()).containsEntry("name", "renamed");
    }

    @Test
    void one_request_may_disable_and_change_the_graph() {
        String id = create("a", "enabled", GRAPH);

        assertThat(server.patch("/automations/" + id, "{\"status\":\"disabled\"," + OTHER_GRAPH + "}")
                        .status())
                .isEqualTo(200);

        assertThat(server.get("/automations/" + id).items("steps")).hasSize(1);
        assertThat(server.get("/automations/" + id).body()).containsEntry("status", "disabled");
        assertThat(count("automation_version")).isEqualTo(2);
        assertThat(enablements(id)).containsExactly("trial.started closed");
    }

    @Test
    void enablement_follows_every_change() {
        String id = create("a", "disabled", GRAPH);
        assertThat(enablements(id)).isEmpty();

        server.patch("/automations/" + id, "{\"status\":\"enabled\"}");
        assertThat(enablements(id)).containsExactly("trial.started open");
        server.patch("/automations/" + id, "{\"status\":\"enabled\",\"name\":\"same\"}");
        assertThat(enablements(id)).containsExactly("trial.started open");
        server.post("/automations/" + id + "/stop", null);
        assertThat(enablements(id)).containsExactly("trial.started closed");
        server.patch("/automations/" + id, "{\"status\":\"enabled\"," + OTHER_GRAPH + "}");
        assertThat(enablements(id)).containsExactly("trial.started closed", "trial.ended open");
    }

    @Test
    void stop_may_be_said_twice() {
        String id = create("a", "enabled", GRAPH);

        var once = server.post("/automations/" + id + "/stop", null);
        String updatedAt = server.get("/automations/" + id).text("updated_at");
        var twice = server.post("/automations/" + id + "/stop", "{}");

        assertThat(once.raw().body())
                .isEqualTo("{\"object\":\"automation\",\"id\":\"" + id + "\",\"status\":\"disabled\"}")
                .isEqualTo(twice.raw().body());
        assertThat(server.get("/automations/" + id).text("updated_at")).isEqualTo(updatedAt);
    }

    @Test
    void unfinished_graph_is_kept_while_disabled_and_not_enabled() {
        String id = create("draft", "disabled", DRAFT_GRAPH);

        var refused = server.patch("/automations/" + id, "{\"status\":\"enabled\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(server.get("/automations/" + id).body()).containsEntry("status", "disabled");
        assertThat(enablements(id)).isEmpty();
    }

    @Test
    void copy_is_disabled_and_named_so() {
        String id = create("n".repeat(255), "enabled", GRAPH);

        var copy = server.post("/automations/" + id + "/duplicate", null);

        assertThat(copy.status()).isEqualTo(201);
        var got = server.get("/automations/" + copy.text("id"));
        assertThat(got.body()).containsEntry("status", "disabled").containsEntry("name", "n".repeat(248) + " (Copy)");
        assertThat(got.items("steps"))
                .isEqualTo(server.get("/automations/" + id).items("steps"));
        assertThat(got.text("id")).isNotEqualTo(id);
    }

    @Test
    void deleted_automation_is_gone_with_its_enablement() {
        String id = create("a", "enabled", GRAPH);

        var deleted = server.delete("/automations/" + id);

        assertThat(deleted.raw().body())
                .isEqualTo("{\"object\":\"automation\",\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(server.get("/automations/" + id).text("message")).isEqualTo("Automation not found");
        assertThat(server.delete("/automations/" + id).status()).isEqualTo(404);
        assertThat(enablements(id)).isEmpty();
    }

    @Test
    void old_spellings_are_understood() {
        String legacy =
                "{\"name\":\"old\",\"steps\":[{\"ref\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"e\"}},"
                        + "{\"ref\":\"pause\",\"type\":\"delay\",\"config\":{\"seconds\":3600}}],"
                        + "\"edges\":[{\"from\":\"start\",\"to\":\"pause\",\"edge_type\":\"default\"}]}";

        var made = server.post("/automations", legacy);

        assertThat(made.status()).isEqualTo(201);
        assertThat(server.get("/automations/" + made.text("id")).items("steps").get(1))
                .containsEntry("config", Map.of("duration", "1 hour"));
    }

    @Test
    void rules_beside_the_steps_are_kept_and_shown_where_there_are_any() {
        String id = create("a", "disabled", GRAPH + "," + RULES);

        var got = server.get("/automations/" + id);
        var copy = server.post("/automations/" + id + "/duplicate", null);

        assertThat(got.raw().body())
                .contains("\"entry\":{\"mode\":\"once_per_window\",\"window\":\"1 week\",\"key\":\"event.order_id\"}");
        assertThat(exitEvents(id)).containsExactly("order.paid");
        assertThat(server.get("/automations/" + copy.text("id")).body())
                .containsEntry("entry", got.body().get("entry"))
                .containsEntry("exit", got.body().get("exit"));
        assertThat(server.get("/automations/" + create("b", "disabled", GRAPH)).body())
                .doesNotContainKeys("entry", "exit");
    }

    @Test
    void a_rule_changes_alone_and_null_removes_it() {
        String id = create("a", "disabled", GRAPH + "," + RULES);
        String path = "/automations/" + id;

        assertThat(server.patch(path, "{\"entry\":{\"mode\":\"once\"}}").status())
                .isEqualTo(200);
        assertThat(server.get(path).body()).containsEntry("entry", Map.of("mode", "once"));
        assertThat(exitEvents(id)).containsExactly("order.paid");
        assertThat(server.get(path).items("steps")).hasSize(2);
        assertThat(server.patch(path, "{\"exit\":null}").status()).isEqualTo(200);
        assertThat(server.get(path).body()).doesNotContainKey("exit").containsEntry("entry", Map.of("mode", "once"));
        assertThat(count("automation_version")).isEqualTo(3);
        server.patch(path, "{\"entry\":\"once\"}");
        assertThat(count("automation_version"))
                .describedAs("the same in other words")
                .isEqualTo(3);
    }

    @Test
    void a_new_graph_keeps_the_rules_unless_it_names_them() {
        String id = create("a", "disabled", GRAPH + "," + RULES);
        String path = "/automations/" + id;

        server.patch(path, "{" + OTHER_GRAPH + "}");
        assertThat(server.get(path).body()).containsKeys("entry", "exit");
        server.patch(path, "{\"entry\":null," + GRAPH + "}");

        assertThat(server.get(path).body()).doesNotContainKey("entry").containsKey("exit");
        assertThat(server.get(path).items("steps")).hasSize(2);
    }

    @Test
    void rules_of_an_enabled_automation_are_not_changed() {
        String id = create("a", "enabled", GRAPH + "," + RULES);
        String path = "/automations/" + id;

        for (String rule : List.of("\"entry\":null", "\"exit\":null", "\"entry\":\"once\"")) {
            assertThat(server.patch(path, "{" + rule + "}").status()).isEqualTo(422);
            assertThat(server.patch(path, "{\"status\":\"enabled\"," + rule + "}")
                            .status())
                    .isEqualTo(422);
        }
        assertThat(server.get(path).body()).containsKeys("entry", "exit");
        assertThat(server.patch(path, "{\"status\":\"disabled\",\"entry\":null}")
                        .status())
                .isEqualTo(200);
        assertThat(server.get(path).body()).doesNotContainKey("entry").containsEntry("status", "disabled");
    }

    private List<Object> exitEvents(String id) {
        var exit = (Map<?, ?>) server.get("/automations/" + id).body().get("exit");
        return ((List<?>) exit.get("events"))
                .stream()
                        .map(event -> (Object) ((Map<?, ?>) event).get("event_name"))
                        .toList();
    }

    private String create(String name, String status, String graph) {
        var made =
                server.post("/automations", "{\"name\":\"" + name + "\",\"status\":\"" + status + "\"," + graph + "}");
        assertThat(made.status()).describedAs(made.raw().body()).isEqualTo(201);
        return made.text("id");
    }

    private static List<Object> ids(NativeServer.Reply list) {
        return list.items("data").stream().map(item -> item.get("id")).toList();
    }

    private long count(String table) {
        return await(server.store
                        .client()
                        .preparedQuery("select count(*) from " + table)
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private List<String> enablements(String id) {
        var rows = await(server.store
                .client()
                .preparedQuery("select trigger_event, disabled_at from enablement where automation_id = $1 order by id")
                .execute(Tuple.of(UUID.fromString(id))));
        List<String> told = new ArrayList<>();
        rows.forEach(row -> {
            OffsetDateTime closed = row.getOffsetDateTime("disabled_at");
            told.add(row.getString("trigger_event") + (closed == null ? " open" : " closed"));
        });
        return told;
    }

    @Test
    void everything_that_is_wrong_with_a_graph_is_told_at_once_with_the_step() {
        var refused = server.post(
                "/automations",
                "{\"name\":\"Trial\",\"steps\":["
                        + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
                        + "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"soon\"}},"
                        + "{\"ref\":\"ask\",\"type\":\"condition\",\"config\":{\"type\":\"rule\",\"field\":\"x\",\"operator\":\"is\"}}],"
                        + "\"connections\":[{\"from\":\"start\",\"to\":\"nowhere\"},{\"from\":\"pause\",\"to\":\"pause\"}]}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("name")).isEqualTo("validation_error");
        assertThat(refused.items("problems"))
                .extracting(problem -> problem.get("path") + " " + problem.get("step_key"))
                .containsExactly(
                        "steps[1].config.duration pause",
                        "steps[2].config.field ask",
                        "steps[2].config.operator ask",
                        "connections[0].to null",
                        "connections null");
        assertThat(refused.text("message"))
                .startsWith("5 problems: `steps[1].config.duration` (step `pause`): Expected a duration")
                .contains("(step `ask`)", "`nowhere`", "pause -> pause");
        assertThat(server.get("/automations").items("data")).isEmpty();
    }

    @Test
    void a_graph_of_many_faults_is_told_up_to_a_bound() {
        var steps = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            steps.add("{\"key\":\"k" + i + "\",\"type\":\"teleport\"}");
        }

        var refused = server.post(
                "/automations", "{\"name\":\"x\",\"steps\":[" + String.join(",", steps) + "],\"connections\":[]}");

        assertThat(refused.items("problems")).hasSize(GraphProblems.TOLD_MAX);
        assertThat(refused.text("message")).startsWith("100 problems: ").endsWith("And 80 more.");
    }

    @Test
    void a_definition_is_looked_at_and_not_kept() {
        String start = "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"a\"}}";
        String lost = "{\"key\":\"lost\",\"type\":\"delay\",\"config\":{\"duration\":\"1 hour\"}}";
        String bad = "{\"key\":\"bad\",\"type\":\"delay\",\"config\":{}}";

        var well = server.post("/automations/validate", "{\"steps\":[" + start + "],\"connections\":[]}");
        var ill = server.post(
                "/automations/validate",
                "{\"name\":7,\"steps\":[" + start + "," + lost + "," + bad + "],\"connections\":[]}");

        assertThat(well.status()).as(well.raw().body()).isEqualTo(200);
        assertThat(well.body())
                .containsEntry("object", "validation")
                .containsEntry("valid", true)
                .containsEntry("problems", List.of());
        assertThat(ill.status()).isEqualTo(200);
        assertThat(ill.body()).containsEntry("valid", false);
        assertThat(ill.items("problems"))
                .anySatisfy(problem ->
                        assertThat(problem).containsEntry("step_key", "bad").containsEntry("blocks", "saving"))
                .anySatisfy(problem ->
                        assertThat(problem).containsEntry("step_key", "lost").containsEntry("blocks", "enabling"));
        assertThat(server.post("/automations/validate", "{\"steps\":[]}").status())
                .isEqualTo(422);
        assertThat(server.get("/automations").items("data")).isEmpty();
    }

    @Test
    void an_automation_is_looked_at_as_it_stands() {
        String id = server.post("/automations", "{\"name\":\"Trial\"," + StoredRuns.STEPS + "}")
                .text("id");

        var reply = server.post("/automations/" + id + "/validate", "");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body()).containsEntry("valid", true);
        assertThat(server.post("/automations/" + java.util.UUID.randomUUID() + "/validate", "")
                        .status())
                .isEqualTo(404);
    }
}
