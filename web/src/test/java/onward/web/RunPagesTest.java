package onward.web;

import static onward.web.Dashboard.NOW;
import static onward.web.Dashboard.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import onward.store.TestDatabase;
import onward.store.table.Interventions;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run by the dashboard: somebody ends it, and lets it go on. */
class RunPagesTest {
    private static final String RUN = "/runs/" + Story.ID;

    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(House.none());
        done(Story.tell(dashboard.store.client(), NOW, "ada@example.com", "Welcome", "Hello Ada"));
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
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

    @Test
    void a_live_run_is_cancelled_with_a_reason_that_its_page_tells() throws Exception {
        assertThat(dashboard.page(RUN)).contains("Cancel this run").doesNotContain("Retry this run", "Keep back");

        assertThat(dashboard.led(RUN + "/cancel", "reason", "Ada <asked> for it"))
                .isEqualTo(RUN);

        assertThat(run("status")).isEqualTo("cancelled");
        assertThat(dashboard.page(RUN))
                .contains(
                        "Somebody on the dashboard cancelled it: Ada &lt;asked&gt; for it",
                        "What somebody did to it",
                        "Retry this run",
                        "wait (wait_for_event), where it ended")
                .doesNotContain("Cancel this run");
    }

    @Test
    void a_cancelled_run_goes_on_and_sends_again_only_what_is_ticked() throws Exception {
        dashboard.led(RUN + "/cancel");
        assertThat(dashboard.page(RUN))
                .contains("name=\"resend\" value=\"hello\"", "“Hello Ada” to ada@example.com, delivered");

        dashboard.passes(Duration.ofSeconds(1));
        dashboard.led(RUN + "/retry", "step_key", "hello", "version", "same", "reason", "again", "resend", "hello");

        assertThat(run("status")).isEqualTo("running");
        assertThat(run("step_key")).isEqualTo("hello");
        assertThat(run("visit")).isEqualTo("2");
        assertThat(run("retry -> 'done'")).isEqualTo("{}");
        assertThat(dashboard.page(RUN)).contains("Retried from hello", "again");
        var told = done(Interventions.of(dashboard.store.client(), TestDatabase.PROJECT, Story.ID));
        assertThat(told).extracting(Interventions.Intervention::kind).containsExactly("retry", "cancel");
    }

    @Test
    void a_mail_that_is_not_out_can_be_kept_back() throws Exception {
        done(dashboard
                .store
                .client()
                .query(
                        "with e as (update envelope set state = 'queued', last_event = 'queued', sent_at = null returning *)"
                                + " insert into outbox (project_id, envelope_id, channel, due_at) select project_id, id, channel,"
                                + " created_at from e")
                .execute());
        assertThat(dashboard.page(RUN)).contains("Keep back its email that is not out yet");

        dashboard.led(RUN + "/cancel", "emails", "cancel");

        assertThat(dashboard.page(RUN)).contains("suppressed", "its run was cancelled");
    }

    @Test
    void bad_input_is_said_in_words() throws Exception {
        assertThat(dashboard.post(RUN + "/retry").statusCode()).isEqualTo(409);
        assertThat(dashboard.post(RUN + "/retry").body()).contains("found one that is running");
        assertThat(dashboard.post(RUN + "/cancel", "reason", "x".repeat(501)).body())
                .contains("at most 500 characters");
        dashboard.led(RUN + "/cancel");
        assertThat(dashboard.post(RUN + "/retry", "step_key", "nowhere").body()).contains("start, hello, wait");
        assertThat(dashboard.post(RUN + "/retry", "step_key", "x".repeat(101)).statusCode())
                .isEqualTo(409);
        assertThat(dashboard
                        .post("/runs/" + new java.util.UUID(1, 9) + "/cancel")
                        .statusCode())
                .isEqualTo(404);
        assertThat(dashboard.post("/runs/none/cancel").statusCode()).isEqualTo(404);
        dashboard.refusesForeignForms(List.of(RUN + "/cancel", RUN + "/retry"));
    }
}
