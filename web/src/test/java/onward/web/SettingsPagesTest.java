package onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onward.store.SecretBox;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is set: settings without secrets, domains with their records, segments and topics. */
class SettingsPagesTest {
    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(new House(
                SecretBox.fleeting(),
                url -> java.util.Optional.empty(),
                "mail.example.com",
                List.of(
                        new House.Setting("ONWARD_PORT", "4004", false, "--port", "The HTTP port."),
                        new House.Setting("ONWARD_SMTP_URL", "set", true, "ONWARD_SMTP_URL", "The mail server."),
                        new House.Setting("ONWARD_CLUSTER", "", false, "the default", "Reserved."))));
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    @Test
    void settings_say_what_is_in_force_and_who_said_so() throws Exception {
        assertThat(dashboard.page("/settings"))
                .containsSubsequence("ONWARD_PORT", "<code>4004</code>", "--port")
                .containsSubsequence("ONWARD_SMTP_URL", "set, not shown")
                .containsSubsequence("ONWARD_CLUSTER", "nothing", "the default");
    }

    @Test
    void a_domain_tells_its_records_and_has_them_looked_up() throws Exception {
        Dashboard.done(Story.tell(dashboard.store.client(), Dashboard.NOW, "ada@example.com", "Welcome", "Hello"));
        String path = "/domains/" + Story.ID;

        assertThat(dashboard.page("/domains")).contains("shop.example.com", "\">not started</span>");
        assertThat(dashboard.page(path))
                .contains("onward._domainkey.shop.example.com", "v=DKIM1; k=rsa; p=", "a:mail.example.com")
                .contains("_dmarc.shop.example.com", "recommended");
        assertThat(dashboard.led(path + "/verify")).isEqualTo(path);
        assertThat(dashboard.page(path)).contains("\">pending</span>");
        assertThat(dashboard
                        .post("/domains/" + new java.util.UUID(9, 9) + "/verify")
                        .statusCode())
                .isEqualTo(404);
        dashboard.refusesForeignForms(List.of(path + "/verify"));
    }

    @Test
    void segments_and_topics_are_listed() throws Exception {
        assertThat(dashboard.page("/segments")).contains("No segment yet");
        assertThat(dashboard.page("/topics")).contains("No topic yet");

        Dashboard.done(Story.tell(dashboard.store.client(), Dashboard.NOW, "ada@example.com", "Welcome", "Hello"));

        assertThat(dashboard.page("/segments")).contains("Welcome", Story.ID.toString());
        assertThat(dashboard.page("/topics")).contains("Welcome", "not subscribed", "public");
    }
}
