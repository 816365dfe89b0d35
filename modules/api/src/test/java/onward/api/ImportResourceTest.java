package onward.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onward.store.csv.CsvLimits;
import onward.store.table.Imports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are received whole or not at all; what becomes of their records is told by the importer's tests. */
class ImportResourceTest {
    private static final String PEOPLE = "email,first_name\r\nada@example.com,Ada\r\ngrace@example.com,Grace\r\n";
    private static final String UNKNOWN = "01900000-0000-7000-8000-00000000dead";
    private static NativeServer server;

    /** One row: a form that is refused, and how. */
    record Row(String title, String type, byte[] body, int status, String name) {
        @Override
        public String toString() {
            return title;
        }
    }

    @BeforeAll
    static void open() {
        server = new NativeServer();
        server.post("/contact-properties", "{\"key\":\"seats\",\"type\":\"number\"}");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static NativeServer.Reply send(String type, byte[] body) {
        var request =
                server.request("POST", "/contacts/imports", body).header("Authorization", "Bearer " + server.fullKey);
        return server.send(type == null ? request : request.header("Content-Type", type));
    }

    @Test
    void a_file_is_received_and_waits_for_its_turn() {
        String segment = server.post("/segments", "{\"name\":\"Imported\"}").text("id");

        var made = send(
                Form.TYPE,
                new Form()
                        .file(PEOPLE)
                        .field("column_map", "{\"email\":\"email\",\"properties\":{\"plan\":{\"column\":\"Plan\"}}}")
                        .field("on_conflict", "upsert")
                        .field("segments", "[{\"id\":\"" + segment + "\"}]")
                        .end());

        assertThat(made.raw().body()).contains("contact_import");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("object", "id").containsEntry("object", "contact_import");
        var read = server.get("/contacts/imports/" + made.text("id"));
        assertThat(read.body())
                .containsEntry("object", "contact_import")
                .containsEntry("status", "queued")
                .containsEntry("completed_at", null)
                .containsEntry(
                        "counts", Map.of("total", 2L, "created", 0L, "updated", 0L, "skipped", 0L, "failed", 0L));
        assertThat(server.get("/contacts/imports?status=queued").items("data"))
                .extracting(item -> item.get("id"))
                .contains(made.text("id"));
        assertThat(server.get("/contacts/imports?status=failed").items("data")).isEmpty();
        assertThat(server.get("/contact-properties").items("data"))
                .extracting(item -> item.get("key") + ":" + item.get("type"))
                .contains("plan:string");
    }

    @Test
    void a_file_of_many_chunks_is_kept_to_its_last_byte() {
        String line = "person%07d@example.com,\"A name, of some length and with \"\"quotes\"\"\"\r\n";
        StringBuilder csv = new StringBuilder("email,first_name\r\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append(String.format(line, i));
        }

        var made = send(Form.TYPE, new Form().file(csv.toString()).end());

        assertThat(made.status()).isEqualTo(201);
        assertThat(server.get("/contacts/imports/" + made.text("id")).body().get("counts"))
                .hasFieldOrPropertyWithValue("total", 20_000L);
        assertThat(stored(made.text("id"))).isEqualTo(csv.toString());
    }

    private static String stored(String id) {
        var ref = new Imports.Ref(onward.store.TestDatabase.PROJECT, java.util.UUID.fromString(id));
        StringBuilder text = new StringBuilder();
        boolean holdsEnd = false;
        for (int position = 0; !holdsEnd; position += 2) {
            var stretch = NativeServer.await(Imports.stretch(server.store.client(), ref, position));
            text.append(new String(stretch.bytes(), UTF_8));
            holdsEnd = stretch.holdsEnd();
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void a_bad_form_is_refused_and_nothing_is_kept(Row row) {
        int before = server.get("/contacts/imports?limit=100").items("data").size();

        var refused = send(row.type(), row.body());

        assertThat(refused.raw().body()).startsWith("{\"statusCode\":" + row.status() + ",\"message\":\"");
        assertThat(refused.text("name")).isEqualTo(row.name());
        assertThat(refused.status()).isEqualTo(row.status());
        assertThat(server.get("/contacts/imports?limit=100").items("data")).hasSize(before);
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("JSON", "application/json", "{}".getBytes(UTF_8), 415, "validation_error"));
        rows.add(new Row("no type", null, new Form().file(PEOPLE).end(), 415, "validation_error"));
        rows.add(new Row(
                "no boundary", "multipart/form-data", new Form().file(PEOPLE).end(), 415, "validation_error"));
        rows.add(new Row(
                "a form of a page",
                "application/x-www-form-urlencoded",
                "file=x".getBytes(UTF_8),
                415,
                "validation_error"));
        add(rows, "no file", new Form().field("on_conflict", "skip"), "missing_required_field");
        add(rows, "an empty file", new Form().file(""), "validation_error");
        add(rows, "a file of empty lines", new Form().file("\r\n\n\r\n"), "validation_error");
        add(rows, "two files", new Form().file(PEOPLE).file(PEOPLE), "validation_error");
        add(rows, "a file elsewhere", new Form().file("csv", PEOPLE.getBytes(UTF_8)), "validation_error");
        add(
                rows,
                "a quote that is not closed",
                new Form().file("email\n\"" + "x".repeat(CsvLimits.RECORD_BYTES_MAX)),
                "validation_error");
        with(rows, "on_conflict", "replace");
        with(rows, "on_conflict", "SKIP");
        with(rows, "column_map", "{");
        with(rows, "column_map", "[]");
        with(rows, "column_map", "{\"email\":7}");
        with(rows, "column_map", "{\"email\":\"\"}");
        with(rows, "column_map", "{\"first_name\":\"" + "x".repeat(256) + "\"}");
        with(rows, "column_map", "{\"properties\":[]}");
        with(rows, "column_map", "{\"properties\":{\"a b\":{\"column\":\"c\"}}}");
        with(rows, "column_map", "{\"properties\":{\"a\":\"c\"}}");
        with(rows, "column_map", "{\"properties\":{\"a\":{\"column\":\"c\",\"type\":\"date\"}}}");
        with(rows, "column_map", "{\"properties\":{\"seats\":{\"column\":\"c\",\"type\":\"string\"}}}");
        with(rows, "column_map", "{\"email\":\"a\",\"email\":\"b\"}");
        with(rows, "segments", "{}");
        with(rows, "segments", "[{\"id\":\"nope\"}]");
        with(rows, "segments", "[{\"id\":\"" + UNKNOWN + "\"}]");
        with(rows, "topics", "[{\"id\":\"" + UNKNOWN + "\",\"subscription\":\"opt_in\"}]");
        with(rows, "topics", "[{\"id\":\"" + UNKNOWN + "\",\"subscription\":\"maybe\"}]");
        with(rows, "topics", "[{\"subscription\":\"opt_in\"}]");
        with(rows, "column_map", "{\"email\":\"" + "x".repeat(20_000) + "\"}");
        rows.add(new Row(
                "column_map missing",
                Form.TYPE,
                new Form().field("column_map", "{}").end(),
                422,
                "missing_required_field"));
        return rows.stream();
    }

    private static void with(List<Row> rows, String field, String value) {
        String shown = value.length() > 80 ? value.substring(0, 80) : value;
        add(
                rows,
                field + " " + shown,
                new Form().file(PEOPLE).field(field, value),
                value.contains("[{\"subscription") ? "missing_required_field" : "validation_error");
    }

    private static void add(List<Row> rows, String title, Form form, String name) {
        rows.add(new Row(title, Form.TYPE, form.end(), 422, name));
    }

    @Test
    void an_unknown_import_is_not_found_and_a_bad_id_or_status_refused() {
        assertThat(server.get("/contacts/imports/" + UNKNOWN).text("message")).isEqualTo("Contact import not found");
        assertThat(server.get("/contacts/imports/nope").text("name")).isEqualTo("invalid_parameter");
        assertThat(server.get("/contacts/imports?status=receiving").text("name"))
                .isEqualTo("validation_error");
        assertThat(server.get("/contacts/imports?limit=0").text("name")).isEqualTo("validation_error");
        assertThat(server.get("/contacts/imports?after=" + UNKNOWN).text("name"))
                .isEqualTo("validation_error");
    }
}
