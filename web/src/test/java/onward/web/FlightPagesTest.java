package onward.web;

import static onward.web.Dashboard.NOW;
import static onward.web.Dashboard.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of runs on older versions: it comes after a save, tells where runs are, and does what is chosen. */
class FlightPagesTest {
    private static final String NEXT = """
            {"steps": [
              {"key": "start", "type": "trigger", "config": {"event_name": "user.created"}},
              {"key": "later", "type": "delay", "config": {"duration": "2 days"}}],
             "connections": [{"from": "start", "to": "later"}]}""";

    private Dashboard dashboard;
    private String path;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(House.none());
        done(Story.tell(dashboard.store.client(), NOW, "ada@example.com", "Welcome", "Hello Ada"));
        path = "/automations/" + automation();
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    private UUID automation() throws Exception {
        return done(dashboard
                        .store
                        .client()
                        .query("select automation_id from run")
                        .execute())
                .iterator()
                .next()
                .getUUID(0);
    }

    private String run(String column) throws Exception {
        return done(dashboard
                        .store
                        .client()
                        .query("select (" + column + ")::text as told from run")
                        .execute())
                .iterator()
                .next()
                .getString("told");
    }

    private String saved() throws Exception {
        return dashboard.led(path + "/edit", "name", "Welcome", "definition", NEXT, "version", "2", "then", "enable");
    }

    @Test
    void a_save_of_an_enabled_automation_leads_to_the_runs_that_live() throws Exception {
        assertThat(saved()).isEqualTo(path + "/flight?saved=yes");

        assertThat(dashboard.page(path + "/flight?saved=yes"))
                .contains("Saved as v3", "v2", "wait", "wait_for_event", "There is no such step any more");
        assertThat(dashboard.page(path)).contains(path + "/flight");
        assertThat(run("step_key")).isEqualTo("wait");
    }

    @Test
    void what_is_chosen_is_done_and_told() throws Exception {
        saved();

        String next = dashboard.led(path + "/flight", "step", "wait", "do", "cancel", "to", "later", "reason", "over");

        assertThat(next).isEqualTo(path + "/flight?cancelled=1");
        assertThat(dashboard.page(next)).contains("1 were cancelled", "No live run is on a version before v3");
        assertThat(run("status")).isEqualTo("cancelled");
        assertThat(run("reason ->> 'note'")).isEqualTo("over");
    }

    @Test
    void bad_input_is_said_in_words() throws Exception {
        saved();

        assertThat(dashboard
                        .post(path + "/flight", "step", "wait", "do", "fly", "to", "later")
                        .body())
                .contains("stay, move, cancel");
        assertThat(dashboard
                        .post(path + "/flight", "step", "wait", "do", "move", "to", "nowhere")
                        .body())
                .contains("start, later");
        assertThat(dashboard.post(path + "/flight", "step", "wait").statusCode())
                .isEqualTo(409);
        assertThat(dashboard.get("/automations/" + new UUID(1, 9) + "/flight").statusCode())
                .isEqualTo(404);
        assertThat(dashboard.get(path + "/flight?enters=%3Cscript%3E&more=x").body())
                .doesNotContain("<script>x");
        dashboard.refusesForeignForms(List.of(path + "/flight"));
    }
}
