package onward.api;

import static onward.api.RunningFace.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import onward.api.RunningFace.Reply;
import onward.store.table.Domains;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainResourceTest {
    private static RunningFace face;

    @BeforeAll
    static void open() throws Exception {
        face = new RunningFace();
    }

    @AfterAll
    static void close() throws Exception {
        face.close();
    }

    @Test
    void a_domain_is_added_with_the_records_it_needs() throws Exception {
        Reply added = face.post("/domains", Map.of("name", "Mail.Example.com", "open_tracking", true));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body())
                .containsEntry("name", "mail.example.com")
                .containsEntry("status", "not_started")
                .containsEntry("region", "us-east-1")
                .containsEntry("open_tracking", true)
                .containsEntry("click_tracking", false)
                .containsEntry("capabilities", Map.of("sending", "enabled", "receiving", "disabled"));
        @SuppressWarnings("unchecked")
        var records = (List<Map<String, Object>>) added.body().get("records");
        assertThat(records).extracting(record -> record.get("record")).containsExactly("DKIM", "SPF");
        assertThat(records.get(0))
                .containsEntry("type", "TXT")
                .containsEntry("name", "onward._domainkey.mail.example.com")
                .containsEntry("status", "not_started");
        String value = (String) records.get(0).get("value");
        byte[] key = Base64.getDecoder().decode(value.substring(value.indexOf("p=") + 2));
        assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)))
                .isNotNull();
        assertThat(face.get("/domains/" + added.text("id")).body()).isEqualTo(added.body());
        assertThat(face.get("/domains").data())
                .anySatisfy(item -> assertThat(item).containsEntry("id", added.text("id")));
    }

    @Test
    void a_key_is_sealed_in_the_database() throws Exception {
        face.post("/domains", Map.of("name", "sealed.example"));

        var senders = done(Domains.senders(face.store().client(), 100));

        assertThat(senders)
                .filteredOn(sender -> sender.name().equals("sealed.example"))
                .allSatisfy(sender -> assertThat(isKey(sender.dkimPrivate())).isFalse())
                .hasSize(1);
    }

    private static boolean isKey(byte[] bytes) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(bytes))
                    != null;
        } catch (java.security.GeneralSecurityException none) {
            return false;
        }
    }

    @Test
    void a_domain_is_changed_verified_and_deleted() throws Exception {
        String id = face.post("/domains", Map.of("name", "walk.example")).text("id");
        String path = "/domains/" + id;
        Map<String, Object> named = Map.of("object", "domain", "id", id);

        assertThat(face.patch(path, Map.of("click_tracking", true, "tls", "enforced", "tracking_subdomain", "links"))
                        .body())
                .isEqualTo(named);
        assertThat(face.get(path).body())
                .containsEntry("click_tracking", true)
                .containsEntry("tls", "enforced")
                .containsEntry("tracking_subdomain", "links");
        assertThat(face.post(path + "/verify", null).body()).isEqualTo(named);
        assertThat(face.get(path).text("status")).isEqualTo("pending");

        assertThat(face.delete(path).body()).isEqualTo(Map.of("object", "domain", "id", id, "deleted", true));
        assertThat(face.get(path).body())
                .isEqualTo(Map.of("statusCode", 404L, "message", "Domain not found", "name", "not_found"));
    }

    @Test
    void a_domain_is_registered_once() throws Exception {
        face.post("/domains", Map.of("name", "once.example"));

        Reply again = face.post("/domains", Map.of("name", "ONCE.example"));

        assertThat(again.status()).isEqualTo(403);
        assertThat(again.body())
                .containsEntry("name", "validation_error")
                .containsEntry("message", "The once.example domain has been registered already.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                  | missing_required_field",
                "{\"name\": 7}                                                       | validation_error",
                "{\"name\": \"\"}                                                    | validation_error",
                "{\"name\": \"localhost\"}                                           | validation_error",
                "{\"name\": \"a b.example\"}                                         | validation_error",
                "{\"name\": \"a@b.example\"}                                         | validation_error",
                "{\"name\": \"127.0.0.1\"}                                           | validation_error",
                "{\"name\": \"-a.example\"}                                          | validation_error",
                "{\"name\": \"a..example\"}                                          | validation_error",
                "{\"name\": \"a.example\\r\\nX: y\"}                                 | validation_error",
                "{\"name\": \"r.example\", \"region\": \"mars-1\"}                   | invalid_region",
                "{\"name\": \"r.example\", \"tls\": \"never\"}                       | validation_error",
                "{\"name\": \"r.example\", \"open_tracking\": \"yes\"}               | validation_error",
                "{\"name\": \"r.example\", \"tracking_subdomain\": \"a.b\"}          | validation_error",
                "{\"name\": \"r.example\", \"capabilities\": []}                     | validation_error",
                "{\"name\": \"r.example\", \"capabilities\": {\"receiving\": \"enabled\"}} | validation_error"
            })
    void what_is_no_domain_is_refused(String body, String name) throws Exception {
        Reply reply = face.send("POST", "/domains", body);

        assertThat(reply.status()).as(body).isEqualTo(422);
        assertThat(reply.text("name")).as(body).isEqualTo(name);
    }

    @Test
    void usage_is_told_without_limits() throws Exception {
        assertThat(face.get("/usage").body())
                .containsEntry("object", "usage")
                .containsKeys(
                        "emails", "contacts", "segments", "broadcasts", "ai_credits", "automation_runs", "domains")
                .hasEntrySatisfying(
                        "contacts", value -> assertThat((Map<?, ?>) value).hasToString("{used=0, limit=null}"));
    }
}
