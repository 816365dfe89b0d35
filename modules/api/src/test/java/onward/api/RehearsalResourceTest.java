package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onward.flow.fact.Event;
import onward.store.TestDatabase;
import onward.store.table.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalResourceTest {
    private static final String GRAPH = "\"steps\":["
            + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"trial.started\"}},"
            + "{\"key\":\"wait\",\"type\":\"wait_for_event\",\"config\":{\"event_name\":\"trial.paid\",\"timeout\":\"3 days\"}},"
            + "{\"key\":\"remind\",\"type\":\"send_email\",\"config\":{\"template\":{\"id\":\"remind\"}}}],"
            + "\"connections\":[{\"from\":\"start\",\"to\":\"wait\"},"
            + "{\"from\":\"wait\",\"to\":\"remind\",\"type\":\"timeout\"}]";

    private static NativeServer server;
    private static String path;

    @BeforeAll
    static void open() {
        server = new NativeServer();
        String id = server.post("/automations", "{\"name\":\"Trial\"," + GRAPH + "}")
                .text("id");
        path = "/automations/" + id + "/rehearsals";
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static String event(String name, String email, String at) {
        return "{\"event\":\"" + name + "\",\"email\":\"" + email + "\",\"occurred_at\":\"" + at + "\"}";
    }

    @Test
    void events_of_the_request_are_rehearsed_by_when_they_occurred() {
        var reply = server.post(
                path,
                "{\"events\":["
                        + event("trial.paid", "ada@example.com", "2026-10-02T12:00:00Z") + ","
                        + event("trial.started", "ada@example.com", "2026-10-01T12:00:00Z") + ","
                        + event("trial.started", "bob@example.com", "2026-10-01T12:00:00Z") + ","
                        + event("page.seen", "bob@example.com", "2026-10-03T12:00:00Z") + "]}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("object", "rehearsal")
                .containsEntry("runs", 2L)
                .containsEntry("run_status", Map.of("completed", 2L))
                .containsEntry("mails", 1L)
                .containsEntry("worst", Map.of("email", "bob@example.com", "mails", 1L))
                .containsEntry(
                        "events",
                        Map.of(
                                "read",
                                4L,
                                "concerned",
                                3L,
                                "first",
                                "2026-10-01T12:00:00Z",
                                "last",
                                "2026-10-03T12:00:00Z"))
                .containsKey("seconds")
                .doesNotContainKey("against");
        assertThat((Map<?, ?>) reply.body().get("branches"))
                .extracting("wait")
                .isEqualTo(Map.of("event_received", 1L, "timeout", 1L));
    }

    @Test
    void another_version_is_held_against_the_automation() {
        var reply = server.post(
                path,
                "{\"events\":[" + event("trial.started", "ada@example.com", "2026-10-01T12:00:00Z") + "],"
                        + "\"definition\":{\"steps\":[{\"key\":\"start\",\"type\":\"trigger\","
                        + "\"config\":{\"event_name\":\"trial.started\"}}],\"connections\":[]}}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body()).containsEntry("mails", 0L);
        assertThat((Map<?, ?>) reply.body().get("against")).extracting("mails").isEqualTo(1L);
        assertThat((Map<?, ?>) reply.body().get("difference"))
                .extracting("mails")
                .isEqualTo(-1L);
    }

    @Test
    void recorded_events_are_rehearsed_by_when_they_were_received() {
        Instant at = Instant.parse("2026-08-01T12:00:00Z");
        UUID contact = UUID.fromString(
                server.post("/contacts", "{\"email\":\"Eve@example.com\"}").text("id"));
        recorded("trial.started", null, "eve@example.com", at);
        recorded("page.seen", null, "eve@example.com", at.plusSeconds(1));
        recorded("trial.paid", contact, null, at.plusSeconds(2));
        recorded("trial.started", null, "late@example.com", at.plusSeconds(60));

        var reply = server.post(path, "{\"from\":\"2026-08-01T12:00:00Z\",\"to\":\"2026-08-01T12:01:00Z\"}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat((Map<?, ?>) reply.body().get("events"))
                .isEqualTo(Map.of(
                        "read", 3L, "concerned", 2L, "first", "2026-08-01T12:00:00Z", "last", "2026-08-01T12:00:02Z"));
        assertThat((Map<?, ?>) reply.body().get("branches"))
                .extracting("wait")
                .as("who is named by address and by id is one person")
                .isEqualTo(Map.of("event_received", 1L));
    }

    private static void recorded(String name, UUID contactId, String email, Instant at) {
        UUID id = server.ids.next(at);
        var event = new Event(TestDatabase.PROJECT, id, name, contactId, email, Map.of(), at, at);
        await(Events.insert(server.store.client(), List.of(new Events.Entry(event, null)), at));
        await(Events.markMatched(server.store.client(), List.of(id)));
    }

    @Test
    void nothing_recorded_is_a_report_of_nothing() {
        var reply = server.post(path, "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}");

        assertThat(reply.body()).containsEntry("runs", 0L).containsEntry("worst", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Expected exactly one of `events` and `from`, found neither.",
                "{'events':[],'from':'2026-10-01T12:00:00Z'}|Expected exactly one of `events` and `from`, found both.",
                "{'events':[]}|Expected 1 to 10000 items, found 0",
                "{'events':7}|Expected an array, found a number",
                "{'events':[7]}|Expected an object, found something else",
                "{'events':[{'event':'a','email':'ada@example.com'}]}|occurred_at",
                "{'events':[{'event':'a','occurred_at':'2026-10-01T12:00:00Z'}]}|Expected exactly one of `contact_id` and `email`",
                "{'events':[{'event':'a','email':'ada','occurred_at':'2026-10-01T12:00:00Z'}]}|Expected an email address",
                "{'from':'soon'}|Expected an RFC 3339 instant",
                "{'from':'2026-10-01T12:00:00Z','to':'2026-10-01T12:00:00Z'}|Expected `to` after `from`",
                "{'from':'2026-10-01T12:00:00Z','definition':[]}|Expected an object, found an array",
                "{'from':'2026-10-01T12:00:00Z','definition':{}}|steps",
            },
            quoteCharacter = '~')
    void what_is_no_rehearsal_is_refused(String body, String message) {
        var reply = server.post(path, body.replace('\'', '"'));

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(422);
        assertThat(reply.text("message")).contains(message);
    }

    @Test
    void an_automation_that_is_not_there_is_404() {
        var reply = server.post(
                "/automations/01900000-0000-7000-8000-00000000dead/rehearsals", "{\"from\":\"2026-10-01T12:00:00Z\"}");

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void runs_that_would_turn_too_often_are_refused() {
        String graph = "{\"name\":\"Never\",\"steps\":["
                + "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"a\"}},"
                + "{\"key\":\"wait\",\"type\":\"wait_for_event\",\"config\":{\"event_name\":\"a\",\"filter_rule\":"
                + "{\"type\":\"rule\",\"field\":\"event.n\",\"operator\":\"eq\",\"value\":1}}}],"
                + "\"connections\":[{\"from\":\"start\",\"to\":\"wait\"}]}";
        String id = server.post("/automations", graph).text("id");
        String events = IntStream.range(0, 3_000)
                .mapToObj(n -> event("a", "a@example.com", "2026-10-01T12:00:00Z"))
                .collect(Collectors.joining(","));

        var reply = server.post("/automations/" + id + "/rehearsals", "{\"events\":[" + events + "]}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(422);
        assertThat(reply.text("message")).startsWith("Expected at most 2000000 turns of runs, found more.");
    }
}
