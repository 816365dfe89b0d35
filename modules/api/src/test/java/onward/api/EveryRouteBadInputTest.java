package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.store.json.JsonReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every route refuses alike, tried on every route there is: no key, a broken body, a page that is none, an id
 * that is none. A route that is added is tried too. Each answer is a refusal in the flat shape, by a name that
 * released clients know, and never our own fault.
 */
class EveryRouteBadInputTest {
    private static final String ID = "01900000-0000-7000-8000-00000000dead";
    /** Errors by these names surface in every released client (contract/resend.md 2.6). */
    private static final Set<String> NAMES = names();

    private static final List<String> NO_PAGES = List.of(
            "limit=0",
            "limit=-1",
            "limit=101",
            "limit=abc",
            "limit=",
            "limit=1.9",
            "limit=4294967297",
            "limit=1&limit=100",
            "after=x",
            "before=",
            "after=" + ID.replace('d', 'g'),
            "after=" + ID,
            "before=" + "x".repeat(2_000),
            "after=" + ID + "&before=" + ID,
            "after=" + ID + "&after=" + ID);

    private static final List<String> NO_IDS = List.of(
            "nope",
            "1-1-1-1-1",
            "%7B" + ID + "%7D",
            "-".repeat(36),
            ID + "0",
            "%00",
            "%ff",
            "%27%20or%201=1",
            "x".repeat(2_000));

    private static final List<String> NO_JSON = List.of(
            "null",
            "\"x\"",
            "7",
            "{",
            "{}{}",
            "{} x",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{'name':'a'}",
            "{\"name\":\"a\",}",
            "// note\n{}",
            "{\"n\":NaN}",
            "{\"n\":Infinity}",
            "{\"n\":+1}",
            "{\"n\":01}",
            "{\"n\":1e999999999}",
            "{\"n\":" + "9".repeat(1_001) + "}",
            "[".repeat(65) + "]".repeat(65),
            "{\"a\":".repeat(100_000),
            "{\"name\":\"\\u0000\"}",
            "{\"\\u0000\":1}",
            "{\"name\":\"\\ud800\"}",
            "\uFEFF{}");

    private static NativeServer server;

