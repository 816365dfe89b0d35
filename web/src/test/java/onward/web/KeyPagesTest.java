package onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onward.store.TestDatabase;
import onward.store.table.ApiKeys;
import onward.store.table.Tokens;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API keys by the dashboard: a token is seen once, and who is revoked comes in no more. */
class KeyPagesTest {
    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(House.none());
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    private boolean works(String token) throws Exception {
        return Dashboard.done(ApiKeys.holder(dashboard.store.client(), Tokens.hash(token)))
                .isPresent();
    }

    @Test
    void a_token_is_shown_once_and_never_again() throws Exception {
        assertThat(dashboard.page("/api-keys")).contains("There is no key");

        var made = dashboard.post("/api-keys", "name", "shop", "permission", "full_access");

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        String token = made.body().replaceAll("(?s).*id=\"token\">(re_\\w+)<.*", "$1");
        assertThat(works(token)).isTrue();
        assertThat(dashboard.page("/api-keys"))
                .contains("shop", token.substring(0, 7) + "…", "full access", "never")
                .doesNotContain(token);
    }

    @Test
    void a_revoked_key_opens_nothing() throws Exception {
        String token = dashboard
                .post("/api-keys", "name", "shop", "permission", "sending_access")
                .body()
                .replaceAll("(?s).*id=\"token\">(re_\\w+)<.*", "$1");
        String path = dashboard.page("/api-keys").replaceAll("(?s).*action=\"/dashboard(/api-keys/[^\"]+)\".*", "$1");

        assertThat(dashboard.led(path)).isEqualTo("/api-keys");

        assertThat(works(token)).isFalse();
        assertThat(dashboard.post(path).statusCode()).isEqualTo(404);
    }

    @Test
    void a_key_is_kept_to_a_domain_when_it_may_only_send() throws Exception {
        dashboard.insert(
                "domain (project_id, id, name, region, status, tls, open_tracking, click_tracking, sending, receiving,"
                        + " return_path, dkim_selector, dkim_public, dkim_private, records, created_at, updated_at)"
                        + " values ($1, $2, 'example.com', 'us-east-1', 'verified', 'opportunistic', false, false, true,"
                        + " false, 'send', 'resend', 'x', 'x', '{}', now(), now())",
                TestDatabase.PROJECT,
                Story.ID);
        String domain = Story.ID.toString();

        var refused = dashboard.post("/api-keys", "name", "all", "permission", "full_access", "domain_id", domain);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("found full_access, which no domain bounds", "value=\"all\"");

        assertThat(dashboard
                        .post("/api-keys", "name", "mails", "permission", "sending_access", "domain_id", domain)
                        .statusCode())
                .isEqualTo(200);
        assertThat(dashboard.page("/api-keys")).contains("sends emails only", "<code>example.com</code>");
    }

    @Test
    void bad_input_is_said_in_words() throws Exception {
        assertThat(dashboard
                        .post("/api-keys", "name", "x".repeat(51), "permission", "full_access")
                        .body())
                .contains("at most 50 character(s)");
        assertThat(dashboard.post("/api-keys", "name", "x", "permission", "all").statusCode())
                .isEqualTo(422);
        assertThat(dashboard.post("/api-keys").statusCode()).isEqualTo(422);
        assertThat(dashboard.page("/api-keys")).contains("There is no key");
        dashboard.refusesForeignForms(List.of("/api-keys", "/api-keys/" + Story.ID + "/delete"));
    }
}
