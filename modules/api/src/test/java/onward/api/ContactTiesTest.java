package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onward.api.RunningFace.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which segments contacts are in and which topics they take, by sub-resources and when a contact is made. */
class ContactTiesTest {
    private static final String UNKNOWN = "0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11";
    private static RunningFace face;
    private static String ada;
    private static int made;
    private static String email;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
        ada = face.post("/contacts", Map.of("email", "ada@example.com")).text("id");
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_contact_joins_and_leaves_segments_by_id_or_address() throws Exception {
        String contact = contact();
        String beta = segment();
        String vip = segment();

        Reply joined = face.post("/contacts/" + contact + "/segments/" + beta, null);
        Reply again = face.post("/contacts/" + email + "/segments/" + beta, Map.of());
        face.post("/contacts/" + email + "/segments/" + vip, null);

        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.body())
                .isEqualTo(Map.of("object", "contact_segment", "id", beta, "contact_id", contact, "segment_id", beta));
        assertThat(again).isEqualTo(joined);
        Reply list = face.get("/contacts/" + contact + "/segments");
        assertThat(ids(list)).containsExactly(vip, beta);
        assertThat(list.data().get(0)).containsOnlyKeys("id", "name", "created_at");
        assertThat(ids(face.get("/contacts/" + email + "/segments?limit=1&after=" + vip)))
                .containsExactly(beta);
        for (int i = 0; i < 2; i++) {
            Reply left = face.delete("/contacts/" + contact + "/segments/" + beta);
            assertThat(left.status()).isEqualTo(200);
            assertThat(left.body())
                    .isEqualTo(Map.of(
                            "object", "contact_segment",
                            "id", beta,
                            "contact_id", contact,
                            "segment_id", beta,
                            "audienceId", beta,
                            "deleted", true));
        }
        assertThat(ids(face.get("/contacts/" + contact + "/segments"))).containsExactly(vip);
    }

    @Test
    void a_choice_of_topics_comes_bare_or_wrapped_and_defaults_count_without_one() throws Exception {
        String contact = contact();
        String news = topic("opt_in");
        String offers = topic("opt_out");
        Map<String, Object> leave = Map.of("id", news, "subscription", "opt_out");
        Map<String, Object> take = Map.of("id", offers, "subscription", "opt_in");
        assertThat(subscriptions(contact)).containsEntry(news, "opt_in").containsEntry(offers, "opt_out");

        Reply bare = face.patch("/contacts/" + contact + "/topics", List.of(leave));
        Reply wrapped = face.patch("/contacts/" + email + "/topics", Map.of("topics", List.of(leave, take)));

        assertThat(bare.status()).isEqualTo(200);
        assertThat(bare.body())
                .isEqualTo(Map.of(
                        "object", "contact_topics", "id", contact, "contact_id", contact, "topics", List.of(leave)));
        assertThat(wrapped.body()).containsEntry("topics", List.of(leave, take));
        assertThat(subscriptions(contact)).containsEntry(news, "opt_out").containsEntry(offers, "opt_in");
        assertThat(face.get("/contacts/" + email + "/topics?limit=1").data())
                .containsExactly(Answer.body(
                        "id", offers, "name", "topic " + made, "description", null, "subscription", "opt_in"));
        assertThat(face.get("/contacts/" + contact + "/topics?limit=1&after=" + offers)
                        .data()
                        .get(0))
                .containsEntry("id", news);
    }

    @Test
    void the_last_of_two_choices_for_one_topic_counts_and_none_changes_nothing() throws Exception {
        String contact = contact();
        String topic = topic("opt_out");
        var in = Map.of("id", topic, "subscription", "opt_in");
        var out = Map.of("id", topic, "subscription", "opt_out");

        face.patch("/contacts/" + contact + "/topics", List.of(out, in));
        Reply none = face.patch("/contacts/" + contact + "/topics", List.of());

        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body()).containsEntry("topics", List.of());
        assertThat(subscriptions(contact)).containsEntry(topic, "opt_in");
    }

    @Test
    void an_unknown_topic_leaves_all_choices_as_they_were() throws Exception {
        String contact = contact();
        String topic = topic("opt_in");

        Reply refused = face.patch(
                "/contacts/" + contact + "/topics",
                List.of(
                        Map.of("id", topic, "subscription", "opt_out"),
                        Map.of("id", UNKNOWN, "subscription", "opt_out")));

        assertThat(refused.body())
                .isEqualTo(Map.of("statusCode", 404L, "message", "Topic not found", "name", "not_found"));
        assertThat(subscriptions(contact)).containsEntry(topic, "opt_in");
    }

    @Test
    void a_new_contact_is_tied_at_once() throws Exception {
        String beta = segment();
        String vip = segment();
        String topic = topic("opt_out");

        Reply created = face.post(
                "/contacts",
                Map.of(
                        "email", "tied@example.com",
                        "segments", List.of(Map.of("id", beta), vip),
                        "topics", List.of(Map.of("id", topic, "subscription", "opt_in"))));
        Reply again = face.post("/contacts", Map.of("email", "tied@example.com", "segments", List.of(beta)));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).containsOnlyKeys("object", "id");
        assertThat(again).isEqualTo(created);
        assertThat(ids(face.get("/contacts/tied@example.com/segments"))).containsExactly(vip, beta);
        assertThat(subscriptions(created.text("id"))).containsEntry(topic, "opt_in");
    }

    @Test
    void an_audience_id_is_a_segment_unless_segments_are_named() throws Exception {
        String old = segment();
        String today = segment();

        face.post("/contacts", Map.of("email", "audience@example.com", "audience_id", old));
        face.post("/contacts", Map.of("email", "both@example.com", "audience_id", old, "segments", List.of(today)));

        assertThat(ids(face.get("/contacts/audience@example.com/segments"))).containsExactly(old);
        assertThat(ids(face.get("/contacts/both@example.com/segments"))).containsExactly(today);
    }

    static Stream<Map<String, Object>> badTies() {
        return Stream.of(
                Map.of("segments", List.of(UNKNOWN)),
                Map.of("segments", List.of(Map.of("id", UNKNOWN))),
                Map.of("audience_id", UNKNOWN),
                Map.of("topics", List.of(Map.of("id", UNKNOWN, "subscription", "opt_in"))),
                Map.of("segments", UNKNOWN),
                Map.of("segments", List.of("beta")),
                Map.of("segments", List.of(7L)),
                Map.of("segments", List.of(Map.of())),
                Map.of("segments", List.of(List.of())),
                Map.of("segments", Collections.nCopies(101, UNKNOWN)),
                Map.of("audience_id", "beta"),
                Map.of("topics", Map.of()),
                Map.of("topics", List.of(UNKNOWN)),
                Map.of("topics", List.of(Map.of("id", UNKNOWN))),
                Map.of("topics", List.of(Map.of("subscription", "opt_in"))),
                Map.of("topics", List.of(Map.of("id", UNKNOWN, "subscription", "yes"))),
                Map.of("topics", Collections.nCopies(101, Map.of("id", UNKNOWN, "subscription", "opt_in"))));
    }

    @ParameterizedTest
    @MethodSource("badTies")
    void a_contact_that_cannot_be_tied_is_not_made(Map<String, Object> ties) throws Exception {
        Map<String, Object> body = new HashMap<>(ties);
        body.put("email", "untied@example.com");

        Reply refused = face.post("/contacts", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).isNotBlank();
        assertThat(face.get("/contacts/untied@example.com").status()).isEqualTo(404);
    }

    @Test
    void what_is_unknown_is_not_found() throws Exception {
        String segment = segment();

        for (String path : List.of(
                "/contacts/" + UNKNOWN + "/segments/" + segment, "/contacts/x@example.com/segments/" + segment)) {
            assertThat(face.post(path, null).text("message")).isEqualTo("Contact not found");
            assertThat(face.delete(path).text("message")).isEqualTo("Contact not found");
        }
        String noSegment = "/contacts/" + ada + "/segments/" + UNKNOWN;
        assertThat(face.post(noSegment, null).body())
                .isEqualTo(Map.of("statusCode", 404L, "message", "Segment not found", "name", "not_found"));
        assertThat(face.delete(noSegment).status()).isEqualTo(404);
        assertThat(face.get("/contacts/" + UNKNOWN + "/segments").status()).isEqualTo(404);
        assertThat(face.get("/contacts/x@example.com/topics").status()).isEqualTo(404);
        assertThat(face.patch("/contacts/x@example.com/topics", List.of()).status())
                .isEqualTo(404);
        assertThat(face.get("/contacts?segment_id=" + UNKNOWN).text("message")).isEqualTo("Segment not found");
    }

    /** Makes a contact, whose address is then {@link #email}. */
    private static String contact() throws Exception {
        email = "person" + ++made + "@example.com";
        return face.post("/contacts", Map.of("email", email)).text("id");
    }

    private static String segment() throws Exception {
        return face.post("/segments", Map.of("name", "segment " + ++made)).text("id");
    }

    private static String topic(String subscription) throws Exception {
        return face.post("/topics", Map.of("name", "topic " + ++made, "default_subscription", subscription))
                .text("id");
    }

    private static Map<Object, Object> subscriptions(String contact) throws Exception {
        return face.get("/contacts/" + contact + "/topics?limit=100").data().stream()
                .collect(Collectors.toMap(t -> t.get("id"), t -> t.get("subscription")));
    }

    private static List<Object> ids(Reply list) {
        return list.data().stream().map(item -> item.get("id")).toList();
    }
}