    /** A request and what comes back; {@code name} null for any of those that clients know. */
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
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void is_refused_in_the_flat_shape(Row row) {
        var request = server.request(row.method(), row.path(), row.body());
        row.headers()
                .forEach((name, value) -> request.header(
                        name, value.replace("{full}", server.fullKey).replace("{sending}", server.sendingKey)));

        var reply = server.send(request);

        assertThat(reply.raw().body()).startsWith("{\"statusCode\":" + reply.status() + ",\"message\":\"");
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(row.status());
        assertThat(reply.text("name")).isIn(NAMES);
        assertThat(row.name() == null || row.name().equals(reply.text("name")))
                .as(reply.raw().body())
                .isTrue();
        assertThat(reply.text("message"))
                .isNotBlank()
                .doesNotContain("Exception", "onward.", "select ", "null pointer");
        assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("www-authenticate")).isEqualTo(row.status() == 401 ? "Bearer" : null);
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        OpenApiTest.operations().forEach((name, operation) -> {
            String method = name.substring(0, name.indexOf(' '));
            String path = name.substring(name.indexOf(' ') + 1);
            String known = path.replaceAll("\\{\\w+\\}", ID);
            doors(rows, method, known);
            if (String.valueOf(operation.get("parameters")).contains("parameters/limit") && !path.contains("{")) {
                NO_PAGES.forEach(query -> add(rows, method, known + "?" + query, "", 422, "validation_error"));
            }
            ids(rows, method, path);
            Map<?, ?> body = (Map<?, ?>) operation.get("requestBody");
            if (body != null && String.valueOf(body).contains("application/json")) {
                bodies(rows, method, known);
            }
        });
        return rows.stream();
    }

    /** Whose request it is comes before all that it says. */
    private static void doors(List<Row> rows, String method, String path) {
        door(rows, method, path, Map.of(), 401, "missing_api_key");
        door(rows, method, path, Map.of("Authorization", "Bearer"), 403, "invalid_api_key");
        door(rows, method, path, Map.of("Authorization", "Basic {full}"), 403, "invalid_api_key");
        if (path.startsWith("/automations")) { // More wrong keys would be too many for one address.
            door(rows, method, path, Map.of("Authorization", "Bearer {full}0"), 403, "invalid_api_key");
            door(rows, method, path, Map.of("Authorization", "Bearer re_" + "x".repeat(6_000)), 403, "invalid_api_key");
        }
        door(rows, method, path + "?api_key={full}", Map.of("Cookie", "api_key={full}"), 401, "missing_api_key");
        door(rows, method, path, Map.of("Authorization", "Bearer {full}, Bearer {full}"), 403, "invalid_api_key");
        door(
                rows,
                method,
                path,
                Map.of("Authorization", "Bearer {full}", "authorization", "Bearer {full}"),
                400,
                "validation_error");
    }

    private static void door(
            List<Row> rows, String method, String path, Map<String, String> headers, int status, String name) {
        String shown = String.valueOf(headers);
        rows.add(new Row(
                method + " " + path + " " + shown.substring(0, Math.min(60, shown.length())),
                method,
                path.replace("{full}", "re_none"),
                headers,
                new byte[0],
                status,
                name));
    }

    /** One parameter at a time is no id, the others are ids of nothing. */
    private static void ids(List<Row> rows, String method, String path) {
        var names = Pattern.compile("\\{(\\w+)\\}").matcher(path);
        while (names.find()) {
            String name = names.group(1);
            if (Set.of("eventId", "templateId", "stepId").contains(name)) {
                continue; // A name or an alias will do, so any text may be one.
            }
            for (String text : NO_IDS) {
                String tried = path.replace("{" + name + "}", text).replaceAll("\\{\\w+\\}", ID);
                String body = method.equals("PATCH") || method.equals("POST") ? "{\"name\":\"n\"}" : "";
                boolean isFirst = path.indexOf('{') == names.start();
                if (isFirst && !path.endsWith("imports")) {
                    add(rows, method, tried, body, 422, null);
                }
            }
        }
    }

    private static void bodies(List<Row> rows, String method, String path) {
        if (path.startsWith("/audiences/" + ID + "/contacts")) {
            return; // Below an audience that is not there nothing is read.
        }
        NO_JSON.forEach(body -> add(rows, method, path, body, 422, "validation_error"));
        rows.add(row(method, path, "latin1", Map.of("Content-Type", "application/json; charset=latin1"), "{}", 415));
        if (!path.equals("/inbound/notifications")) { // Amazon SNS sends its JSON as text.
            rows.add(row(method, path, "text", Map.of("Content-Type", "text/plain"), "{}", 415));
        }
        rows.add(row(method, path, "form", Map.of("Content-Type", "multipart/form-data"), "{}", 415));
        rows.add(row(
                method,
                path,
                "gzip",
                Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"),
                "{}",
                415));
        rows.add(new Row(
                method + " " + path + " no UTF-8",
                method,
                path,
                json(),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                422,
                "validation_error"));
        rows.add(new Row(
                method + " " + path + " UTF-16",
                method,
                path,
                json(),
                "{}".getBytes(StandardCharsets.UTF_16),
                422,
                "validation_error"));
        if (!path.equals("/contacts")) {
            return; // What is large is slow to send, and read by the same reader everywhere.
        }
        rows.add(row(
                method,
                path,
                "too large",
                Map.of("Content-Type", "application/json"),
                " ".repeat(BodyReader.BODY_BYTES_MAX + 1),
                413));
    }

    private static Row row(
            String method, String path, String what, Map<String, String> headers, String body, int status) {
        var all = new HashMap<>(headers);
        all.put("Authorization", "Bearer {full}");
        return new Row(
                method + " " + path + " " + what,
                method,
                path,
                all,
                body.getBytes(StandardCharsets.UTF_8),
                status,
                "validation_error");
    }

    private static Map<String, String> json() {
        return Map.of("Authorization", "Bearer {full}", "Content-Type", "application/json");
    }

    private static void add(List<Row> rows, String method, String path, String body, int status, String name) {
        String title = method + " " + path + " " + body;
        rows.add(new Row(
                title.substring(0, Math.min(160, title.length())),
                method,
                path,
                json(),
                body.getBytes(StandardCharsets.UTF_8),
                status,
                name));
    }

    private static Set<String> names() {
        Map<?, ?> document = (Map<?, ?>) JsonReader.read(OpenApi.document());
        Map<?, ?> components = (Map<?, ?>) document.get("components");
        Map<?, ?> refusal = (Map<?, ?>) ((Map<?, ?>) components.get("schemas")).get("Refusal");
        Map<?, ?> name = (Map<?, ?>) ((Map<?, ?>) refusal.get("properties")).get("name");
        return ((List<?>) name.get("enum")).stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
