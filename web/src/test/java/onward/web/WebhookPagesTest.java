package onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import onward.store.SecretBox;
import onward.store.TestDatabase;
import onward.store.table.WebhookSecrets;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks by the dashboard: made, told, told again, switched off, removed. */
class WebhookPagesTest {
    private static final String HOOK = "/webhooks/" + Story.ID;
    private static final String DELIVERY = HOOK + "/deliveries/" + Story.ID;

    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(new House(
                SecretBox.fleeting(),
                url -> url.startsWith("https://")
                        ? Optional.empty()
                        : Optional.of("Expected a URL that begins with https://, found another."),
                null,
                List.of()));
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    private void story() throws Exception {
        Dashboard.done(Story.tell(dashboard.store.client(), Dashboard.NOW, "ada@example.com", "Welcome", "Hello"));
    }

    @Test
    void a_webhook_is_made_changed_switched_and_removed() throws Exception {
        String path = dashboard.led(
                "/webhooks", "endpoint", "https://example.com/hook", "events", "email.sent", "events", "email.bounced");

        assertThat(dashboard.page("/webhooks")).contains("https://example.com/hook", "email.sent, email.bounced");
        assertThat(dashboard.page(path))
                .contains("\">enabled</span>", "Nothing yet.")
                .doesNotContain("whsec_");

        dashboard.led(path + "/disable");
        assertThat(dashboard.page(path)).contains("\">disabled</span>", "Enable</button>");
        dashboard.led(path + "/enable");
        dashboard.led(path, "endpoint", "https://example.com/other", "events", "contact.created");
        assertThat(dashboard.page("/webhooks")).contains("https://example.com/other", "contact.created");

        assertThat(dashboard.led(path + "/delete")).isEqualTo("/webhooks");
        assertThat(dashboard.post(path + "/enable").statusCode()).isEqualTo(404);
        assertThat(dashboard.post(path + "/delete").statusCode()).isEqualTo(404);
    }

    @Test
    void its_secret_is_shown_to_who_asks_and_on_no_other_page() throws Exception {
        String path = dashboard.led("/webhooks", "endpoint", "https://example.com/hook", "events", "email.sent");

        var shown = dashboard.post(path + "/signing-secret");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).containsPattern("id=\"secret\">whsec_[A-Za-z0-9+/=]{32}<");
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(dashboard.page(path)).doesNotContain("whsec_");
    }

    @Test
    void what_it_was_told_is_listed_with_the_answers_and_told_again() throws Exception {
        story();

        assertThat(dashboard.page(HOOK)).contains("email.sent", "503", "\">pending</span>", "14:34", DELIVERY);
        assertThat(dashboard.page(DELIVERY))
                .contains("msg_01900000", "upstream is away", "Tried again at 14:34", "&quot;subject&quot;");
        assertThat(dashboard.led(DELIVERY + "/replay")).isEqualTo(DELIVERY);
        assertThat(dashboard.page(DELIVERY)).contains("Tried again at 14:30, now.");

        dashboard.led(HOOK + "/disable");
        assertThat(dashboard.page(DELIVERY)).contains("\">failed</span>").doesNotContain("Tell it again");
        var refused = dashboard.post(DELIVERY + "/replay");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Enable it, then tell it again.");
    }

    @Test
    void older_deliveries_are_a_page_away() throws Exception {
        story();
        for (int i = 1; i <= 35; i++) {
            var id = new java.util.UUID(i, 0);
            dashboard.insert(
                    "hook_event (project_id, id, type, data, occurred_at) values ($1, $2, $3, '{}', now())",
                    TestDatabase.PROJECT,
                    id,
                    "type." + i);
            dashboard.insert(
                    "webhook_delivery (project_id, webhook_id, event_id, state, created_at) values ($1, $2, $3, 'success',"
                            + " now())",
                    TestDatabase.PROJECT,
                    Story.ID,
                    id);
        }

        assertThat(dashboard.page(HOOK)).contains("type.35", HOOK + "?after=").doesNotContain("type.6<");
        assertThat(dashboard.page(HOOK + "?after=" + new java.util.UUID(7, 0)))
                .contains("type.6<", "Newest")
                .doesNotContain("type.7<", "Older</a>");
    }

    @Test
    void what_is_wrong_is_said_and_what_was_typed_stays() throws Exception {
        var refused = dashboard.post("/webhooks", "endpoint", "ftp://example.com", "events", "odd.type");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("begins with https://", "found another", "value=\"ftp://example.com\"", "odd.type");
        assertThat(dashboard
                        .post("/webhooks", "endpoint", "", "events", "email.sent")
                        .body())
                .contains("Expected a URL of 1 to 2000 characters.");
        story();
        assertThat(dashboard.post(HOOK, "endpoint", "https://example.com").body())
                .contains("Expected at least one type of event", "What it was told");
        dashboard.refusesForeignForms(List.of(
                "/webhooks", HOOK, HOOK + "/delete", HOOK + "/enable", HOOK + "/signing-secret", DELIVERY + "/replay"));
    }

    @Test
    void a_secret_that_is_made_here_is_one_that_signs() {
        var secrets = new WebhookSecrets(SecretBox.fleeting());
        String secret = secrets.next();

        assertThat(secrets.opened(secrets.sealed(secret))).isEqualTo(secret).hasSize(38);
    }
}
