package onward.app.rehearse;

import static onward.app.rehearse.Commanded.rehearse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onward.app.config.BadConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearseCommandTest {
    private static final String START =
            "{\"key\": \"start\", \"type\": \"trigger\", \"config\": {\"event_name\": \"order.completed\"}}";
    private static final String MAIL =
            "{\"key\": \"thanks\", \"type\": \"send_email\", \"config\": {\"template\": {\"id\": \"thanks\"}}}";
    private static final String WAIT =
            "{\"key\": \"again\", \"type\": \"wait_for_event\", \"config\": {\"event_name\": \"order.completed\","
                    + " \"timeout\": \"14 days\"}}";

    @TempDir
    Path folder;

    private String thanks;
    private String patient;
    private String events;

    @BeforeEach
    void write() throws IOException {
        thanks = file(
                "thanks.json",
                "{\"name\": \"Thanks\", \"steps\": [" + START + ", " + MAIL + "],"
                        + " \"connections\": [{\"from\": \"start\", \"to\": \"thanks\"}]}");
        patient = file(
                "patient.json",
                "{\"name\": \"Patient\", \"status\": \"enabled\", \"steps\": [" + START + ", " + WAIT + ", " + MAIL
                        + "],"
                        + " \"connections\": [{\"from\": \"start\", \"to\": \"again\"},"
                        + " {\"from\": \"again\", \"to\": \"thanks\", \"type\": \"timeout\"}]}");
        events = file(
                "events.ndjson",
                line("order.completed", "ada@example.com", "2026-10-01T12:00:00Z"),
                line("page.seen", "ada@example.com", "2026-10-01T12:00:01Z"),
                line("order.completed", "ada@example.com", "2026-10-03T12:00:00+02:00"),
                "",
                line("order.completed", "bob@example.com", "2026-10-02T12:00:00Z"));
    }

    private String file(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines) + "\n");
        return file.toString();
    }

    private static String line(String event, String email, String at) {
        return "{\"event\":\"" + event + "\",\"email\":\"" + email + "\",\"occurred_at\":\"" + at + "\",\"id\":7}";
    }

    @Test
    void a_page_tells_each_step_and_what_it_comes_to() {
        var told = rehearse(patient, events);

        assertThat(told.code()).isZero();
        assertThat(told.err()).isEmpty();
        assertThat(told.out().lines().toList().get(1))
                .startsWith("rehearsed over 4 events, 2026-10-01T12:00:00Z to 2026-10-03T10:00:00Z, in ");
        assertThat(told.out()).contains("""
                        step    type            completed  branches
                        start   trigger                 3  default 3
                        again   wait_for_event          3  event_received 1, timeout 2
                        thanks  send_email              2  default 2

                        runs       3 of 2 people
                        ended      completed 3
                        mails      2 to 2 people
                        worst hit  ada@example.com 1, bob@example.com 1

                        Assumed: Every template of a send_email is published""");
    }

    @Test
    void as_json_it_is_one_object() {
        var told = rehearse(patient, events, "--json");

        assertThat(told.out().lines()).hasSize(1);
        var report = told.json();
        assertThat(report.fieldNames())
                .containsExactly(
                        "runs",
                        "run_status",
                        "steps",
                        "branches",
                        "mails",
                        "people",
                        "people_mailed",
                        "worst",
                        "refused",
                        "joined",
                        "assumptions",
                        "events",
                        "seconds");
        assertThat(report.getLong("runs")).isEqualTo(3);
        assertThat(report.getJsonObject("run_status").getMap()).isEqualTo(Map.of("completed", 3));
        assertThat(report.getJsonObject("steps").getJsonObject("again").getMap())
                .isEqualTo(Map.of("completed", 3));
        assertThat(report.getJsonObject("branches").getJsonObject("again").getMap())
                .isEqualTo(Map.of("event_received", 1, "timeout", 2));
        assertThat(report.getJsonObject("worst").getMap()).isEqualTo(Map.of("email", "ada@example.com", "mails", 1));
        assertThat(report.getJsonObject("events").getMap())
                .isEqualTo(Map.of(
                        "read", 4,
                        "concerned", 3,
                        "duplicates", 0,
                        "first", "2026-10-01T12:00:00Z",
                        "last", "2026-10-03T10:00:00Z"));
    }

    @Test
    void another_version_is_rehearsed_too_and_the_difference_told() {
        var json = rehearse(thanks, events, "--against", patient, "--json").json();
        var page = rehearse(thanks, events, "--against=" + patient);

        assertThat(json.getLong("mails")).isEqualTo(3);
        assertThat(json.getJsonObject("against").getLong("mails")).isEqualTo(2);
        assertThat(json.getJsonObject("difference").getLong("mails")).isEqualTo(1);
        assertThat(json.getJsonObject("difference").getJsonObject("steps").getMap())
                .isEqualTo(Map.of("again", Map.of("completed", -3), "thanks", Map.of("completed", 1)));
        assertThat(page.out().replaceAll(" +", " ").lines())
                .contains("Against Patient", "difference now against more")
                .contains("steps thanks completed 3 2 +1", "mails 3 2 +1", "people_with_more_mails +1");
    }

    @Test
    void the_same_version_makes_no_difference() {
        assertThat(rehearse(thanks, events, "--against", thanks).out()).endsWith("No difference.\n");
    }

    @Test
    void expectations_that_are_met_end_well() throws IOException {
        String expect = file(
                "expect.json",
                "{\"expect\": {\"thanks\": {\"completed\": 2, \"failed\": 0}}, \"run_status\": {\"completed\": 3},",
                " \"branches\": {\"again\": {\"timeout\": {\"min\": 1, \"max\": 2}}}, \"mails\": {\"max\": 2},",
                " \"worst\": {\"mails\": {\"min\": 1}}}");

        var told = rehearse(patient, events, "--expect", expect);

        assertThat(told.code()).isZero();
        assertThat(told.err()).isEqualTo("6 of 6 expectations of " + expect + " met.\n");
    }

    @Test
    void every_expectation_that_is_not_met_is_told_and_ends_in_1() throws IOException {
        String expect = file(
                "expect.json",
                "{\"expect\": {\"thanks\": {\"completed\": 120}, \"gone\": {\"completed\": 1}},",
                " \"mails\": {\"max\": 1}, \"people\": 2, \"worst\": {\"mails\": {\"min\": 2, \"max\": 3}}}");

        var told = rehearse(patient, events, "--expect", expect);
        var json = rehearse(patient, events, "--expect", expect, "--json");

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err().lines())
                .containsExactly(
                        "steps.thanks.completed: expected 120, found 2.",
                        "steps.gone.completed: expected 1, found no step gone.",
                        "mails: expected at most 1, found 2.",
                        "worst.mails: expected 2 to 3, found 1.",
                        "1 of 5 expectations of " + expect + " met.");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().getJsonArray("mismatches")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|expected at least one count, found none.",
                "[]|expected a JSON object, found another value.",
                "{\"mail\": 1}|found mail.",
                "{\"mails\": \"1\"}|mails: expected a whole number, or",
                "{\"mails\": {\"most\": 1}}|mails: expected a whole number, or",
                "{\"expect\": 1}|steps: expected an object of counts, found a number.",
                "{\"expect\": {\"thanks\": {\"complete\": 1}}}|steps.thanks: expected one of completed, failed",
                "{\"run_status\": {\"done\": 1}}|run_status: expected one of cancelled, completed, failed, running",
                "{\"mails\": }|expect.json: ",
            })
    void what_is_no_expectation_is_refused(String text, String message) throws IOException {
        String expect = file("expect.json", text);

        refused(message, patient, events, "--expect", expect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|, at character ",
                "[]|expected a JSON object, found another value",
                "{\"email\":\"ada@example.com\",\"occurred_at\":\"2026-10-01T12:00:00Z\"}"
                        + "|expected a name of 1 to 255 characters in `event`, found nothing.",
                "{\"event\":\"a\",\"occurred_at\":\"2026-10-01T12:00:00Z\"}"
                        + "|expected exactly one of `email` and `contact_id`, found neither.",
                "{\"event\":\"a\",\"email\":\"ada\",\"occurred_at\":\"2026-10-01T12:00:00Z\"}"
                        + "|expected an address like ada@example.com in `email`, found \"ada\".",
                "{\"event\":\"a\",\"contact_id\":\"7\",\"occurred_at\":\"2026-10-01T12:00:00Z\"}"
                        + "|expected a UUID in `contact_id`, found \"7\".",
                "{\"event\":\"a\",\"email\":\"ada@example.com\"}"
                        + "|expected an instant like 2026-10-01T12:00:00Z in `occurred_at`, found nothing.",
                "{\"event\":\"a\",\"email\":\"ada@example.com\",\"occurred_at\":\"yesterday\"}"
                        + "|in `occurred_at`, found \"yesterday\".",
                "{\"event\":\"a\",\"email\":\"ada@example.com\",\"occurred_at\":\"2026-10-01T12:00:00Z\",\"payload\":[]}"
                        + "|expected an object in `payload`, found a list.",
            })
    void a_line_that_is_no_event_is_named(String text, String message) throws IOException {
        String bad = file("bad.ndjson", line("a", "ada@example.com", "2026-10-01T12:00:00Z"), text);

        refused(bad + ", line 2: ", thanks, bad);
        refused(message, thanks, bad);
    }

    @Test
    void many_bad_lines_are_counted() throws IOException {
        String bad = file("bad.ndjson", "1", "2", "3", "4", "5", "6", "7");

        refused("bad.ndjson: and 2 lines more.", thanks, bad);
    }

    @Test
    void a_line_without_an_end_is_refused() throws IOException {
        String bad = file("bad.ndjson", "{\"event\":\"" + "a".repeat(LineReader.LINE_CHARS_MAX) + "\"}");

        refused("line 1: expected at most 1048576 characters, found more.", thanks, bad);
    }

    @Test
    void a_file_that_breaks_off_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(Recorded.sample());
        Path cut = folder.resolve("cut.ndjson.gz");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        refused("expected a file that can be read to its end, found behind line ", thanks, cut.toString());
    }

    @Test
    void what_is_wrong_with_an_automation_is_told_at_once() throws IOException {
        String bad = file(
                "bad.json",
                "{\"steps\": [" + START
                        + ", {\"key\": \"pause\", \"type\": \"delay\", \"config\": {\"duration\": \"soon\"}}],",
                " \"connections\": [{\"from\": \"start\", \"to\": \"nowhere\"}]}");

        refused("bad.json: steps[1].config.duration: Expected a duration", bad, events);
        refused("bad.json: connections[0].to: ", bad, events);
    }

    @Test
    void the_command_line_is_checked_whole() {
        refused("Expected two files, AUTOMATION.json and EVENTS.ndjson, found [" + thanks + "].", thanks, "--json");
        refused("Expected a file that can be read, found " + folder + ".", folder.toString(), events);
        refused("Expected one of --against, --expect, --at, --json; found --xpect.", thanks, events, "--xpect", "a");
        refused("--at: expected FIRST..LAST like", thanks, events, "--at", "2026");
        refused("--at: expected FIRST..LAST like", thanks, events, "--at", "2026-02-01..2026-01-01");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01..2026-10-01, 1",
        "2026-10-02.., 2",
        "..2026-10-02, 2",
        "2026-10-02T12:00:00Z..2026-10-02T12:00:00Z, 1",
        "..2026-09-30, 0",
        ".., 3",
    })
    void a_part_of_the_time_can_be_rehearsed(String span, long runs) {
        assertThat(rehearse(thanks, events, "--at", span, "--json").json().getLong("runs"))
                .isEqualTo(runs);
    }

    @Test
    void a_repeated_idempotency_key_counts_once() throws IOException {
        String twice = file(
                "twice.ndjson",
                "{\"event\":\"order.completed\",\"email\":\"ada@example.com\",\"occurred_at\":\"2026-10-01T12:00:00Z\","
                        + "\"idempotency_key\":\"order-1\"}",
                "{\"event\":\"order.completed\",\"email\":\"ada@example.com\",\"occurred_at\":\"2026-10-01T13:00:00Z\","
                        + "\"idempotency_key\":\"order-1\"}");

        var report = rehearse(thanks, twice, "--json").json();

        assertThat(report.getLong("runs")).isEqualTo(1);
        assertThat(report.getJsonObject("events").getLong("duplicates")).isEqualTo(1);
    }

    @Test
    void the_sample_is_read_compressed() {
        var report = rehearse(thanks, Recorded.sample().toString(), "--json").json();

        assertThat(report.getJsonObject("events").getLong("read")).isEqualTo(424);
    }

    @Test
    void the_help_teaches_with_examples() {
        assertThat(RehearseCommand.HELP.lines()).allMatch(line -> line.length() <= 120);
        assertThat(RehearseCommand.HELP)
                .contains("Examples")
                .contains("--against")
                .contains("--expect");
    }

    private static void refused(String message, String... args) {
        assertThatThrownBy(() -> RehearseCommand.run(List.of(args), System.out, System.err))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining(message);
    }
}
