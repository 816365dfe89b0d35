package onward.web;

import static onward.web.Dashboard.NOW;
import static onward.web.Dashboard.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import onward.store.table.BulkActions;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many runs at once by the dashboard: chosen, looked at, started, watched. */
class BulkPagesTest {
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

    @Test
    void the_runs_of_a_list_are_cancelled_together() throws Exception {
        assertThat(dashboard.page("/runs?status=running")).contains("Act on all of these", "Cancel them");

        String path = dashboard.led("/bulk-actions", "kind", "cancel", "status", "running", "reason", "over & done");

        assertThat(dashboard.page(path))
                .contains("Cancel 1 run", "draft", "over &amp; done", "0 of 1", "Start", Story.ID.toString());
        assertThat(dashboard.led(path + "/start")).isEqualTo(path);
        assertThat(dashboard.page(path)).contains("Stop here").doesNotContain(">Start<");
        done(new BulkActions(dashboard.store).one());
        done(BulkActions.finish(dashboard.store.client(), NOW));
        assertThat(dashboard.page(path)).contains("completed", "1 of 1").doesNotContain("Stop here");
        assertThat(dashboard.page("/runs/" + Story.ID)).contains("over &amp; done");
        assertThat(dashboard.page("/bulk-actions")).contains("Cancel 1 run", "1 of 1");
    }

    @Test
    void bad_input_is_said_in_words() throws Exception {
        assertThat(dashboard
                        .post("/bulk-actions", "kind", "burn", "reason", "x")
                        .body())
                .contains("cancel or retry");
        assertThat(dashboard.post("/bulk-actions", "kind", "cancel").body()).contains("a reason of 1 to 500");
        assertThat(dashboard
                        .post("/bulk-actions", "kind", "cancel", "reason", "x", "status", "failed")
                        .body())
                .contains("runs that are running");
        String path = dashboard.led("/bulk-actions", "kind", "retry", "reason", "x");
        assertThat(dashboard.led(path + "/abort")).isEqualTo(path);
        assertThat(dashboard.post(path + "/start").body()).contains("found one that is aborted");
        assertThat(dashboard.get("/bulk-actions/" + new UUID(1, 9)).statusCode())
                .isEqualTo(404);
        assertThat(dashboard.get(path + "?after=" + new UUID(1, 9)).statusCode())
                .isEqualTo(400);
        dashboard.refusesForeignForms(List.of("/bulk-actions", path + "/start", path + "/abort"));
    }
}
