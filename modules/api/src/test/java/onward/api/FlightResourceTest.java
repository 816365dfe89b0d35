package onward.api;

import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new version of an enabled automation over HTTP, and what becomes of runs on older ones. */
class FlightResourceTest {
    private static final UUID CONTACT = UUID.fromString("0199c1f0-0000-7000-8000-00000000ada0");
    private static final String NEXT = StoredRuns.STEPS.replace("\"1 day\"", "\"2 days\"");

    private NativeServer server;
    private StoredRuns runs;
    private String path;

    @BeforeEach
    void open() {
        server = new NativeServer();
        runs = new StoredRuns(server);
        path = "/automations/" + runs.automation;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void an_enabled_automation_gets_a_new_version_and_its_runs_stay() {
        UUID run = runs.resting(NOON, CONTACT);
        UUID before = runs.find(run).versionId();

        var reply = server.post(path + "/publications", "{\"version\":1," + NEXT + "}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("object", "publication")
                .containsEntry("version", 2L)
                .containsEntry("new_version", true)
                .containsEntry("dry_run", false);
        assertThat(runs.find(run).versionId()).isEqualTo(before);
        assertThat(server.get(path).body()).containsEntry("status", "enabled");
        assertThat(server.get(path + "/flight").items("steps"))
                .singleElement()
                .satisfies(step -> assertThat(step)
                        .containsEntry("version", 1L)
                        .containsEntry("newest", false)
                        .containsEntry("step_key", "pause")
                        .containsEntry("type", "delay")
                        .containsEntry("runs", 1L)
                        .containsEntry("do", "stay")
                        .containsEntry("moved", "enters"));
    }

    @Test
    void a_dry_run_tells_what_would_be_and_changes_nothing() {
        runs.resting(NOON, CONTACT);

        var reply = server.post(
                path + "/publications",
                "{\"dry_run\":true,\"flight\":{\"pause\":{\"do\":\"move\",\"to\":\"last\"}}," + NEXT + "}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body()).containsEntry("version", 2L).containsEntry("dry_run", true);
        assertThat(reply.body().get("flight").toString()).contains("do=move", "to=last", "moved=enters", "runs=1");
        assertThat(server.get(path + "/flight").items("steps").get(0)).containsEntry("newest", true);
    }

    @Test
    void runs_are_moved_with_who_and_why() {
        UUID run = runs.resting(Instant.now(), CONTACT);

        var reply = server.post(
                path + "/publications",
                "{\"reason\":\"longer\",\"flight\":{\"pause\":{\"do\":\"move\",\"to\":\"last\"}}," + NEXT + "}");

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertThat(reply.body().get("flight").toString()).contains("object=landing", "enters=1", "has_more=false");
        assertThat(runs.find(run).stepKey()).isEqualTo("last");
        var told = server.get(path + "/runs/" + run).items("interventions").get(0);
        assertThat(told).containsEntry("kind", "move").containsEntry("reason", "longer");
    }

    @Test
    void runs_are_cancelled_by_a_request_of_its_own() {
        UUID run = runs.resting(NOON, CONTACT);
        server.post(path + "/publications", "{" + NEXT + "}");

        var dry = server.post(path + "/flight", "{\"dry_run\":true,\"flight\":{\"pause\":{\"do\":\"cancel\"}}}");
        var reply = server.post(path + "/flight", "{\"flight\":{\"pause\":{\"do\":\"cancel\"}}}");

        assertThat(dry.items("steps").get(0)).containsEntry("do", "cancel");
        assertThat(reply.items("steps").get(0))
                .containsEntry("cancelled", 1L)
                .containsEntry("under_way", 0L)
                .containsEntry("to", null);
        assertThat(server.get(path + "/runs/" + run).body()).containsEntry("status", "cancelled");
    }

    @Test
    void the_same_definition_makes_no_version() {
        var reply = server.post(path + "/publications", "{" + StoredRuns.STEPS + "}");

        assertThat(reply.body()).containsEntry("version", 1L).containsEntry("new_version", false);
    }

    @Test
    void a_version_that_was_not_looked_at_is_a_conflict() {
        assertThat(server.post(path + "/publications", "{\"version\":7," + NEXT + "}")
                        .status())
                .isEqualTo(409);
        assertThat(server.get(path + "/flight").body()).containsEntry("version", 1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/flight | {} | Missing `flight`",
                "/flight | {\"flight\":7} | object with the keys of steps",
                "/flight | {\"flight\":{\"pause\":{\"do\":\"fly\"}}} | stay, move, cancel",
                "/flight | {\"flight\":{\"pause\":7}} | stay, move, cancel",
                "/flight | {\"flight\":{\"pause\":{\"do\":\"move\",\"to\":7}}} | the key of a step",
                "/flight | {\"flight\":{\"pause\":{\"do\":\"move\",\"to\":\"nowhere\"}}} | start, last, pause",
                "/flight | {\"flight\":{},\"dry_run\":1} | a boolean",
                "/publications | {\"steps\":[]} | connections",
                "/publications | {\"steps\":[],\"connections\":[]} | trigger",
            })
    void bad_input_is_said_in_words(String at, String body, String words) {
        var reply = server.post(path + at, body);

        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(422);
        assertThat(reply.text("message")).contains(words);
    }

    @Test
    void what_is_not_there_is_not_found() {
        String nowhere = "/automations/" + UUID.randomUUID();

        assertThat(server.get(nowhere + "/flight").status()).isEqualTo(404);
        assertThat(server.post(nowhere + "/flight", "{\"flight\":{}}").status()).isEqualTo(404);
        assertThat(server.post(nowhere + "/publications", "{" + NEXT + "}").status())
                .isEqualTo(404);
    }
}
