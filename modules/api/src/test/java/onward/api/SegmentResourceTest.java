package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.api.RunningFace.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments and the people in them, by today's paths and by those of audiences. */
class SegmentResourceTest {
    private static final String UNKNOWN = "0199c1f0-8f1e-7aa1-9b2e-0d5b8f6a1c11";
    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @ParameterizedTest
    @CsvSource({"segments, segment, Segment", "audiences, audience, Audience"})
    void one_is_made_shown_renamed_and_deleted(String path, String object, String word) throws Exception {
        Reply made = face.post("/" + path, Map.of("name", "Beta"));
        String one = "/" + path + "/" + made.text("id");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo(Map.of("object", object, "id", made.text("id"), "name", "Beta"));
        assertThat(face.get(one).body())
                .containsOnlyKeys("object", "id", "name", "created_at")
                .containsEntry("object", object)
                .containsEntry("name", "Beta");
        assertThat(face.patch(one, Map.of("name", "Gamma")).body())
                .isEqualTo(Map.of("object", object, "id", made.text("id")));
        assertThat(face.get(one).text("name")).isEqualTo("Gamma");
        for (int i = 0; i < 2; i++) {
            Reply deleted = face.delete(one);
            assertThat(deleted.status()).isEqualTo(200);
            assertThat(deleted.body()).isEqualTo(Map.of("object", object, "id", made.text("id"), "deleted", true));
        }
        assertThat(face.get(one).body())
                .isEqualTo(Map.of("statusCode", 404L, "message", word + " not found", "name", "not_found"));
        assertThat(face.patch(one, Map.of("name", "Gamma")).text("message")).isEqualTo(word + " not found");
    }

    @Test
    void an_audience_is_a_segment() throws Exception {
        String id = segment("both");

        assertThat(face.get("/audiences/" + id).body()).containsEntry("object", "audience");
        assertThat(face.get("/audiences").data())
                .isEqualTo(face.get("/segments").data());
    }

    @Test
    void the_list_is_whole_without_a_page_and_pages_do_not_overlap() throws Exception {
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            made.add(0, segment("list " + i));
        }

        Reply whole = face.get("/segments");
        Reply first = face.get("/segments?limit=2");
        Reply second = face.get("/segments?limit=2&after=" + made.get(1));
        Reply back = face.get("/segments?limit=2&before=" + made.get(2));

        assertThat(ids(whole)).containsSubsequence(made);
        assertThat(whole.body()).containsEntry("has_more", false);
        assertThat(whole.data().get(0)).containsOnlyKeys("id", "name", "created_at");
        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(first.body()).containsEntry("has_more", true);
        assertThat(ids(second)).isEqualTo(made.subList(2, 4));
        assertThat(ids(back)).isEqualTo(made.subList(0, 2));
    }

    @Test
    void contacts_of_a_segment_are_listed_like_all_contacts() throws Exception {
        String segment = segment("members");
        List<Object> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = contact("member" + i + "@example.com");
            contact("stranger" + i + "@example.com");
            members.add(0, id);
        }
        for (Object member : List.of(2, 0, 4, 1, 3)) { // joined in another order than made
            face.post("/contacts/" + members.get((int) member) + "/segments/" + segment, null);
        }

        Reply whole = face.get("/segments/" + segment + "/contacts");

        assertThat(ids(whole)).isEqualTo(members);
        assertThat(whole.data().get(0))
                .isEqualTo(face.get("/contacts?limit=2").data().get(1))
                .containsOnlyKeys("id", "email", "first_name", "last_name", "created_at", "unsubscribed");
        assertThat(face.get("/contacts?segment_id=" + segment)).isEqualTo(whole);
        assertThat(face.get("/audiences/" + segment + "/contacts")).isEqualTo(whole);
        Reply page = face.get("/segments/" + segment + "/contacts?limit=2&after=" + members.get(1));
        assertThat(ids(page)).isEqualTo(members.subList(2, 4));
        assertThat(page.body()).containsEntry("has_more", true);
        assertThat(ids(face.get("/contacts?limit=2&segment_id=" + segment + "&before=" + members.get(4))))
                .isEqualTo(members.subList(2, 4));
    }

    @Test
    void a_cursor_that_is_not_in_the_segment_is_refused() throws Exception {
        String segment = segment("cursor");
        String stranger = contact("outside@example.com");

        Reply refused = face.get("/segments/" + segment + "/contacts?after=" + stranger);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsEntry("name", "validation_error");
    }

    @Test
    void a_deleted_segment_leaves_its_people_and_a_deleted_contact_leaves_its_segment() throws Exception {
        String kept = segment("kept");
        String gone = segment("gone");
        String ada = face.post("/contacts", Map.of("email", "leaving@example.com", "segments", List.of(kept, gone)))
                .text("id");

        face.delete("/segments/" + gone);

        assertThat(ids(face.get("/contacts/" + ada + "/segments"))).containsExactly(kept);
        face.delete("/contacts/" + ada);
        assertThat(face.get("/segments/" + kept + "/contacts").data()).isEmpty();
    }

    @Test
    void older_clients_put_people_below_an_audience() throws Exception {
        String audience = segment("legacy");
        String below = "/audiences/" + audience + "/contacts";

        Reply made = face.post(below, Map.of("email", "old@example.com", "first_name", "Old"));
        Reply again = face.post(below, Map.of("email", "OLD@example.com", "unsubscribed", true));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).containsOnlyKeys("object", "id");
        assertThat(again).isEqualTo(made);
        assertThat(ids(face.get(below))).containsExactly(made.text("id"));
        assertThat(face.get(below + "/old@example.com").body())
                .containsEntry("first_name", "Old")
                .containsEntry("unsubscribed", true);
        assertThat(face.patch(below + "/" + made.text("id"), Map.of("last_name", "Er"))
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Reply deleted = face.delete(below + "/old@example.com");
            assertThat(deleted.status()).isEqualTo(200);
            assertThat(deleted.body())
                    .isEqualTo(Map.of("object", "contact", "contact", "old@example.com", "deleted", true));
        }
        assertThat(face.get("/contacts/" + made.text("id")).status()).isEqualTo(404);
    }

    @Test
    void nothing_is_below_an_audience_that_is_not_there() throws Exception {
        String below = "/audiences/" + UNKNOWN + "/contacts";
        contact("known@example.com");

        Reply created = face.post(below, Map.of("email", "nobody@example.com"));

        assertThat(created.status()).isEqualTo(404);
        assertThat(created.text("message")).isEqualTo("Audience not found");
        assertThat(face.get("/contacts/nobody@example.com").status()).isEqualTo(404);
        assertThat(face.get(below).status()).isEqualTo(404);
        assertThat(face.get(below + "/known@example.com").status()).isEqualTo(404);
        assertThat(face.delete(below + "/known@example.com").status()).isEqualTo(404);
        assertThat(face.get("/contacts/known@example.com").status()).isEqualTo(200);
    }

    private static String segment(String name) throws Exception {
        return face.post("/segments", Map.of("name", name)).text("id");
    }

    private static String contact(String email) throws Exception {
        return face.post("/contacts", Map.of("email", email)).text("id");
    }

    private static List<Object> ids(Reply list) {
        return list.data().stream().map(item -> item.get("id")).toList();
    }
}
