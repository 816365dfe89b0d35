package onward.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import onward.bus.Address;
import onward.bus.Ingested;
import onward.bus.NewEvent;
import onward.flow.fact.Problem;
import onward.store.TestDatabase;
import onward.web.ui.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of events by the dashboard, events sent by hand, and the end of an automation. */
class EventNamePagesTest {
    private final AtomicReference<NewEvent> brought = new AtomicReference<>();
    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        dashboard = Dashboard.open(House.none());
    }

    @AfterEach
    void close() throws Exception {
        dashboard.close();
    }

    private void story() throws Exception {
        Dashboard.done(Story.tell(dashboard.store.client(), Dashboard.NOW, "ada@example.com", "Welcome", "Hello"));
    }

    private void ingest(Ingested answer) {
        dashboard.vertx.eventBus().<NewEvent>consumer(Address.INGEST.text(), message -> {
            brought.set(message.body());
            message.reply(answer);
        });
    }

    @Test
    void names_tell_their_fields_who_begins_with_them_and_the_newest() throws Exception {
        story();
        dashboard.insert(
                "event (project_id, id, name, person_key, email, occurred_at, received_at)"
                        + " values ($1, $2, 'user.creatd', 'x', 'x@example.com', now(), now())",
                TestDatabase.PROJECT,
                new UUID(-1, 7));

        assertThat(dashboard.page("/event-names"))
                .containsSubsequence("order.completed", "Welcome: string", "user.created", "any, not declared", ">1<")
                .containsSubsequence("Came lately, and nothing begins with them", "user.creatd")
                .contains("/dashboard/events/" + Story.ID);
        assertThat(dashboard.page("/event-name?name=user.created"))
                .contains("Not declared", "/dashboard/automations/" + Story.ID, "&quot;seats&quot;: 3");
    }

    @Test
    void names_are_paged_by_themselves() throws Exception {
        for (int i = 100; i < 155; i++) {
            dashboard.insert(
                    "event_type (project_id, id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
                    TestDatabase.PROJECT,
                    new UUID(i, 0),
                    "name." + i);
        }

        assertThat(dashboard.page("/event-names"))
                .contains("name.149", "?after=name.149")
                .doesNotContain("name.150");
        assertThat(dashboard.page("/event-names?after=name.149"))
                .contains("name.150", "name.154", "Newest")
                .doesNotContain("Older</a>");
    }

    @Test
    void a_name_is_declared_changed_and_taken_back() throws Exception {
        String path = dashboard.led(
                "/event-names",
                "name",
                "order paid/é",
                "field_name",
                "total",
                "field_type",
                "number",
                "field_name",
                "",
                "field_type",
                "string");

        assertThat(path).isEqualTo("/event-name?name=order+paid%2F%C3%A9");
        assertThat(dashboard.page(path)).contains("order paid/é", "value=\"total\"", "does not fit is refused");
        dashboard.led("/event-names", "name", "order paid/é");
        assertThat(dashboard.page(path)).contains("Declared, without fields");
        dashboard.led("/event-names/delete", "name", "order paid/é");
        assertThat(dashboard.page(path)).contains("Not declared");
        assertThat(dashboard.post("/event-names/delete", "name", "order paid/é").statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_is_wrong_with_a_declaration_is_said() throws Exception {
        assertThat(dashboard.post("/event-names", "name", "resend:mine").body()).contains("reserved for system events");
        assertThat(dashboard.post("/event-names", "name", "x".repeat(256)).body())
                .contains("must contain at most 255");
        assertThat(dashboard
                        .post(
                                "/event-names",
                                "name",
                                "a",
                                "field_name",
                                "b",
                                "field_type",
                                "text",
                                "field_name",
                                "c",
                                "field_type",
                                "date",
                                "field_name",
                                "c",
                                "field_type",
                                "string")
                        .body())
                .contains("to be string, number, boolean or date", "found this one twice", "value=\"c\"");
        assertThat(dashboard.post("/event-names").statusCode()).isEqualTo(422);
        assertThat(dashboard.page("/event-names")).contains("No event has a name yet");
        dashboard.refusesForeignForms(List.of("/event-names", "/event-names/delete", "/events"));
    }

    @Test
    void an_event_is_sent_by_hand_and_its_page_opened() throws Exception {
        ingest(new Ingested.Accepted(Story.ID, Dashboard.NOW, false));

        String next = dashboard.led(
                "/events", "name", "user.created", "email", "ada@example.com", "payload", "{\"plan\": \"pro\"}");

        assertThat(next).isEqualTo("/events/" + Story.ID);
        assertThat(brought.get().name()).isEqualTo("user.created");
        assertThat(brought.get().email()).isEqualTo("ada@example.com");
        assertThat(brought.get().payload()).containsEntry("plan", "pro");
        assertThat(brought.get().projectId()).isEqualTo(TestDatabase.PROJECT);
    }

    @Test
    void the_payload_begins_with_what_is_declared_or_with_the_newest() throws Exception {
        story();

        assertThat(dashboard.page("/events/new?name=user.created"))
                .contains("&quot;seats&quot;: 3", "of the newest one");
        assertThat(dashboard.page("/events/new?name=order.completed"))
                .contains("&quot;Welcome&quot;: &quot;text&quot;", "fields that are declared");
        assertThat(dashboard.page("/events/new")).contains("Send an event");
        assertThat(dashboard.page("/automations/" + Story.ID)).contains("/dashboard/events/new?name=user.created");
    }

    @Test
    void an_event_that_is_refused_says_why_and_keeps_what_was_typed() throws Exception {
        ingest(new Ingested.Refused(
                Problem.invalid("payload.total", "Expected `total` in the payload to be a number.")));

        assertThat(dashboard
                        .post("/events", "name", "a", "email", "ada", "payload", "[1]")
                        .body())
                .contains("Expected an email address like ada@example.com", "Expected a JSON object");
        assertThat(dashboard
                        .post("/events", "name", "resend:x", "email", "a@example.com", "payload", "{\"a\"")
                        .body())
                .contains("reserved for system events", "Expected JSON: ", "{&quot;a&quot;");
        assertThat(dashboard
                        .post("/events", "name", "a", "email", "a@example.com", "payload", "\"" + "x".repeat(70_000))
                        .body())
                .contains("Expected at most 65536 bytes of JSON");
        assertThat(brought.get()).isNull();
        var refused = dashboard.post("/events", "name", "a", "email", "a@example.com", "payload", "{\"total\": \"x\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("to be a number", "value=\"a@example.com\"");
    }

    @Test
    void where_nobody_takes_events_in_that_is_said() throws Exception {
        var answer = dashboard.post("/events", "name", "a", "email", "a@example.com", "payload", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Nothing was stored; try again.");
    }

    @Test
    void an_automation_is_removed_and_its_live_runs_cancelled() throws Exception {
        story();
        String path = "/automations/" + Story.ID;
        assertThat(dashboard.page(path)).contains("Its live runs are cancelled with it: 1 now.");

        assertThat(dashboard.led(path + "/delete")).isEqualTo("/automations");

        assertThat(dashboard.get(path).statusCode()).isEqualTo(404);
        assertThat(dashboard.page("/runs/" + Story.ID)).contains("cancelled");
        assertThat(dashboard.post(path + "/delete").statusCode()).isEqualTo(404);
        dashboard.refusesForeignForms(List.of(path + "/delete"));
    }
}
