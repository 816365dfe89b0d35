package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import onward.flow.message.Links;
import onward.store.SecretBox;
import onward.store.TestDatabase;
import onward.store.json.JsonWriter;
import onward.store.table.Envelopes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the recipient of a mail that was sent directly can leave. */
class LeavingTest {
    private static final String HERE = "https://onward.example.com/unsubscribe/";
    private static final String OF_SENDER = "mailto:hi@example.com?subject=unsubscribe";
    private static NativeServer server;

    @BeforeAll
    static void open() {
        Links links = (project, envelope) -> HERE + envelope;
        server = new NativeServer(
                FaceSettings.defaults(),
                new Outside(SecretBox.fleeting(), url -> Optional.empty(), mail -> Optional.empty(), null, links));
        server.post(
                "/templates",
                "{\"name\":\"News\",\"alias\":\"news\",\"from\":\"hi@example.com\",\"subject\":\"News\","
                        + "\"html\":\"<a href=\\\"{{{RESEND_UNSUBSCRIBE_URL}}}\\\">Leave</a>\"}");
        server.post("/templates/news/publish", "");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /**
     * A mail and what becomes of it.
     *
     * @param more fields of the request
     * @param link whether its text leads here
     * @param header whether its headers do
     */
    record Sent(String name, Map<String, Object> more, boolean link, boolean header) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sent> mails() {
        var link = Map.<String, Object>of("html", "<a href=\"{{{RESEND_UNSUBSCRIBE_URL}}}\">Leave</a>");
        var template = Map.<String, Object>of("template", Map.of("id", "news"));
        return Stream.of(
                new Sent("a receipt", Map.of("text", "Thanks"), false, false),
                new Sent("html with the link", link, true, true),
                new Sent("text with the link", Map.of("text", "Leave: {{{UNSUBSCRIBE_URL}}}"), true, true),
                new Sent("a template with the link", template, true, true),
                new Sent(
                        "a mail to two", with(link, "to", List.of("ada@example.com", "bob@example.com")), false, false),
                new Sent("a mail with a copy", with(link, "bcc", "eve@example.com"), false, false));
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void a_mail_says_where_to_leave_where_there_is_something_to_leave(Sent mail) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("to", "ada@example.com"));
        if (!mail.more().containsKey("template")) {
            body.putAll(Map.of("from", "hi@example.com", "subject", "Hello"));
        }
        body.putAll(mail.more());

        UUID alone = sent("/emails", body);
        UUID inBatch = sent("/emails/batch", List.of(body));

        for (UUID id : List.of(alone, inBatch)) {
            var envelope = posted(id).envelope();
            String text = envelope.html() == null ? envelope.text() : envelope.html();
            assertThat(text.contains(HERE + id)).isEqualTo(mail.link());
            assertThat(text).doesNotContain("{{{");
            assertThat(envelope.headers())
                    .isEqualTo(
                            mail.header()
                                    ? Map.of(
                                            "List-Unsubscribe",
                                            "<" + HERE + id + ">",
                                            "List-Unsubscribe-Post",
                                            "List-Unsubscribe=One-Click")
                                    : Map.of());
        }
    }

    @Test
    void a_mail_of_a_topic_says_where_to_leave_it() {
        String topic = server.post("/topics", "{\"name\":\"News\",\"default_subscription\":\"opt_in\"}")
                .text("id");

        UUID id = sent("/emails", hello("topic_id", topic));

        assertThat(posted(id).envelope().headers()).containsEntry("List-Unsubscribe", "<" + HERE + id + ">");
    }

    @Test
    void a_sender_who_says_where_to_leave_is_taken_at_the_word() {
        UUID id = sent(
                "/emails",
                hello(
                        "text",
                        "{{{RESEND_UNSUBSCRIBE_URL}}}",
                        "headers",
                        Map.of("list-unsubscribe", "<https://a.example>")));

        assertThat(posted(id).envelope().headers()).isEqualTo(Map.of("list-unsubscribe", "<https://a.example>"));
        assertThat(posted(id).envelope().text()).isEqualTo(HERE + id);
    }

    @Test
    void a_link_of_a_mail_to_several_writes_to_the_sender() {
        UUID id = sent("/emails", hello("cc", "bob@example.com", "text", "{{{RESEND_UNSUBSCRIBE_URL}}}"));

        assertThat(posted(id).envelope().text()).isEqualTo(OF_SENDER);
    }

    private static Map<String, Object> hello(Object... more) {
        Map<String, Object> body = new LinkedHashMap<>(
                Map.of("from", "hi@example.com", "to", "ada@example.com", "subject", "Hello", "text", "Hello"));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static UUID sent(String path, Object body) {
        var reply = server.post(path, JsonWriter.write(body));
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        return UUID.fromString(
                reply.body().containsKey("data")
                        ? (String) reply.items("data").get(0).get("id")
                        : reply.text("id"));
    }

    private static Envelopes.Posted posted(UUID id) {
        return NativeServer.await(Envelopes.find(server.store.client(), TestDatabase.PROJECT, id))
                .orElseThrow();
    }
}
