package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.store.SecretBox;
import onward.store.TestDatabase;
import onward.store.table.Devices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceResourceTest {
    private static final String P256DH = point();
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static NativeServer server;

    @BeforeAll
    static void open() {
        Outside.Endpoints endpoints = url ->
                url.contains("internal") ? Optional.of("Expected a public URL, found another.") : Optional.empty();
        server = new NativeServer(
                FaceSettings.defaults(),
                new Outside(
                        SecretBox.fleeting(),
                        endpoints,
                        mail -> Optional.empty(),
                        null,
                        onward.flow.message.Links.NONE));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static String point() {
        byte[] point = new byte[65];
        point[0] = 4;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
    }

    private static String subscription(String endpoint) {
        return "{\"endpoint\":\"" + endpoint + "\",\"expirationTime\":null,\"keys\":{\"p256dh\":\"" + P256DH
                + "\",\"auth\":\"" + AUTH + "\"}}";
    }

    private static NativeServer.Reply register(String endpoint, String more) {
        return server.post("/devices", "{\"subscription\":" + subscription(endpoint) + more + "}");
    }

    @Test
    void the_same_subscription_is_the_same_device() {
        var first = register(
                "https://push.example.com/1", ",\"email\":\"Ada@example.com\",\"tags\":{\"plan\":\"pro\",\"seats\":3}");
        var again = register("https://push.example.com/1", ",\"tags\":{\"plan\":null,\"vip\":true}");
        var device = server.get("/devices/" + first.text("id"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body()).containsEntry("object", "device");
        assertThat(device.body())
                .containsEntry("object", "device")
                .containsEntry("kind", "web")
                .containsEntry("platform", "web")
                .containsEntry("email", "Ada@example.com")
                .containsEntry("subscribed", true)
                .containsEntry("tags", Map.of("seats", 3L, "vip", true))
                .containsEntry("gone_at", null)
                .doesNotContainKey("subscription");
    }

    @Test
    void a_device_is_its_contacts_by_id_or_by_address_and_moves_with_who_registers_it() {
        String ada =
                server.post("/contacts", "{\"email\":\"ada@devices.example\"}").text("id");
        String bob =
                server.post("/contacts", "{\"email\":\"bob@devices.example\"}").text("id");
        String token = "{\"token\":\"t1\",\"platform\":\"ios\"";

        String id = server.post("/devices", token + ",\"contact_id\":\"" + ada + "\"}")
                .text("id");
        register("https://push.example.com/ada", ",\"email\":\"ADA@devices.example\"");
        var ofAda = server.get("/devices?contact_id=" + ada + "&limit=1");
        var older = server.get("/devices?contact_id=" + ada + "&after="
                + ofAda.items("data").get(0).get("id"));
        server.post("/devices", token + ",\"external_id\":\"u-2\",\"email\":\"bob@devices.example\"}");
        server.post("/devices", token + "}");

        assertThat(ofAda.body()).containsEntry("has_more", true);
        assertThat(older.items("data")).extracting(device -> device.get("id")).containsExactly(id);
        assertThat(server.get("/devices/" + id).body())
                .containsEntry("contact_id", bob)
                .containsEntry("external_id", "u-2")
                .containsEntry("platform", "ios");
        assertThat(server.get("/devices?contact_id=" + bob).items("data")).hasSize(1);
        server.delete("/contacts/" + bob);
        assertThat(server.get("/devices/" + id).status()).isEqualTo(404);
    }

    @Test
    void what_a_device_wants_can_be_changed_and_it_can_be_removed() {
        String id = server.post("/devices", "{\"token\":\"t2\",\"platform\":\"android\"}")
                .text("id");

        var changed = server.patch("/devices/" + id, "{\"subscribed\":false,\"tags\":{\"a\":\"b\"}}");
        var kept = server.post("/devices", "{\"token\":\"t2\",\"platform\":\"android\"}");
        var device = server.get("/devices/" + id);

        assertThat(changed.body()).isEqualTo(Map.of("object", "device", "id", id));
        assertThat(kept.text("id")).isEqualTo(id);
        assertThat(device.body()).containsEntry("subscribed", false).containsEntry("tags", Map.of("a", "b"));
        assertThat(server.delete("/devices/" + id).body())
                .isEqualTo(Map.of("object", "device", "id", id, "deleted", true));
        assertThat(server.delete("/devices/" + id).status()).isEqualTo(404);
        assertThat(server.patch("/devices/" + id, "{}").status()).isEqualTo(404);
    }

    @Test
    void a_device_that_is_gone_has_to_register_again() {
        String id = server.post("/devices", "{\"token\":\"t3\",\"platform\":\"android\"}")
                .text("id");
        NativeServer.await(server.store
                .now()
                .compose(now -> Devices.gone(
                        server.store.client(),
                        List.of(new Devices.Gone(TestDatabase.PROJECT, UUID.fromString(id), "t3")),
                        now)));

        var refused = server.patch("/devices/" + id, "{\"subscribed\":true}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).contains("Let it register again.");
        assertThat(server.get("/devices/" + id).text("gone_at")).isNotNull();
        assertThat(server.post("/devices", "{\"token\":\"t3\",\"platform\":\"android\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void tags_come_to_an_end_however_often_a_device_adds_some() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < Devices.TAGS_MAX; i++) {
            many.append(i == 0 ? "" : ",").append("\"t").append(i).append("\":1");
        }
        String id = server.post("/devices", "{\"token\":\"t4\",\"platform\":\"android\",\"tags\":{" + many + "}}")
                .text("id");

        var refused = server.patch("/devices/" + id, "{\"tags\":{\"one_more\":1}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).startsWith("Expected a device to have at most 50 tags");
        assertThat((Map<?, ?>) server.get("/devices/" + id).body().get("tags")).hasSize(Devices.TAGS_MAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|exactly one of `subscription` and `token`",
                "{\"token\":\"a\",\"subscription\":{}}|exactly one of `subscription` and `token`",
                "{\"token\":\"a\"}|Missing `platform` field.",
                "{\"token\":7,\"platform\":\"ios\"}|Expected a string",
                "{\"token\":\"a\",\"platform\":\"tv\"}|Expected one of android, ios, web",
                "{\"subscription\":7}|Expected an object",
                "{\"subscription\":{\"endpoint\":\"https://a.example\"}}|subscription.keys",
                "{\"subscription\":{\"endpoint\":\"https://a.example\",\"keys\":{\"p256dh\":\"AA\",\"auth\":\"AA\"}}}|Expected 65 bytes",
                "{\"token\":\"a\",\"platform\":\"ios\",\"email\":\"nope\"}|email address",
                "{\"token\":\"a\",\"platform\":\"ios\",\"tags\":{\"a\":[]}}|Expected a boolean, a number",
                "{\"token\":\"a\",\"platform\":\"ios\",\"tags\":7}|Expected an object"
            })
    void what_is_no_device_is_refused_with_a_reason(String body, String words) {
        var refused = server.post("/devices", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("message")).contains(words);
    }

    @Test
    void an_endpoint_that_this_server_may_not_call_is_refused() {
        assertThat(register("https://internal.example", "").text("message")).contains("Expected a public URL");
    }

    @Test
    void a_contact_that_is_not_there_is_not_found() {
        var refused = server.post(
                "/devices",
                "{\"token\":\"a\",\"platform\":\"ios\",\"contact_id\":\"01900000-0000-7000-8000-00000000dead\"}");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("message")).isEqualTo("Contact not found");
        assertThat(server.get("/devices?contact_id=x").status()).isEqualTo(422);
    }
}
