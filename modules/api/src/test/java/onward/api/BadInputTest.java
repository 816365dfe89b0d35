package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to say something wrong that we could think of: a clear no in the flat shape, and nothing stored. */
class BadInputTest {
    private static final String UNKNOWN = "01900000-0000-7000-8000-00000000dead";
    private static final String TRIGGER = "{\"key\":\"start\",\"type\":\"trigger\",\"config\":{\"event_name\":\"e\"}}";
    private static NativeServer server;
    private static String stored;

    /** One row: what is sent and what has to come back. */
    record Row(
            String title,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            int status,
            String name) {
        @Override
        public String toString() {
            return title;
        }
    }

    @BeforeAll
    static void open() {
        server = new NativeServer().withIngest();
        stored = fingerprint();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void is_refused_and_nothing_is_stored(Row row) {
        server.ingested.clear();
        var request = server.request(row.method(), row.path(), row.body());
        row.headers()
                .forEach((name, value) -> request.header(
                        name,
                        value.replace("{full}", "Bearer " + server.fullKey)
                                .replace("{sending}", "Bearer " + server.sendingKey)));

        var reply = server.send(request);

        assertThat(reply.raw().body()).startsWith("{\"statusCode\":" + row.status() + ",\"message\":\"");
        assertThat(reply.text("name")).isEqualTo(row.name());
        assertThat(reply.status()).isEqualTo(row.status());
        assertThat(reply.text("message")).isNotBlank();
        assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(server.ingested).isEmpty();
        assertThat(fingerprint()).isEqualTo(stored);
    }

    private static String fingerprint() {
        return List.of(
                        "/automations",
                        "/events",
                        "/api-keys",
                        "/segments",
                        "/topics",
                        "/contacts",
                        "/emails",
                        "/suppressions")
                .stream()
                .map(server::get)
                .map(reply -> String.valueOf(reply.items("data").stream()
                        .map(item -> item.get("id") + "" + item.get("name"))
                        .toList()))
                .toList()
                .toString();
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        doors(rows);
        paths(rows);
        pages(rows);
        broken(rows);
        sends(rows);
        definitions(rows);
        automations(rows);
        keys(rows);
        segments(rows);
        topics(rows);
        contacts(rows);
        workflows(rows);
        mails(rows);
        sendings(rows);
        suppressions(rows);
        return rows.stream();
    }

    private static void doors(List<Row> rows) {
        add(rows, "GET", "/automations", Map.of(), "", 401, "missing_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", " "), "", 401, "missing_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", "Bearer"), "", 403, "invalid_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", "Bearer re_unknown"), "", 403, "invalid_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", "Bearer sk_other"), "", 403, "invalid_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", "Basic cmU6eA=="), "", 403, "invalid_api_key");
        add(rows, "GET", "/automations", Map.of("Authorization", "Bearer re_a re_b"), "", 403, "invalid_api_key");
        add(rows, "GET", "/automations", sending(), "", 401, "restricted_api_key");
        add(rows, "POST", "/events/send", sending(), event("e"), 401, "restricted_api_key");
        add(rows, "POST", "/api-keys", sending(), "{\"name\":\"more\"}", 401, "restricted_api_key");
        add(rows, "POST", "/automations", Map.of(), "{not even json", 401, "missing_api_key");
    }

    private static void paths(List<Row> rows) {
        full(rows, "GET", "/", "", 404, "not_found");
        full(rows, "GET", "/nothing/here", "", 404, "not_found");
        full(rows, "GET", "/automations/x/y/z", "", 404, "not_found");
        full(rows, "PUT", "/automations", "{}", 405, "method_not_allowed");
        full(rows, "DELETE", "/automations", "", 405, "method_not_allowed");
        full(rows, "DELETE", "/events/send/", "", 404, "not_found");
        full(rows, "GET", "/automations/" + UNKNOWN + "/stop", "", 405, "method_not_allowed");
        full(rows, "GET", "/automations/not-a-uuid", "", 422, "invalid_parameter");
        full(rows, "GET", "/automations/1-1-1-1-1", "", 422, "invalid_parameter");
        full(rows, "GET", "/automations/%00", "", 422, "invalid_parameter");
        full(rows, "GET", "/events/%00", "", 422, "invalid_parameter");
        full(rows, "GET", "/events/%ff%fe", "", 422, "invalid_parameter");
        full(rows, "GET", "/automations/" + UNKNOWN, "", 404, "not_found");
        full(rows, "PATCH", "/automations/nope", "{\"name\":\"n\"}", 422, "invalid_parameter");
        full(rows, "PATCH", "/automations/" + UNKNOWN, "{\"name\":\"n\"}", 404, "not_found");
        full(rows, "DELETE", "/automations/" + UNKNOWN, "", 404, "not_found");
        full(rows, "DELETE", "/automations/nope", "", 422, "invalid_parameter");
        full(rows, "POST", "/automations/" + UNKNOWN + "/duplicate", "", 404, "not_found");
        full(rows, "POST", "/automations/" + UNKNOWN + "/stop", "{}", 404, "not_found");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs", "", 404, "not_found");
        full(rows, "GET", "/automations/nope/runs", "", 422, "invalid_parameter");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs/nope", "", 422, "invalid_parameter");
        full(rows, "GET", "/events/unheard.of", "", 404, "not_found");
        full(rows, "DELETE", "/events/unheard.of", "", 404, "not_found");
    }

    private static void pages(List<Row> rows) {
        for (String query : List.of(
                "limit=0",
                "limit=101",
                "limit=x",
                "limit=-1",
                "limit=",
                "limit=1e1",
                "limit=99999999999",
                "after=x",
                "before=",
                "after=" + UNKNOWN,
                "before=" + UNKNOWN,
                "after=" + UNKNOWN + "&before=" + UNKNOWN)) {
            full(rows, "GET", "/automations?" + query, "", 422, "validation_error");
        }
        full(rows, "GET", "/events?limit=1000", "", 422, "validation_error");
        full(rows, "GET", "/api-keys?after=" + UNKNOWN, "", 422, "validation_error");
        full(rows, "GET", "/automations?status=paused", "", 422, "validation_error");
        full(rows, "GET", "/automations?status=%00", "", 422, "invalid_parameter");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs?status=sleeping", "", 422, "validation_error");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs?status=RUNNING", "", 422, "validation_error");
        full(rows, "GET", "/automations/" + UNKNOWN + "/runs?status=failed,", "", 422, "validation_error");
    }

    private static void broken(List<Row> rows) {
        for (String body : List.of(
                "{",
                "[]",
                "\"text\"",
                "null",
                "1",
                "{\"event\":\"e\",}",
                "{'event':'e'}",
                "{\"event\":\"e\"} {}",
                "// note\n{}",
                "{\"event\":NaN}",
                "{\"payload\":{\"n\":01}}",
                "{\"payload\":{\"n\":1e999999999}}",
                "{\"payload\":{\"n\":1e309}}",
                "{\"event\":\"a\",\"event\":\"b\"}",
                "{\"event\":\"a\\u0000b\"}",
                "{\"payload\":{\"a\\u0000\":1}}",
                "{\"event\":\"\\ud800\"}",
                "{\"payload\":{\"\\udc00x\":1}}",
                "{\"event\":\"tab\there\"}",
                "\uFEFF{}",
                "{\"n\":" + "9".repeat(101) + "}",
                "[".repeat(65) + "]".repeat(65),
                "{\"a\":" + "[".repeat(5000),
                keys(10_001),
                elements(100_001))) {
            full(rows, "POST", "/events/send", body, 422, "validation_error");
        }
        add(
                rows,
                "POST",
                "/events/send",
                full(),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                422,
                "validation_error");
        add(
                rows,
                "POST",
                "/events/send",
                full(),
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'},
                422,
                "validation_error");
        add(rows, "POST", "/events/send", full(), "{}".getBytes(StandardCharsets.UTF_16), 422, "validation_error");
        full(rows, "POST", "/events/send", event("e") + " ".repeat(1024 * 1024), 413, "validation_error");
        for (String type : List.of(
                "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "x", ";")) {
            add(rows, "POST", "/events/send", with("Content-Type", type), event("e"), 415, "validation_error");
        }
        add(rows, "POST", "/events/send", with("Content-Encoding", "gzip"), event("e"), 415, "validation_error");
    }

    private static void sends(List<Row> rows) {
        full(rows, "POST", "/events/send", "", 422, "missing_required_field");
        full(rows, "POST", "/events/send", "{}", 422, "missing_required_field");
        full(rows, "POST", "/events/send", "{\"event\":null,\"email\":\"a@b.c\"}", 422, "missing_required_field");
        for (String fields : List.of(
                "\"event\":\"\",\"email\":\"a@b.c\"",
                "\"event\":7,\"email\":\"a@b.c\"",
                "\"event\":\"" + "n".repeat(256) + "\",\"email\":\"a@b.c\"",
                "\"event\":\"resend:email.opened\",\"email\":\"a@b.c\"",
                "\"event\":\"e\"",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"contact_id\":\"" + UNKNOWN + "\"",
                "\"event\":\"e\",\"contact_id\":\"nope\"",
                "\"event\":\"e\",\"contact_id\":5",
                "\"event\":\"e\",\"email\":\"nope\"",
                "\"event\":\"e\",\"email\":\"a@b\\r\\nBcc: x@y.z\"",
                "\"event\":\"e\",\"email\":\"a b@c.d\"",
                "\"event\":\"e\",\"email\":\"Ada <a@b.c>\"",
                "\"event\":\"e\",\"email\":\"" + "a".repeat(251) + "@b.c\"",
                "\"event\":\"e\",\"email\":[\"a@b.c\"]",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"payload\":[]",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"payload\":\"{}\"",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"occurred_at\":\"yesterday\"",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"occurred_at\":\"2026-02-30T00:00:00Z\"",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"occurred_at\":\"0000-01-01T00:00:00Z\"",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"occurred_at\":17",
                "\"event\":\"e\",\"email\":\"a@b.c\",\"idempotency_key\":5")) {
            full(rows, "POST", "/events/send", "{" + fields + "}", 422, "validation_error");
        }
        full(
                rows,
                "POST",
                "/events/send",
                "{\"event\":\"e\",\"email\":\"a@b.c\",\"payload\":{\"x\":\"" + "é".repeat(33_000) + "\"}}",
                413,
                "validation_error");
        add(rows, "POST", "/events/send", with("Idempotency-Key", ""), event("e"), 400, "invalid_idempotency_key");
        add(
                rows,
                "POST",
                "/events/send",
                with("Idempotency-Key", "k".repeat(257)),
                event("e"),
                400,
                "invalid_idempotency_key");
        full(
                rows,
                "POST",
                "/events/send",
                "{\"event\":\"e\",\"email\":\"a@b.c\",\"idempotency_key\":\"\"}",
                400,
                "invalid_idempotency_key");
    }

    private static void definitions(List<Row> rows) {
        full(rows, "POST", "/events", event("e"), 422, "missing_required_field");
        for (String body : List.of(
                "{\"name\":\"\"}",
                "{\"name\":5}",
                "{\"name\":\"" + "n".repeat(256) + "\"}",
                "{\"name\":\"resend:mine\"}",
                "{\"name\":\"e\",\"schema\":[]}",
                "{\"name\":\"e\",\"schema\":\"x\"}",
                "{\"name\":\"e\",\"schema\":{\"a\":\"colour\"}}",
                "{\"name\":\"e\",\"schema\":{\"a\":1}}",
                "{\"name\":\"e\",\"schema\":{\"a\":{\"type\":\"string\"}}}")) {
            full(rows, "POST", "/events", body, 422, "validation_error");
        }
        full(rows, "PATCH", "/events/unheard.of", "{}", 422, "missing_required_field");
        full(rows, "PATCH", "/events/unheard.of", "{\"schema\":{\"a\":\"date\"}}", 404, "not_found");
        full(rows, "PATCH", "/events/unheard.of", "{\"schema\":{\"a\":\"colour\"}}", 422, "validation_error");
    }

    private static void automations(List<Row> rows) {
        for (String body : List.of(
                "{}",
                "{\"steps\":[],\"connections\":[]}",
                graph("\"name\":null", TRIGGER, ""),
                "{\"name\":\"n\"}",
                "{\"name\":\"n\",\"steps\":[" + TRIGGER + "]}",
                "{\"name\":\"n\",\"connections\":[]}")) {
            full(rows, "POST", "/automations", body, 422, "missing_required_field");
        }
        for (String body : List.of(
                graph("\"name\":\"\"", TRIGGER, ""),
                graph("\"name\":\"" + "n".repeat(256) + "\"", TRIGGER, ""),
                graph("\"name\":{}", TRIGGER, ""),
                graph("\"name\":\"n\",\"status\":\"paused\"", TRIGGER, ""),
                graph("\"name\":\"n\",\"status\":true", TRIGGER, ""),
                graph("\"name\":\"n\"", "", ""),
                graph("\"name\":\"n\"", "null", ""),
                graph("\"name\":\"n\"", "7", ""),
                graph("\"name\":\"n\"", "{}", ""),
                graph("\"name\":\"n\"", TRIGGER + "," + TRIGGER, ""),
                graph("\"name\":\"n\"", TRIGGER + ",{\"key\":\"x\",\"type\":\"teleport\",\"config\":{}}", ""),
                graph("\"name\":\"n\"", TRIGGER, "{\"from\":\"start\",\"to\":\"nowhere\"}"),
                graph("\"name\":\"n\"", TRIGGER, "{\"from\":\"start\",\"to\":\"start\"}"),
                graph("\"name\":\"n\"", TRIGGER, "7"),
                "{\"name\":\"n\",\"steps\":{},\"connections\":[]}",
                "{\"name\":\"n\",\"steps\":[" + TRIGGER + "],\"connections\":\"\"}",
                graph("\"name\":\"n\"", TRIGGER + "," + delay("soon"), connect()),
                graph("\"name\":\"n\"", TRIGGER + "," + delay("31 days"), connect()),
                graph("\"name\":\"n\"", TRIGGER + "," + delay("0 seconds"), connect()),
                graph("\"name\":\"n\",\"status\":\"enabled\"", TRIGGER + "," + delay("1 day"), ""),
                graph(
                        "\"name\":\"n\"",
                        TRIGGER + "," + delay("1 day"),
                        "{\"from\":\"start\",\"to\":\"pause\",\"type\":\"timeout\"}"),
                graph("\"name\":\"n\",\"entry\":\"twice\"", TRIGGER, ""),
                graph("\"name\":\"n\",\"entry\":7", TRIGGER, ""),
                graph("\"name\":\"n\",\"entry\":{\"mode\":\"once_per_window\"}", TRIGGER, ""),
                graph("\"name\":\"n\",\"entry\":{\"mode\":\"once\",\"key\":\"a b\"}", TRIGGER, ""),
                graph("\"name\":\"n\",\"exit\":{}", TRIGGER, ""),
                graph("\"name\":\"n\",\"exit\":\"never\"", TRIGGER, ""),
                graph("\"name\":\"n\",\"exit\":{\"events\":[7]}", TRIGGER, ""),
                graph("\"name\":\"n\",\"exit\":{\"rule\":{\"type\":\"odd\"}}", TRIGGER, ""),
                graph("\"name\":\"n\"", manySteps(151), ""))) {
            full(rows, "POST", "/automations", body, 422, "validation_error");
        }
        for (String body : List.of(
                "{}",
                "{\"steps\":[" + TRIGGER + "]}",
                "{\"connections\":[]}",
                "{\"steps\":[" + TRIGGER + "],\"entry\":null}",
                "{\"status\":\"on\"}",
                "{\"name\":\"\"}",
                "{\"name\":5}",
                "[]")) {
            full(rows, "PATCH", "/automations/" + UNKNOWN, body, 422, "validation_error");
        }
    }

    private static void keys(List<Row> rows) {
        full(rows, "POST", "/api-keys", "{}", 422, "missing_required_field");
        full(rows, "POST", "/api-keys", "{\"name\":\"" + "n".repeat(51) + "\"}", 422, "validation_error");
        full(rows, "POST", "/api-keys", "{\"name\":\"n\",\"permission\":\"root\"}", 422, "validation_error");
        full(rows, "PATCH", "/api-keys/nope", "{\"name\":\"n\"}", 422, "invalid_parameter");
        full(rows, "PATCH", "/api-keys/" + UNKNOWN, "{\"name\":\"n\"}", 404, "not_found");
        full(rows, "DELETE", "/api-keys/" + UNKNOWN, "", 404, "not_found");
        full(rows, "DELETE", "/api-keys/nope", "", 422, "invalid_parameter");
    }

    private static void segments(List<Row> rows) {
        for (String all : List.of("/segments", "/audiences")) {
            String one = all + "/" + UNKNOWN;
            full(rows, "POST", all, "", 422, "missing_required_field");
            full(rows, "POST", all, "{\"name\":null}", 422, "missing_required_field");
            full(rows, "PATCH", one, "{}", 422, "missing_required_field");
            for (String body :
                    List.of("{\"name\":\"\"}", "{\"name\":7}", "{\"name\":\"" + "n".repeat(256) + "\"}", "[]", "{")) {
                full(rows, "POST", all, body, 422, "validation_error");
                full(rows, "PATCH", one, body, 422, "validation_error");
            }
            full(rows, "PUT", all, "{}", 405, "method_not_allowed");
            full(rows, "PATCH", all + "/nope", "{\"name\":\"n\"}", 422, "invalid_parameter");
            full(rows, "PATCH", one, "{\"name\":\"n\"}", 404, "not_found");
            full(rows, "GET", one, "", 404, "not_found");
            full(rows, "GET", all + "/nope", "", 422, "invalid_parameter");
            full(rows, "DELETE", all + "/nope", "", 422, "invalid_parameter");
            full(rows, "GET", all + "/nope/contacts", "", 422, "invalid_parameter");
            full(rows, "GET", one + "/contacts", "", 404, "not_found");
            full(rows, "GET", all + "?limit=0", "", 422, "validation_error");
            full(rows, "GET", all + "?after=" + UNKNOWN, "", 422, "validation_error");
            add(rows, "POST", all, sending(), "{\"name\":\"n\"}", 401, "restricted_api_key");
        }
        String below = "/audiences/" + UNKNOWN + "/contacts";
        full(rows, "POST", below, "{\"email\":\"a@b.c\"}", 404, "not_found");
        full(rows, "POST", "/audiences/nope/contacts", "{\"email\":\"a@b.c\"}", 422, "invalid_parameter");
        full(rows, "DELETE", below + "/a@b.c", "", 404, "not_found");
    }

    private static void topics(List<Row> rows) {
        String name = "\"name\":\"n\"";
        String whole = name + ",\"default_subscription\":\"opt_in\"";
        for (String body : List.of("", "{}", "{" + name + "}", "{\"default_subscription\":\"opt_in\"}")) {
            full(rows, "POST", "/topics", body, 422, "missing_required_field");
        }
        for (String body : List.of(
                "{\"name\":\"\",\"default_subscription\":\"opt_in\"}",
                "{\"name\":[],\"default_subscription\":\"opt_in\"}",
                "{\"name\":\"" + "n".repeat(51) + "\",\"default_subscription\":\"opt_in\"}",
                "{" + name + ",\"default_subscription\":\"yes\"}",
                "{" + name + ",\"default_subscription\":true}",
                "{" + whole + ",\"description\":\"" + "d".repeat(201) + "\"}",
                "{" + whole + ",\"description\":7}",
                "{" + whole + ",\"visibility\":\"secret\"}")) {
            full(rows, "POST", "/topics", body, 422, "validation_error");
        }
        for (String body : List.of(
                "{\"name\":\"\"}",
                "{\"name\":\"" + "n".repeat(51) + "\"}",
                "{\"description\":\"" + "d".repeat(201) + "\"}",
                "{\"visibility\":\"secret\"}",
                "{\"default_subscription\":\"opt_in\"}",
                "[]")) {
            full(rows, "PATCH", "/topics/" + UNKNOWN, body, 422, "validation_error");
        }
        full(rows, "PATCH", "/topics/" + UNKNOWN, "{" + name + "}", 404, "not_found");
        full(rows, "PATCH", "/topics/nope", "{" + name + "}", 422, "invalid_parameter");
        full(rows, "GET", "/topics/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", "/topics/nope", "", 422, "invalid_parameter");
        full(rows, "DELETE", "/topics/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", "/topics?limit=101", "", 422, "validation_error");
        full(rows, "GET", "/topics?before=" + UNKNOWN, "", 422, "validation_error");
        add(rows, "GET", "/topics", sending(), "", 401, "restricted_api_key");
    }

    private static void contacts(List<Row> rows) {
        String one = "/contacts/" + UNKNOWN;
        full(rows, "GET", "/contacts?segment_id=nope", "", 422, "invalid_parameter");
        full(rows, "GET", "/contacts?segment_id=", "", 422, "invalid_parameter");
        full(rows, "GET", "/contacts?segment_id=" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", one + "/segments", "", 404, "not_found");
        full(rows, "GET", "/contacts/nope/segments", "", 422, "invalid_parameter");
        full(rows, "GET", one + "/segments?limit=0", "", 422, "validation_error");
        full(rows, "POST", one + "/segments", "", 405, "method_not_allowed");
        full(rows, "POST", one + "/segments/" + UNKNOWN, "", 404, "not_found");
        full(rows, "POST", one + "/segments/nope", "", 422, "invalid_parameter");
        full(rows, "DELETE", one + "/segments/nope", "", 422, "invalid_parameter");
        full(rows, "DELETE", one + "/segments/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", one + "/topics", "", 404, "not_found");
        full(rows, "GET", one + "/topics?after=x", "", 422, "validation_error");
        full(rows, "PATCH", "/contacts/nope/topics", "[]", 422, "invalid_parameter");
        for (String body : List.of("[]", "{\"topics\":[]}")) {
            full(rows, "PATCH", one + "/topics", body, 404, "not_found");
        }
        full(rows, "PATCH", one + "/topics", "", 422, "missing_required_field");
        full(rows, "PATCH", one + "/topics", "{}", 422, "missing_required_field");
        full(rows, "PATCH", one + "/topics", "[{}]", 422, "missing_required_field");
        for (String body : List.of(
                "7",
                "[7]",
                "[null]",
                "{\"topics\":{}}",
                "[{\"id\":\"nope\",\"subscription\":\"opt_in\"}]",
                "[{\"id\":\"" + UNKNOWN + "\",\"subscription\":\"maybe\"}]",
                "[" + "{},".repeat(100) + "{}]")) {
            full(rows, "PATCH", one + "/topics", body, 422, "validation_error");
        }
    }

    private static void workflows(List<Row> rows) {
        String one = "/workflows/" + UNKNOWN;
        full(rows, "POST", "/workflows", "{\"name\":\"n\"}", 422, "missing_required_field");
        full(rows, "POST", "/workflows", graph("\"name\":\"n\"", "{}", ""), 422, "validation_error");
        full(rows, "GET", "/workflows?status=paused", "", 422, "validation_error");
        full(rows, "GET", "/workflows?limit=101", "", 422, "validation_error");
        full(rows, "GET", one, "", 404, "not_found");
        full(rows, "GET", "/workflows/nope", "", 422, "invalid_parameter");
        full(rows, "PATCH", one, "{}", 422, "validation_error");
        full(rows, "PATCH", one, "{\"name\":\"n\"}", 404, "not_found");
        full(rows, "DELETE", one, "", 404, "not_found");
        full(rows, "GET", one + "/runs", "", 404, "not_found");
        full(rows, "GET", one + "/runs?status=sleeping", "", 422, "validation_error");
        full(rows, "GET", one + "/runs/nope", "", 422, "invalid_parameter");
        full(rows, "GET", one + "/runs/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", one + "/runs/" + UNKNOWN + "/steps", "", 404, "not_found");
        full(rows, "GET", one + "/runs/" + UNKNOWN + "/steps/%00", "", 422, "invalid_parameter");
        full(rows, "GET", one + "/runs/nope/steps/start", "", 422, "invalid_parameter");
    }

    private static void mails(List<Row> rows) {
        String path = "/emails/" + UNKNOWN + "/events";
        full(rows, "POST", path, "", 422, "missing_required_field");
        full(rows, "POST", path, "{\"type\":null}", 422, "missing_required_field");
        for (String body : List.of(
                "{\"type\":\"sent\"}",
                "{\"type\":\"\"}",
                "{\"type\":[]}",
                "{\"type\":\"opened\",\"occurred_at\":\"today\"}",
                "{\"type\":\"opened\",\"occurred_at\":17}",
                "{\"type\":\"opened\",\"detail\":[]}",
                "{\"type\":\"opened\",\"detail\":{\"run_id\":null}}",
                "[]")) {
            full(rows, "POST", path, body, 422, "validation_error");
        }
        full(
                rows,
                "POST",
                path,
                "{\"type\":\"opened\",\"detail\":{\"x\":\"" + "é".repeat(9_000) + "\"}}",
                413,
                "validation_error");
        full(rows, "POST", path, "{\"type\":\"opened\"}", 404, "not_found");
        full(rows, "POST", "/emails/nope/events", "{\"type\":\"opened\"}", 422, "invalid_parameter");
        full(rows, "GET", path, "", 405, "method_not_allowed");
        add(rows, "POST", path, sending(), "{\"type\":\"opened\"}", 401, "restricted_api_key");
        decisions(rows);
    }

    private static final String MAIL =
            "\"from\":\"a@b.example\",\"to\":\"c@d.example\",\"subject\":\"s\",\"text\":\"t\"";

    private static void sendings(List<Row> rows) {
        for (String body : List.of(
                "",
                "{}",
                "{\"to\":\"c@d.example\",\"subject\":\"s\",\"text\":\"t\"}",
                "{\"from\":\"a@b.example\",\"subject\":\"s\",\"text\":\"t\"}",
                "{\"from\":\"a@b.example\",\"to\":\"c@d.example\",\"text\":\"t\"}",
                "{\"from\":\"a@b.example\",\"to\":\"c@d.example\",\"subject\":\"s\"}",
                "{\"to\":\"c@d.example\",\"template\":{}}",
                "{" + MAIL + ",\"tags\":[{\"name\":\"n\"}]}")) {
            full(rows, "POST", "/emails", body, 422, "missing_required_field");
        }
        for (String from : List.of(
                "nobody",
                "a@b c",
                "a@b.example, c@d.example",
                "x\\r\\nBcc: e@f.example <a@b.example>",
                "a@b.example\\r\\n",
                "<a@b.example>x",
                "a@[127.0.0.1]")) {
            String body = "{\"from\":\"" + from + "\",\"to\":\"c@d.example\",\"subject\":\"s\",\"text\":\"t\"}";
            full(rows, "POST", "/emails", body, 422, "invalid_from_address");
        }
        for (String to : List.of(
                "\"\"",
                "\"postmaster\"",
                "\"a@b.example, c@d.example\"",
                "\"a@b.example>\\r\\nRCPT TO:<c@d.example\"",
                "\"\\\"x@y\\\"@z.example\"",
                "\"a@b c\"",
                "\"a@[127.0.0.1]\"",
                "\"" + "l".repeat(65) + "@b.example\"",
                "\"a@" + "d".repeat(320) + ".example\"",
                "\"a\\u0085@b.example\"",
                "\"A\\u2028B <a@b.example>\"",
                "[]",
                "[7]",
                "[null]",
                "{}",
                "true",
                "[\"a@b.example\"" + ",\"a@b.example\"".repeat(50) + "]")) {
            for (String field : List.of("to", "cc", "bcc", "reply_to")) {
                if (field.equals("to") || !to.equals("[]")) {
                    String body = "{"
                            + MAIL.replace(
                                    "\"to\":\"c@d.example\",", field.equals("to") ? "" : "\"to\":\"c@d.example\",")
                            + ",\"" + field + "\":" + to + "}";
                    full(rows, "POST", "/emails", body, 422, "validation_error");
                }
            }
        }
        for (String more : List.of(
                "\"subject\":\"a\\r\\nBcc: x@y.example\"",
                "\"subject\":\"a\\nb\"",
                "\"subject\":\"a\\u0085b\"",
                "\"subject\":\"" + "s".repeat(999) + "\"",
                "\"headers\":{\"X-A\":\"b\\r\\nX-C: d\"}",
                "\"headers\":{\"X-A\":\"x\\r\\n.\\r\\nMAIL FROM:<a@b>\"}",
                "\"headers\":{\"X A\":\"b\"}",
                "\"headers\":{\"X-A\\r\\nBcc\":\"b\"}",
                "\"headers\":{\"X:A\":\"b\"}",
                "\"headers\":{\"\":\"b\"}",
                "\"headers\":{\"X-A\":7}",
                "\"headers\":{\"X-A\":\"1\",\"x-a\":\"2\"}",
                "\"headers\":[]",
                "\"tags\":[{\"name\":\"a b\",\"value\":\"c\"}]",
                "\"tags\":[{\"name\":\"a\",\"value\":\"\\u00e9\"}]",
                "\"tags\":[{\"name\":\"" + "a".repeat(257) + "\",\"value\":\"c\"}]",
                "\"tags\":[{\"name\":\"a\",\"value\":\"b\"},{\"name\":\"a\",\"value\":\"c\"}]",
                "\"tags\":{}",
                "\"scheduled_at\":\"soon\"",
                "\"scheduled_at\":\"in 31 days\"",
                "\"scheduled_at\":17",
                "\"topic_id\":\"nope\"",
                "\"topic_id\":\"" + UNKNOWN + "\"",
                "\"template\":{\"id\":\"x\"}",
                "\"template\":\"x\"",
                "\"html\":7",
                "\"attachments\":{}",
                "\"attachments\":[7]")) {
            full(rows, "POST", "/emails", mail(more), 422, "validation_error");
        }
        for (String header : List.of(
                "Bcc",
                "to",
                "FROM",
                "Return-Path",
                "Received",
                "DKIM-Signature",
                "Message-ID",
                "Content-Type",
                "Date",
                "Resent-To",
                "X-Onward-Id")) {
            full(rows, "POST", "/emails", mail("\"headers\":{\"" + header + "\":\"x\"}"), 422, "validation_error");
        }
        for (String file : List.of(
                "{}",
                "{\"filename\":\"a.txt\"}",
                "{\"content\":\"%%%\"}",
                "{\"content\":\"aGk\\u0000\"".replace("\\u0000", "!") + "}",
                "{\"content\":\"aGk=\",\"path\":\"https://example.com/a\"}",
                "{\"content\":\"aGk=\",\"content_type\":\"text\"}",
                "{\"content\":\"aGk=\",\"content_type\":\"text/plain\\r\\nX: y\"}",
                "{\"content\":\"aGk=\",\"content_type\":\"multipart/mixed\"}",
                "{\"content\":\"aGk=\",\"content_id\":\"a>\\r\\nX: y\"}",
                "{\"content\":\"aGk=\",\"content_id\":\"" + "c".repeat(129) + "\"}",
                "{\"path\":\"file:///etc/passwd\"}")) {
            full(rows, "POST", "/emails", mail("\"attachments\":[" + file + "]"), 422, "invalid_attachment");
        }
        full(rows, "POST", "/emails", "{\"to\":\"c@d.example\",\"template\":{\"id\":\"nothing\"}}", 404, "not_found");
        for (String key : List.of("", "k".repeat(257))) {
            for (String path : List.of("/emails", "/emails/batch")) {
                String body = path.equals("/emails") ? "{" + MAIL + "}" : "[{" + MAIL + "}]";
                add(rows, "POST", path, with("Idempotency-Key", key), body, 400, "invalid_idempotency_key");
            }
        }
        for (String body :
                List.of("", "{}", "[]", "[7]", "7", "[{" + MAIL + "}" + (",{" + MAIL + "}").repeat(100) + "]")) {
            full(rows, "POST", "/emails/batch", body, 422, "validation_error");
        }
        full(rows, "POST", "/emails/batch", "[{" + MAIL + "},{}]", 422, "missing_required_field");
        full(
                rows,
                "POST",
                "/emails/batch",
                "[" + mail("\"attachments\":[{\"content\":\"aGk=\"}]") + "]",
                422,
                "invalid_attachment");
        add(
                rows,
                "POST",
                "/emails/batch",
                with("x-batch-validation", "lax"),
                "[{" + MAIL + "}]",
                422,
                "validation_error");
        String one = "/emails/" + UNKNOWN;
        full(rows, "PATCH", one, "{}", 422, "missing_required_field");
        full(rows, "PATCH", one, "{\"scheduled_at\":\"never\"}", 422, "validation_error");
        full(rows, "PATCH", one, "{\"scheduled_at\":\"in 1 min\"}", 404, "not_found");
        full(rows, "PATCH", "/emails/nope", "{\"scheduled_at\":\"in 1 min\"}", 422, "invalid_parameter");
        full(rows, "POST", one + "/cancel", "", 404, "not_found");
        full(rows, "POST", "/emails/nope/cancel", "", 422, "invalid_parameter");
        full(rows, "POST", one + "/share", "", 404, "not_found");
        full(rows, "POST", one + "/share", "{\"expires_in\":\"49h\"}", 422, "validation_error");
        full(rows, "POST", one + "/share", "{\"expires_in\":\"long\"}", 422, "validation_error");
        full(rows, "GET", one + "/attachments", "", 404, "not_found");
        full(rows, "GET", one + "/attachments?limit=0", "", 422, "validation_error");
        full(rows, "GET", "/emails/nope/attachments", "", 422, "invalid_parameter");
        full(rows, "GET", one + "/attachments/nope", "", 422, "invalid_parameter");
        full(rows, "GET", one + "/attachments/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", "/emails/batch", "", 422, "invalid_parameter");
        add(rows, "GET", "/emails", sending(), "", 401, "restricted_api_key");
        add(rows, "POST", one + "/cancel", sending(), "", 401, "restricted_api_key");
    }

    private static String mail(String more) {
        String field = more.substring(0, more.indexOf(':'));
        String rest = MAIL.replaceAll("," + field + ":\"[a-z]*\"", "");
        return "{" + rest + "," + more + "}";
    }

    private static void suppressions(List<Row> rows) {
        full(rows, "POST", "/suppressions", "{}", 422, "missing_required_field");
        full(rows, "POST", "/suppressions", "{\"email\":\"nobody\"}", 422, "validation_error");
        full(rows, "POST", "/suppressions", "{\"email\":[]}", 422, "validation_error");
        full(rows, "GET", "/suppressions?origin=dislike", "", 422, "validation_error");
        full(rows, "GET", "/suppressions?limit=0", "", 422, "validation_error");
        full(rows, "GET", "/suppressions?after=" + UNKNOWN, "", 422, "validation_error");
        full(rows, "GET", "/suppressions/nope", "", 422, "invalid_parameter");
        full(rows, "GET", "/suppressions/" + UNKNOWN, "", 404, "not_found");
        full(rows, "GET", "/suppressions/a@b.example", "", 404, "not_found");
        full(rows, "DELETE", "/suppressions/" + UNKNOWN, "", 404, "not_found");
        full(rows, "POST", "/suppressions/batch/add", "{}", 422, "missing_required_field");
        for (String body : List.of(
                "{\"emails\":[]}",
                "{\"emails\":[\"nobody\"]}",
                "{\"emails\":[7]}",
                "{\"emails\":[\"a@b.example\"" + ",\"a@b.example\"".repeat(100) + "]}")) {
            full(rows, "POST", "/suppressions/batch/add", body, 422, "validation_error");
            full(rows, "POST", "/suppressions/batch/remove", body, 422, "validation_error");
        }
        full(rows, "POST", "/suppressions/batch/remove", "{}", 422, "validation_error");
        full(rows, "POST", "/suppressions/batch/remove", "{\"ids\":[\"nope\"]}", 422, "validation_error");
        add(rows, "GET", "/suppressions", sending(), "", 401, "restricted_api_key");
    }

    private static void decisions(List<Row> rows) {
        String settle = "/emails/" + UNKNOWN + "/settle";
        full(rows, "POST", settle, "", 422, "missing_required_field");
        full(rows, "POST", settle, "{\"as\":null}", 422, "missing_required_field");
        for (String body : List.of("{\"as\":\"queued\"}", "{\"as\":\"Sent\"}", "{\"as\":[]}", "[]")) {
            full(rows, "POST", settle, body, 422, "validation_error");
        }
        full(rows, "POST", settle, "{\"as\":\"sent\"}", 404, "not_found");
        full(rows, "POST", "/emails/nope/settle", "{\"as\":\"sent\"}", 422, "invalid_parameter");
        full(rows, "GET", settle, "", 405, "method_not_allowed");
        add(rows, "POST", settle, sending(), "{\"as\":\"sent\"}", 401, "restricted_api_key");
        String resend = "/emails/" + UNKNOWN + "/resend";
        full(rows, "POST", resend, "", 404, "not_found");
        full(rows, "POST", "/emails/nope/resend", "", 422, "invalid_parameter");
        full(rows, "GET", resend, "", 405, "method_not_allowed");
        add(rows, "POST", resend, sending(), "", 401, "restricted_api_key");
    }

    private static Map<String, String> full() {
        return Map.of("Authorization", "{full}", "Content-Type", "application/json");
    }

    private static Map<String, String> sending() {
        return Map.of("Authorization", "{sending}", "Content-Type", "application/json");
    }

    private static Map<String, String> with(String header, String value) {
        return header.equals("Content-Type")
                ? Map.of("Authorization", "{full}", header, value)
                : Map.of("Authorization", "{full}", "Content-Type", "application/json", header, value);
    }

    private static String event(String name) {
        return "{\"event\":\"" + name + "\",\"email\":\"ada@example.com\"}";
    }

    private static String graph(String fields, String steps, String connections) {
        return "{" + fields + ",\"steps\":[" + steps + "],\"connections\":[" + connections + "]}";
    }

    private static String delay(String duration) {
        return "{\"key\":\"pause\",\"type\":\"delay\",\"config\":{\"duration\":\"" + duration + "\"}}";
    }

    private static String connect() {
        return "{\"from\":\"start\",\"to\":\"pause\"}";
    }

    private static String manySteps(int count) {
        StringBuilder steps = new StringBuilder(TRIGGER);
        for (int i = 1; i < count; i++) {
            steps.append(",{\"key\":\"s")
                    .append(i)
                    .append("\",\"type\":\"delay\",\"config\":{\"duration\":\"1 day\"}}");
        }
        return steps.toString();
    }

    private static String keys(int count) {
        StringBuilder body = new StringBuilder("{\"k\":1");
        for (int i = 1; i < count; i++) {
            body.append(",\"").append(i).append("\":1");
        }
        return body.append('}').toString();
    }

    private static String elements(int count) {
        return "{\"payload\":{\"x\":[" + "1,".repeat(count) + "1]}}";
    }

    private static void full(List<Row> rows, String method, String path, String body, int status, String name) {
        add(rows, method, path, full(), body, status, name);
    }

    private static void add(
            List<Row> rows,
            String method,
            String path,
            Map<String, String> headers,
            String body,
            int status,
            String name) {
        add(rows, method, path, headers, body.getBytes(StandardCharsets.UTF_8), status, name);
    }

    private static void add(
            List<Row> rows,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            int status,
            String name) {
        String shown = new String(body, StandardCharsets.UTF_8);
        String title = rows.size() + " " + method + " " + path + " " + shown.substring(0, Math.min(60, shown.length()));
        rows.add(new Row(title, method, path, headers, body, status, name));
    }
}
