package onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates by the dashboard: made, changed, published, looked at before, and removed. */
class TemplatePagesTest {
    private static final String[] WELCOME = {
        "name",
        "Welcome",
        "alias",
        "welcome",
        "from",
        "Shop <shop@example.com>",
        "subject",
        "Hello {{{NAME}}}",
        "reply_to",
        "help@example.com, more@example.com",
        "html",
        "<p>Hello {{{NAME}}}, {{{SEATS}}} seats</p>",
        "text",
        "",
        "variable_key",
        "NAME",
        "variable_type",
        "string",
        "variable_fallback",
        "friend",
        "variable_key",
        "SEATS",
        "variable_type",
        "number",
        "variable_fallback",
        "3",
        "variable_key",
        "",
        "variable_type",
        "string",
        "variable_fallback",
        ""
    };

    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(House.none());
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    private static String[] welcomeWith(String... more) {
        return Stream.concat(Stream.of(WELCOME), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void a_template_is_made_published_and_changed() throws Exception {
        String path = dashboard.led("/templates", WELCOME);

        assertThat(dashboard.page("/templates")).contains("Welcome", "<code>welcome</code>", "\">draft</span>");
        assertThat(dashboard.page(path))
                .contains("A draft: nothing sends it", "value=\"Shop &lt;shop@example.com&gt;\"", "value=\"SEATS\"")
                .contains("help@example.com, more@example.com", "&lt;p&gt;Hello {{{NAME}}}");

        dashboard.led(path + "/publish", WELCOME);
        assertThat(dashboard.page(path)).contains("\">published</span>", "Sent as it stands here, since 14:30.");

        String[] changed = WELCOME.clone();
        changed[1] = "Welcome again";
        changed[11] = "<p>Good day {{{NAME}}} {{{SEATS}}}</p>";
        dashboard.led(path, changed);
        assertThat(dashboard.page(path))
                .contains("Welcome again", "Good day", "What was published at 14:30 is sent; the edits");
        assertThat(dashboard.page("/templates")).contains("with edits");
    }

    @Test
    void what_is_wrong_is_said_and_what_was_typed_stays() throws Exception {
        var answer = dashboard.post(
                "/templates",
                "name",
                "",
                "alias",
                "",
                "from",
                "nobody",
                "subject",
                "Hello {{{NAME}}}",
                "reply_to",
                "",
                "html",
                "<p>kept as typed</p>",
                "text",
                "",
                "variable_key",
                "SEATS",
                "variable_type",
                "number",
                "variable_fallback",
                "many");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("This was not taken", "must contain at least 1", "Invalid `from` field")
                .contains("Variable &#39;NAME&#39; is used", "the fallback of variable &#39;SEATS&#39; to be a number")
                .contains("kept as typed", "value=\"many\"");
        assertThat(dashboard.page("/templates")).contains("No template yet");
    }

    @Test
    void an_alias_that_is_taken_is_said_on_both_forms() throws Exception {
        dashboard.led("/templates", WELCOME);
        String[] other = WELCOME.clone();
        other[3] = "other";
        String path = dashboard.led("/templates", other);

        assertThat(dashboard.post("/templates", WELCOME).body()).contains("found one that is taken");
        var answer = dashboard.post(path, WELCOME);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("found one that is taken", "Sent by");
    }

    @Test
    void a_draft_is_seen_before_it_is_kept() throws Exception {
        var shown = dashboard.post("/templates/preview", WELCOME);

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo("<p>Hello friend, 3 seats</p>");
        assertThat(Dashboard.policy(shown)).startsWith("sandbox;").contains("default-src 'none'");
        assertThat(dashboard.page("/templates")).contains("No template yet");
    }

    @Test
    void a_draft_that_cannot_be_sent_says_why_in_its_frame() throws Exception {
        var shown = dashboard.post("/templates/preview", "name", "", "html", "<p>{{{<b>}}} {{{PLAN}}}</p>");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body())
                .contains("There is no preview yet", "Variable 'PLAN' is used", "&lt;b&gt;")
                .doesNotContain("<b>");
    }

    @Test
    void values_that_are_not_there_are_shown_by_their_names() throws Exception {
        String path = dashboard.led(
                "/templates",
                "name",
                "Plans",
                "html",
                "<p>{{{FIRST_NAME}}}: {{{PLAN}}}</p>",
                "variable_key",
                "PLAN",
                "variable_type",
                "string",
                "variable_fallback",
                "");

        assertThat(dashboard.page(path + "/preview")).isEqualTo("<p>Ada: [PLAN]</p>");
    }

    @Test
    void a_template_tells_who_sends_it() throws Exception {
        Dashboard.done(Story.tell(dashboard.store.client(), Dashboard.NOW, "ada@example.com", "Greeter", "Hello"));
        String[] hello = WELCOME.clone();
        hello[3] = "greeting";
        String other = dashboard.led("/templates", hello);

        assertThat(dashboard.page("/templates/" + Story.ID)).contains("Greeter", "/dashboard/automations/" + Story.ID);
        assertThat(dashboard.page(other)).contains("None of the newest 1,000 automations sends it.");
    }

    @Test
    void a_template_is_copied_and_removed() throws Exception {
        String path = dashboard.led("/templates", WELCOME);

        String copy = dashboard.led(path + "/duplicate");
        assertThat(dashboard.page(copy)).contains("Welcome (Copy)", "A draft:");
        assertThat(dashboard.led(path + "/delete")).isEqualTo("/templates");

        assertThat(dashboard.get(path).statusCode()).isEqualTo(404);
        assertThat(dashboard.post(path, WELCOME).statusCode()).isEqualTo(404);
        assertThat(dashboard.post(path + "/publish", WELCOME).statusCode()).isEqualTo(404);
    }

    @Test
    void long_texts_are_taken_and_longer_ones_refused_in_words() throws Exception {
        String path = dashboard.led("/templates", "name", "Long", "html", "ä".repeat(500_000));
        assertThat(dashboard.get(path).statusCode()).isEqualTo(200);

        assertThat(dashboard
                        .post("/templates", "name", "Longer", "html", "x".repeat(500_001))
                        .body())
                .contains("must contain at most 500000");
        assertThat(dashboard
                        .post("/templates", "name", "Longest", "html", "x".repeat(5_000_000))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void forms_that_no_browser_sends_are_answered_in_words() throws Exception {
        assertThat(dashboard.post("/templates", welcomeWith("name", "a\0b")).statusCode())
                .isEqualTo(400);
        assertThat(dashboard.send("/templates", "%zz").statusCode()).isEqualTo(400);
        assertThat(dashboard.post("/templates").statusCode()).isEqualTo(422);
        dashboard.refusesForeignForms(List.of(
                "/templates", "/templates/preview", "/templates/" + Story.ID, "/templates/" + Story.ID + "/publish"));
    }
}
