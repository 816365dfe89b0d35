package onward.flow.step;

import static onward.flow.Sample.map;
import static onward.flow.Sample.paths;
import static onward.flow.Sample.read;
import static onward.flow.Sample.var;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestConfigTest {

    private static Map<String, Object> with(Object... more) {
        Map<String, Object> config = map("url", "https://a.com/x");
        config.putAll(map(more));
        return config;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com/",
                "HTTPS://Example.com/x",
                "http://example.com:8080/a/b?c=d&e=%20f",
                "http://127.0.0.1:1/",
                "http://[::1]:65535/",
                "http://localhost/hook",
                "https://example.com/ä?q=ü",
                "https://example.com/{{{event.id}}}",
                "https://example.com/{{{ event.id | none }}}?q={{{contact.email}}}",
                "https://example.com/{{{wait_events.paid.id}}}/{{{steps.ask.body.id}}}",
                "https://example.com/?a={{{event.a}}}{{{event.b}}}",
            })
    void an_http_url_with_or_without_placeholders_is_read(String url) {
        assertThat(read(HttpRequest.TYPE, map("url", url)).config()).containsEntry("url", url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.com",
                "/hook",
                "//example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http:example.com",
                "http://",
                "http:///x",
                "https://ada@example.com/",
                "https://ada:secret@example.com/",
                "https://@example.com/",
                "https://example.com/#top",
                "https://example.com#",
                "https://example.com/a b",
                "https://example.com/\n/",
                "https://exa mple.com/",
                "https://example.com\\@evil.com/",
                "https://example.com/%zz",
                "https://example.com/{id}",
                "https://example.com/{{event.id}}",
                "https://example.com/{{{event id}}}",
                "https://example.com:65536/",
                "https://example.com:99999999999/",
                "https://my_host/",
                "https://exämple.com/",
                "{{{event.url}}}",
                "https://example.com/#{{{event.id}}}",
                "https://{{{event.user}}}@example.com/",
                "https://example.com/{{{order_id}}}",
                "https://example.com/{{{order.id}}}",
                "https://example.com/{{{event}}}",
                "https://example.com/{{{order_id|none}}}",
            })
    void another_url_is_refused(String url) {
        assertThat(paths(HttpRequest.TYPE.read(map("url", url), "config"))).containsExactly("config.url");
    }

    @Test
    void a_url_may_be_two_thousand_characters_long() {
        String url = "https://example.com/" + "x".repeat(1_980);

        assertThat(HttpRequest.TYPE.read(map("url", url), "").isOk()).isTrue();
        assertThat(HttpRequest.TYPE.read(map("url", url + "x"), "").isOk()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, true",
        "X-Api-Key, true",
        "content-type, true",
        "x_y.z~!#$%&*+^`|, true",
        "Host, false",
        "HOST, false",
        "Content-Length, false",
        "Transfer-Encoding, false",
        "Connection, false",
        "Upgrade, false",
        "TE, false",
        "Trailer, false",
        "Expect, false",
        "Keep-Alive, false",
        "Proxy-Connection, false",
        "Proxy-Authorization, false",
        "Idempotency-Key, false",
        "X Y, false",
        "X:Y, false",
        "'', false",
        "Ü, false",
    })
    void a_header_is_one_that_a_request_may_set(String name, boolean isOk) {
        var read = HttpRequest.TYPE.read(with("headers", map(name, "v")), "config");

        assertThat(read.isOk()).isEqualTo(isOk);
        assertThat(read.problems())
                .allSatisfy(problem -> assertThat(problem.path()).startsWith("config.headers"));
    }

    private static Object nested(int depth) {
        Object value = "x";
        for (int i = 1; i < depth; i++) {
            value = i % 2 == 0 ? List.of(value) : map("a", value);
        }
        return value;
    }

    private static Map<String, Object> headers(int count) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("X-" + i, "v");
        }
        return headers;
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(map(), List.of("url")),
                arguments(map("url", 5L), List.of("url")),
                arguments(map("url", var("event.url")), List.of("url")),
                arguments(with("method", "BREW"), List.of("method")),
                arguments(with("method", "HEAD"), List.of("method")),
                arguments(with("method", 5L), List.of("method")),
                arguments(with("method", List.of("GET")), List.of("method")),
                arguments(with("headers", "X-A: b"), List.of("headers")),
                arguments(with("headers", headers(51)), List.of("headers")),
                arguments(with("headers", map("X-A", "a\r\nX-B: b")), List.of("headers.X-A")),
                arguments(with("headers", map("X-A", " ")), List.of("headers.X-A")),
                arguments(with("headers", map("X-A", List.of("b"))), List.of("headers.X-A")),
                arguments(with("headers", map("X-A", "x".repeat(999))), List.of("headers.X-A")),
                arguments(with("headers", map("X-A", var("token"))), List.of("headers.X-A.var")),
                arguments(with("body", nested(11)), List.of("body")),
                arguments(with("body", nested(5_000)), List.of("body")),
                arguments(with("body", var("order")), List.of("body.var")),
                arguments(with("body", map("a", List.of(map("b", var("order"))))), List.of("body.var")),
                arguments(with("timeout", "31 seconds"), List.of("timeout")),
                arguments(with("timeout", 0L), List.of("timeout")),
                arguments(with("attempts", 0L), List.of("attempts")),
                arguments(with("attempts", 11L), List.of("attempts")),
                arguments(with("attempts", 1.5), List.of("attempts")),
                arguments(with("attempts", "3"), List.of("attempts")),
                arguments(
                        map(
                                "url",
                                "ftp://a.com",
                                "method",
                                "BREW",
                                "headers",
                                map("Host", "a", "X-A", var("b")),
                                "body",
                                var("c"),
                                "timeout",
                                "soon",
                                "attempts",
                                -1L),
                        List.of(
                                "body.var",
                                "method",
                                "timeout",
                                "attempts",
                                "url",
                                "headers.Host",
                                "headers.X-A.var")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_config_is_refused_with_every_problem_at_its_place(Object config, List<String> places) {
        assertThat(paths(HttpRequest.TYPE.read(config, "config")))
                .containsExactlyElementsOf(
                        places.stream().map(place -> "config." + place).toList());
    }

    @Test
    void the_method_follows_the_body_unless_it_is_given() {
        assertThat(read(HttpRequest.TYPE, with()).config()).containsEntry("method", "GET");
        assertThat(read(HttpRequest.TYPE, with("body", false)).config()).containsEntry("method", "POST");
        assertThat(read(HttpRequest.TYPE, with("body", nested(10))).config()).containsEntry("method", "POST");
        assertThat(read(HttpRequest.TYPE, with("body", List.of(), "method", "put"))
                        .config())
                .containsEntry("method", "PUT");
    }

    @Test
    void a_whole_config_is_told_again() {
        var given = map(
                "method",
                "PATCH",
                "url",
                "https://a.com/{{{event.id}}}",
                "headers",
                map("X-A", "b", "Authorization", var("event.token")),
                "body",
                map("a", List.of(1L, var("event.b"), map("c", null))),
                "timeout",
                "2 seconds",
                "attempts",
                10L);

        var step = (HttpRequest) read(HttpRequest.TYPE, given);

        assertThat(step.config()).isEqualTo(given);
        assertThat(read(HttpRequest.TYPE, step.config())).isEqualTo(step);
        assertThat(step.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(step.branches()).containsExactly("default", "failed");
        assertThat(step.needsPast()).isTrue();
    }

    @Test
    void a_timeout_that_is_too_long_says_how_long_it_may_be() {
        assertThat(HttpRequest.TYPE
                        .read(with("timeout", "1 minute"), "")
                        .problems()
                        .get(0)
                        .message())
                .contains("at most 30 seconds");
    }
}
