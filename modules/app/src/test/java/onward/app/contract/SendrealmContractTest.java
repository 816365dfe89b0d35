package onward.app.contract;

import static onward.app.contract.TwoFaces.SENDREALM;
import static onward.app.contract.TwoFaces.object;
import static onward.app.contract.TwoFaces.objects;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import onward.app.contract.TwoFaces.Reply;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checklist of contract/sendrealm.md 11, over HTTP against a whole server. */
class SendrealmContractTest {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    @TempDir
    private static Path data;

    private static RunningServer server;
    private static TwoFaces faces;
    private static Object audience;
    private static Object topic;

    @BeforeAll
    static void start() {
        server = new RunningServer(data, Map.of("ONWARD_DEFAULT_SENDER", "Shop <shop@example.com>"));
        faces = new TwoFaces(server.url());
        audience = faces.post(201, "/segments", Map.of("name", "VIPs")).body().get("id");
        topic = faces.post(201, "/topics", Map.of("name", "News", "default_subscription", "opt_in"))
                .body()
                .get("id");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String unique(String word) {
        return word + "_" + UUID.randomUUID().toString().replace('-', '_');
    }

    private static Map<String, Object> event(String name, Object... more) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", name);
        for (int i = 0; i < more.length; i += 2) {
            event.put((String) more[i], more[i + 1]);
        }
        return event;
    }

    private static Reply ingest(int status, Map<String, Object> event) {
        return faces.post(status, SENDREALM + "/events", event);
    }

    private static Map<String, Object> definition(Map<String, Object> trigger, List<?> steps, List<?> connections) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("trigger", trigger);
        definition.put("steps", steps);
        definition.put("connections", connections);
        return definition;
    }

    private static Map<String, Object> step(String key, String type, Map<String, Object> config) {
        return Map.of("key", key, "type", type, "config", config);
    }

    private static Map<String, Object> arrow(String from, String to, String branch) {
        return Map.of("from", from, "to", to, "branch", branch);
    }

    private static Object draft(Map<String, Object> definition) {
        return faces.post(201, SENDREALM + "/automations", Map.of("name", "Recovery", "definition", definition))
                .data()
                .get("id");
    }

    private static Object published(Map<String, Object> definition) {
        Object id = draft(definition);
        faces.post(200, SENDREALM + "/automations/" + id + "/publish", null);
        return id;
    }

    /** A published template's version. */
    private static Object templateVersion() {
        Object id = faces.post(
                        201,
                        SENDREALM + "/templates",
                        Map.of(
                                "name", "Come back",
                                "channel", "email",
                                "subject_template", "Your cart, {{{WHO}}}",
                                "preview_text", "Still there & waiting",
                                "rendered_html", "<p>Come back, {{{WHO}}}</p>",
                                "rendered_text", "Come back"))
                .data()
                .get("id");
        return object(faces.post(200, SENDREALM + "/templates/" + id + "/publish", null)
                        .data()
                        .get("current_published_version"))
                .get("id");
    }

    @Test
    void an_idempotency_key_stands_for_one_event() {
        String key = unique("key");
        var first = ingest(
                202,
                event(
                        "checkout.started",
                        "email",
                        "ada@example.com",
                        "idempotency_key",
                        key,
                        "occurred_at",
                        "2026-06-08T14:15:00Z"));
        var again = ingest(200, event("checkout.started", "email", "ada@example.com", "idempotency_key", key));
        var other = ingest(202, event("checkout.started", "email", "ada@example.com", "idempotency_key", key + "2"));

        assertThat(first.data().keySet())
                .containsExactly("id", "event", "resolved_identity_type", "resolved_identity_value", "occurred_at");
        assertThat(first.data()).containsEntry("occurred_at", "2026-06-08T14:15:00.000Z");
        assertThat(again.data())
                .containsEntry("id", first.data().get("id"))
                .containsEntry("event", "checkout.started")
                .containsEntry("deduplicated", true)
                .containsEntry("occurred_at", "2026-06-08T14:15:00.000Z");
        assertThat(other.data().get("id")).isNotEqualTo(first.data().get("id"));
    }

    @Test
    void a_key_that_comes_with_another_event_warns_and_keeps_the_first() {
        String key = unique("key");
        Object first = ingest(202, event("checkout.started", "email", "ada@example.com", "idempotency_key", key))
                .data()
                .get("id");

        var second = ingest(200, event("checkout.done", "email", "ada@example.com", "idempotency_key", key));

        assertThat(second.data()).containsEntry("id", first).containsEntry("event", "checkout.started");
        assertThat((List<?>) second.data().get("warnings")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "true,true,true,contact_id",
        "true,true,false,contact_id",
        "true,false,true,contact_id",
        "true,false,false,contact_id",
        "false,true,true,external_id",
        "false,true,false,external_id",
        "false,false,true,email"
    })
    void the_first_identity_that_is_given_counts(
            boolean withId, boolean withExternalId, boolean withEmail, String expected) throws Exception {
        String externalId = unique("user");
        String email = externalId + "@example.com";
        Object contactId = faces.post(
                        200,
                        SENDREALM + "/contacts",
                        Map.of("external_id", externalId, "email", email, "first_name", "Ada"))
                .data()
                .get("id");
        String name = unique("identity");
        Object automation = published(definition(Map.of("event_name", name), List.of(), List.of()));
        var event = event(name);
        if (withId) {
            event.put("contact_id", contactId);
        }
        if (withExternalId) {
            event.put("external_id", externalId);
        }
        if (withEmail) {
            event.put("email", "  " + email.toUpperCase(Locale.ROOT) + " ");
        }

        var accepted = ingest(202, event);

        Map<String, Object> values = Map.of("contact_id", contactId, "external_id", externalId, "email", email);
        assertThat(accepted.data())
                .containsEntry("resolved_identity_type", expected)
                .containsEntry("resolved_identity_value", values.get(expected))
                .doesNotContainKey("warnings");
        assertThat(faces.run(automation, run -> run.get("status").equals("completed")))
                .containsEntry("contact_id", contactId)
                .containsEntry("resolved_identity_type", expected)
                .containsEntry("resolved_identity_value", values.get(expected));
    }

    @Test
    void identities_of_two_people_are_told_apart_with_a_warning() {
        String externalId = unique("user");
        faces.post(
                200, SENDREALM + "/contacts", Map.of("external_id", externalId, "email", externalId + "@example.com"));
        faces.post(200, SENDREALM + "/contacts", Map.of("email", "other_" + externalId + "@example.com"));

        var accepted = ingest(
                202,
                event("identity.conflict", "external_id", externalId, "email", "other_" + externalId + "@example.com"));

        assertThat(accepted.data()).containsEntry("resolved_identity_type", "external_id");
        assertThat((List<?>) accepted.data().get("warnings")).hasSize(1);
    }

    @Test
    void an_external_id_that_nobody_has_gives_way_to_the_address_and_stays_with_it() throws Exception {
        String externalId = unique("new");
        String email = externalId + "@example.com";
        String name = unique("newcomer");
        Object automation = published(definition(Map.of("event_name", name), List.of(), List.of()));

        ingest(202, event(name, "external_id", externalId, "email", email));

        Object contactId = faces.run(automation, run -> true).get("contact_id");
        assertThat(faces.get(SENDREALM + "/contacts?external_id=" + externalId)
                        .items()
                        .get(0))
                .containsEntry("id", contactId)
                .containsEntry("email", email);
        assertThat(faces.get("/contacts/" + email).body()).containsEntry("external_id", externalId);
    }

    @Test
    void an_external_id_alone_that_nobody_has_starts_nothing_and_is_explained() throws Exception {
        String name = unique("nobody");
        Object automation = published(definition(Map.of("event_name", name), List.of(), List.of()));

        ingest(202, event(name, "external_id", unique("ghost")));
        ingest(202, event(name, "email", unique("after") + "@example.com"));

        faces.run(automation, run -> run.get("status").equals("completed"));
    }

    @Test
    void addresses_are_brought_to_one_form() {
        var accepted = ingest(202, event("idn.seen", "email", " ADA@BÜCHER.example "));

        assertThat(accepted.data()).containsEntry("resolved_identity_value", "ada@xn--bcher-kva.example");
    }

    @ParameterizedTest
    @CsvSource({
        "sendrealm.mail.open,422,unprocessable",
        "resend:email.opened,422,unprocessable",
        "Checkout.Started,400,invalid_request",
        "checkout started,400,invalid_request",
        "checkout..started,400,invalid_request",
        ".checkout,400,invalid_request",
        "check-out,400,invalid_request"
    })
    void names_have_a_grammar_and_some_are_reserved(String name, int status, String code) {
        var refused = faces.post(SENDREALM + "/events", event(name, "email", "ada@example.com"));

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.error()).containsEntry("code", code);
    }

    @Test
    void both_faces_refuse_both_reserved_prefixes() {
        for (String name : List.of("sendrealm.mail.open", "resend:email.opened")) {
            assertThat(faces.post("/events/send", event(name, "email", "ada@example.com"))
                            .status())
                    .as(name)
                    .isEqualTo(422);
            assertThat(faces.post("/events", Map.of("name", name)).status())
                    .as(name)
                    .isEqualTo(422);
        }
    }

    @Test
    void a_name_that_was_sent_is_in_the_catalogue() {
        String name = unique("catalogued");

        ingest(202, event(name, "email", "ada@example.com"));

        assertThat(faces.get("/events/" + name).body()).containsEntry("name", name);
    }

    @Test
    void a_payload_is_taken_to_the_byte() {
        int room = 64 * 1024 - "{\"a\":\"\"}".length();

        ingest(202, event("payload.size", "email", "ada@example.com", "payload", Map.of("a", "x".repeat(room))));
        var refused = faces.post(
                SENDREALM + "/events",
                event("payload.size", "email", "ada@example.com", "payload", Map.of("a", "x".repeat(room + 1))));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.error()).containsEntry("code", "payload_too_large").containsEntry("details", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/nowhere||404|not_found",
                "GET|/||404|not_found",
                "GET|/../automations||404|not_found",
                "DELETE|/events||405|method_not_allowed",
                "POST|/events|{\"event\":|400|invalid_request",
                "POST|/events|[]|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\"}|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\", \"contact_id\": \"1\"}|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\", \"email\": \"nobody\"}|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\", \"email\": \"a@b.example\", \"payload\": []}|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\", \"email\": \"a@b.example\", \"occurred_at\": \"now\"}|400|invalid_request",
                "POST|/events|{\"event\": \"a.b\", \"contact_id\": \"00000000-0000-7000-8000-000000000001\"}|404|not_found",
                "POST|/automations|{}|400|invalid_request",
                "POST|/automations|{\"name\": \"x\", \"definition\": []}|400|invalid_request",
                "POST|/automations|{\"name\": \"x\", \"definition\": {\"steps\": [1]}}|400|invalid_request",
                "GET|/automations?status=enabled||400|invalid_request",
                "GET|/automations?limit=0||400|invalid_request",
                "GET|/automations?after=x||400|invalid_request",
                "GET|/automations/1||400|invalid_request",
                "GET|/automations/00000000-0000-7000-8000-000000000001||404|not_found",
                "POST|/automations/00000000-0000-7000-8000-000000000001/publish||404|not_found",
                "GET|/automations/00000000-0000-7000-8000-000000000001/runs||404|not_found",
                "GET|/automation-runs/00000000-0000-7000-8000-000000000001||404|not_found",
                "GET|/automation-runs/run_123||400|invalid_request",
                "POST|/templates|{\"name\": \"x\", \"channel\": \"fax\", \"rendered_html\": \"x\"}|400|invalid_request",
                "POST|/contacts|{\"email\": \"x\"}|400|invalid_request",
                "GET|/contacts||400|invalid_request"
            })
    void every_refusal_has_the_envelope(String method, String path, String body, int status, String code) {
        var refused = faces.send(method, SENDREALM + path, body);

        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(status);
        assertThat(refused.body().keySet()).containsExactly("status", "error");
        assertThat(refused.body()).containsEntry("status", (long) status);
        assertThat(refused.error().keySet()).containsExactly("code", "message", "details");
        assertThat(refused.error()).containsEntry("code", code);
    }

    @Test
    void keys_are_asked_for_in_the_envelope_too() {
        var missing = faces.send("GET", SENDREALM + "/automations", null, null);
        var wrong = faces.send("GET", SENDREALM + "/automations", null, "re_wrong_wrong_wrong_wrong");
        Object token = faces.post(201, "/api-keys", Map.of("name", "mails", "permission", "sending_access"))
                .body()
                .get("token");
        var restricted = faces.send("GET", SENDREALM + "/automations", null, (String) token);

        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.error()).containsEntry("code", "unauthorized");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.error()).containsEntry("code", "unauthorized");
        assertThat(restricted.status()).isEqualTo(403);
        assertThat(restricted.error()).containsEntry("code", "forbidden");
    }

    @Test
    void a_limit_is_told_in_the_envelope(@TempDir Path other) {
        try (var limited = new RunningServer(other, Map.of("ONWARD_RATE_LIMIT", "1"))) {
            var client = new TwoFaces(limited.url());
            List<Reply> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(client.get(SENDREALM + "/automations"));
            }

            var refused =
                    replies.stream().filter(reply -> reply.status() == 429).findFirst();

            assertThat(refused).isPresent();
            assertThat(refused.get().error()).containsEntry("code", "rate_limited");
            assertThat(refused.get().headers().firstValue("retry-after")).isPresent();
        }
    }

    private static Reply refusedPublish(Map<String, Object> definition) {
        Object id = draft(definition);
        var refused = faces.post(422, SENDREALM + "/automations/" + id + "/publish", null);
        assertThat(refused.error()).containsEntry("code", "unprocessable");
        assertThat(faces.get(SENDREALM + "/automations/" + id).data()).containsEntry("status", "draft");
        return refused;
    }

    private static List<String> told(Reply refused) {
        return objects(refused.error().get("details")).stream()
                .map(problem -> problem.get("path") + " " + problem.get("code"))
                .toList();
    }

    private static final Map<String, Object> TRIGGER = Map.of("event_name", "checkout.started");

    @Test
    void each_rule_of_publishing_is_told_at_its_place() {
        assertThat(told(refusedPublish(definition(null, List.of(), List.of()))))
                .containsExactly("definition.trigger invalid");
        assertThat(told(refusedPublish(definition(Map.of(), List.of(), List.of()))))
                .containsExactly("definition.trigger.event_name missing");
        assertThat(told(refusedPublish(definition(
                        TRIGGER, List.of(step("alone", "delay", Map.of("duration_seconds", 60))), List.of()))))
                .containsExactly("definition.steps[0] invalid");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step("rest", "delay", Map.of("duration_seconds", -1))),
                        List.of(arrow("trigger", "rest", "next"))))))
                .containsExactly("definition.steps[0].config.duration_seconds invalid");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step(
                                "mail",
                                "send_email_template",
                                Map.of("template_version_id", UUID.randomUUID().toString()))),
                        List.of(arrow("trigger", "mail", "next"))))))
                .containsExactly("definition.steps[0].config.template_version_id not_found");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step(
                                "join",
                                "add_to_audience",
                                Map.of("audience_id", UUID.randomUUID().toString()))),
                        List.of(arrow("trigger", "join", "next"))))))
                .containsExactly("definition.steps[0].config.audience_id not_found");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step(
                                "leave",
                                "set_topic_subscription",
                                Map.of("topic_id", UUID.randomUUID().toString(), "is_subscribed", false))),
                        List.of(arrow("trigger", "leave", "next"))))))
                .containsExactly("definition.steps[0].config.topic_id not_found");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step("Rest", "delay", Map.of("duration_seconds", 60))),
                        List.of(arrow("trigger", "Rest", "next"))))))
                .containsExactly("definition.steps[0].key invalid");
        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step("rest", "delay", Map.of("duration_seconds", 60, "colour", "red"))),
                        List.of(arrow("trigger", "rest", "next"))))))
                .containsExactly("definition.steps[0].config.colour unknown_field");
    }

    @Test
    void a_draft_is_validated_without_being_published() {
        Object id = draft(definition(null, List.of(), List.of()));
        String path = SENDREALM + "/automations/" + id;

        var wrong = faces.post(200, path + "/validate", null).data();
        faces.send("PATCH", path, Map.of("definition", definition(TRIGGER, List.of(), List.of())));
        var right = faces.post(200, path + "/validate", null).data();

        assertThat(wrong).containsEntry("valid", false);
        assertThat(objects(wrong.get("problems")).get(0)).containsEntry("path", "definition.trigger");
        assertThat(right).isEqualTo(Map.of("valid", true, "problems", List.of()));
        assertThat(faces.get(path).data()).containsEntry("status", "draft");
    }

    @Test
    void an_unpublished_version_and_an_unverified_domain_are_no_references() {
        Object template = faces.post(
                        201,
                        SENDREALM + "/templates",
                        Map.of("name", "Draft", "channel", "email", "rendered_html", "<p>Hi</p>"))
                .data()
                .get("id");
        Object domain = faces.post(201, "/domains", Map.of("name", unique("d").replace('_', '-') + ".example"))
                .body()
                .get("id");

        assertThat(told(refusedPublish(definition(
                        TRIGGER,
                        List.of(step(
                                "mail",
                                "send_email_template",
                                Map.of("template_version_id", template, "domain_id", domain))),
                        List.of(arrow("trigger", "mail", "next"))))))
                .containsExactlyInAnyOrder(
                        "definition.steps[0].config.template_version_id not_published",
                        "definition.steps[0].config.domain_id not_verified");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        var refused = refusedPublish(definition(
                Map.of("event_name", "checkout.started", "filters", Map.of("amount_gte", "much")),
                List.of(
                        step("ask", "condition", Map.of("field", "event.total", "operator", "roughly", "value", 1)),
                        step("wait", "wait_for_event", Map.of("timeout_seconds", "soon")),
                        step("mail", "send_email_template", Map.of()),
                        step("mail", "delay", Map.of("duration_seconds", 60))),
                List.of(
                        arrow("trigger", "ask", "next"),
                        arrow("ask", "wait", "perhaps"),
                        arrow("wait", "gone", "received"))));

        assertThat(told(refused))
                .contains(
                        "definition.trigger.filters.value invalid",
                        "definition.steps[0].config.operator invalid",
                        "definition.steps[1].config.event_name missing",
                        "definition.steps[1].config.timeout_seconds invalid",
                        "definition.steps[2].config.template_version_id missing",
                        "definition.connections[1].branch invalid",
                        "definition.connections[2].to invalid");
        assertThat(objects(refused.error().get("details")))
                .filteredOn(problem -> problem.get("path").equals("definition.steps[1].config.event_name"))
                .allSatisfy(problem -> assertThat(problem).containsEntry("step_key", "wait"));
    }

    @Test
    void a_draft_goes_live_when_it_is_published_and_changes_nothing_before() throws Exception {
        String name = unique("versions");
        Object id = draft(definition(
                Map.of("event_name", name),
                List.of(step("rest", "delay", Map.of("duration_seconds", 2_000_000))),
                List.of(arrow("trigger", "rest", "next"))));
        String path = SENDREALM + "/automations/" + id;

        assertThat(faces.get(path).data())
                .containsEntry("status", "draft")
                .containsEntry("current_published_version", null)
                .containsEntry("has_unpublished_changes", true);
        var first = faces.post(200, path + "/publish", null).data();
        ingest(202, event(name, "email", unique("ada") + "@example.com"));
        var parked = faces.run(id, run -> run.get("status").equals("waiting"));
        faces.send("PATCH", path, Map.of("definition", definition(Map.of("event_name", name), List.of(), List.of())));
        var edited = faces.get(path).data();
        var second = faces.post(200, path + "/publish", null).data();
        var third = faces.post(200, path + "/publish", null).data();

        assertThat(object(first.get("current_published_version")))
                .containsEntry("version_number", 1L)
                .containsEntry("state", "published");
        assertThat(edited).containsEntry("status", "active").containsEntry("has_unpublished_changes", true);
        assertThat(object(edited.get("current_published_version"))).containsEntry("version_number", 1L);
        assertThat(object(second.get("current_published_version"))).containsEntry("version_number", 2L);
        assertThat(second).containsEntry("has_unpublished_changes", false);
        assertThat(object(third.get("current_published_version"))).containsEntry("version_number", 3L);
        var still = faces.get("/automation-runs/" + parked.get("id")).data();
        assertThat(still).containsEntry("status", "waiting");
        assertThat(object(still.get("automation_version"))).containsEntry("version_number", 1L);
    }

    @Test
    void pausing_and_archiving_say_what_they_do_and_refuse_what_is_no_way() {
        Object id = draft(definition(Map.of("event_name", unique("life")), List.of(), List.of()));
        String path = SENDREALM + "/automations/" + id;

        assertThat(faces.post(409, path + "/pause", null).error()).containsEntry("code", "conflict");
        faces.post(200, path + "/publish", null);
        assertThat(faces.post(200, path + "/pause", null).data())
                .containsEntry("status", "paused")
                .containsEntry("in_flight", "draining");
        assertThat(faces.post(200, path + "/publish", null).data()).containsEntry("status", "active");
        assertThat(faces.post(200, path + "/archive", null).data()).containsEntry("status", "archived");
        assertThat(faces.post(409, path + "/publish", null).error()).containsEntry("code", "conflict");
        assertThat(faces.post(409, path + "/pause", null).error()).containsEntry("code", "conflict");
        assertThat(faces.send("PATCH", "/automations/" + id, Map.of("status", "enabled"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void lists_are_narrowed_and_paged() {
        String word = unique("Listed");
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(
                    0,
                    faces.post(201, SENDREALM + "/automations", Map.of("name", word + " 100% " + i))
                            .data()
                            .get("id"));
        }
        String path = SENDREALM + "/automations?limit=2&search=" + word + "%20100%25";

        var first = faces.get(path);
        var second = faces.get(
                path + "&after=" + object(first.body().get("pagination")).get("next"));

        assertThat(first.items()).extracting(item -> item.get("id")).isEqualTo(ids.subList(0, 2));
        assertThat(second.items()).extracting(item -> item.get("id")).isEqualTo(ids.subList(2, 3));
        assertThat(object(second.body().get("pagination"))).containsEntry("next", null);
        assertThat(faces.get(path + "&status=active").items()).isEmpty();
        assertThat(faces.get(path + "&status=draft").items()).hasSize(2);
    }

    @Test
    void a_definition_comes_back_as_it_was_written() {
        Object version = templateVersion();
        var definition = definition(
                Map.of("event_name", "checkout.started", "filters", Map.of("amount_gte", 1000L, "plan", "pro")),
                List.of(
                        step("rest", "delay", Map.of("duration_seconds", 3600L)),
                        step(
                                "paid",
                                "wait_for_event",
                                Map.of(
                                        "event_name",
                                        "checkout.done",
                                        "timeout_seconds",
                                        86400L,
                                        "correlation",
                                        Map.of("key", "checkout_id"))),
                        step(
                                "large",
                                "condition",
                                Map.of(
                                        "all",
                                        List.of(
                                                Map.of("field", "event.total", "operator", "gte", "value", 100L),
                                                Map.of(
                                                        "field",
                                                        "contact.unsubscribed",
                                                        "operator",
                                                        "eq",
                                                        "value",
                                                        false)))),
                        step(
                                "mail",
                                "send_email_template",
                                Map.of(
                                        "template_version_id",
                                        version,
                                        "variables",
                                        Map.of("WHO", Map.of("var", "event.who")))),
                        step(
                                "opened",
                                "wait_for_event",
                                Map.of("event_name", "sendrealm.mail.open", "timeout_seconds", 60L)),
                        step("note", "contact_update", Map.of("set", Map.of("first_name", "Ada"))),
                        step("join", "add_to_audience", Map.of("audience_id", audience)),
                        step("part", "remove_from_audience", Map.of("audience_id", audience)),
                        step("leave", "set_topic_subscription", Map.of("topic_id", topic, "is_subscribed", false))),
                List.of(
                        arrow("trigger", "rest", "next"),
                        arrow("rest", "paid", "next"),
                        arrow("paid", "large", "timeout"),
                        arrow("paid", "leave", "received"),
                        arrow("large", "mail", "true"),
                        arrow("large", "note", "false"),
                        arrow("mail", "opened", "next"),
                        arrow("opened", "join", "received"),
                        arrow("join", "part", "next")));
        Object id = draft(definition);
        String path = SENDREALM + "/automations/" + id;

        var before = faces.get(path).data().get("definition");
        var after = faces.post(200, path + "/publish", null).data().get("definition");

        assertThat(before).isEqualTo(definition);
        assertThat(after).isEqualTo(definition);
        var nativeSteps = objects(faces.get("/automations/" + id).body().get("steps"));
        assertThat(nativeSteps)
                .extracting(step -> step.get("type"))
                .containsExactly(
                        "trigger",
                        "delay",
                        "wait_for_event",
                        "condition",
                        "send_email",
                        "wait_for_event",
                        "contact_update",
                        "add_to_segment",
                        "remove_from_segment",
                        "topic_update");
        assertThat(object(nativeSteps.get(5).get("config"))).containsEntry("event_name", "resend:email.opened");
    }

    @Test
    void a_native_automation_is_read_and_published_here_too() {
        Object id = faces.post(201, "/automations", """
                        {"name": "Native", "status": "enabled", "steps": [
                          {"key": "start", "type": "trigger", "config": {"event_name": "trial.started"}},
                          {"key": "fetch", "type": "http_request", "config": {"method": "GET", "url": "https://example.com"}},
                          {"key": "gone", "type": "contact_delete", "config": {}}],
                         "connections": [{"from": "start", "to": "fetch"}, {"from": "fetch", "to": "gone"}]}""").body().get("id");

        var here = faces.get(SENDREALM + "/automations/" + id).data();

        assertThat(here).containsEntry("status", "active").containsEntry("has_unpublished_changes", false);
        var definition = object(here.get("definition"));
        assertThat(object(definition.get("trigger"))).isEqualTo(Map.of("event_name", "trial.started"));
        assertThat(objects(definition.get("steps")))
                .extracting(step -> step.get("type"))
                .containsExactly("http_request", "contact_delete");
        assertThat(objects(definition.get("connections")).get(0)).isEqualTo(arrow("trigger", "fetch", "next"));
        faces.post(200, SENDREALM + "/automations/" + id + "/publish", null);
        faces.post(200, SENDREALM + "/automations/" + id + "/pause", null);
        assertThat(faces.get("/automations/" + id).body()).containsEntry("status", "disabled");
        faces.send("PATCH", "/automations/" + id, Map.of("status", "enabled"));
        assertThat(faces.get(SENDREALM + "/automations/" + id).data()).containsEntry("status", "active");
    }

    @Test
    void a_filter_of_the_trigger_lets_some_events_in() throws Exception {
        String name = unique("filtered");
        Object automation = published(
                definition(Map.of("event_name", name, "filters", Map.of("amount_gte", 1000)), List.of(), List.of()));
        String small = unique("small") + "@example.com";

        ingest(202, event(name, "email", small, "payload", Map.of("amount", 999)));
        ingest(202, event(name, "email", unique("none") + "@example.com"));
        ingest(202, event(name, "email", unique("large") + "@example.com", "payload", Map.of("amount", 1000)));

        var run = faces.run(automation, one -> one.get("status").equals("completed"));
        assertThat(object(object(run.get("trigger_event")).get("payload"))).containsEntry("amount", 1000L);
        assertThat(faces.get("/contacts/" + small).status()).isEqualTo(404);
        var explained = faces.get("/explain?email=" + small + "&automation_id=" + automation);
        assertThat(explained.body().toString()).contains("filter_false");
    }

    @Test
    void an_event_of_one_face_ends_a_wait_that_was_made_through_the_other() throws Exception {
        String name = unique("crossing");
        Object automation = published(definition(
                Map.of("event_name", name),
                List.of(step("paid", "wait_for_event", Map.of("event_name", name + ".done", "timeout_seconds", 600))),
                List.of(arrow("trigger", "paid", "next"))));
        String email = unique("ada") + "@example.com";
        ingest(202, event(name, "email", email));
        faces.run(automation, run -> run.get("status").equals("waiting"));

        faces.post(202, "/events/send", Map.of("event", name + ".done", "email", email));

        var run = faces.run(automation, one -> one.get("status").equals("completed"));
        assertThat(objects(run.get("waits")).get(0))
                .containsEntry("status", "received")
                .containsEntry("outcome_branch", "received");
    }

    @Test
    void memberships_and_subscriptions_are_changed() throws Exception {
        String name = unique("ties");
        String email = unique("ada") + "@example.com";
        Object automation = published(definition(
                Map.of("event_name", name),
                List.of(
                        step("join", "add_to_audience", Map.of("audience_id", audience)),
                        step("leave", "set_topic_subscription", Map.of("topic_id", topic, "is_subscribed", false)),
                        step(
                                "mail",
                                "send_email_template",
                                Map.of("template_version_id", templateVersion(), "topic_id", topic)),
                        step("part", "remove_from_audience", Map.of("audience_id", audience))),
                List.of(
                        arrow("trigger", "join", "next"),
                        arrow("join", "leave", "next"),
                        arrow("leave", "mail", "next"),
                        arrow("mail", "part", "next"))));

        ingest(202, event(name, "email", email));

        var run = faces.run(automation, one -> one.get("status").equals("completed"));
        assertThat(objects(run.get("steps")))
                .extracting(step -> step.get("status"))
                .containsExactly("completed", "completed", "skipped", "completed");
        assertThat(objects(faces.get("/contacts/" + email + "/topics").body().get("data")))
                .filteredOn(one -> one.get("id").equals(topic))
                .extracting(one -> one.get("subscription"))
                .containsExactly("opt_out");
        assertThat(objects(faces.get("/contacts/" + email + "/segments").body().get("data")))
                .isEmpty();
    }

    @Test
    void a_topic_is_taken_and_left_by_the_contact_endpoint() {
        Object contact = faces.post(200, SENDREALM + "/contacts", Map.of("email", unique("ada") + "@example.com"))
                .data()
                .get("id");
        String path = SENDREALM + "/contacts/" + contact + "/topics/" + topic;

        var left = faces.send("PUT", path, Map.of("is_subscribed", false));
        var taken = faces.send("PUT", path, Map.of("is_subscribed", true));

        assertThat(left.data().keySet())
                .containsExactly("id", "contact_id", "topic_id", "is_subscribed", "subscribed_at", "unsubscribed_at");
        assertThat(left.data()).containsEntry("is_subscribed", false).containsEntry("subscribed_at", null);
        assertThat(taken.data())
                .containsEntry("is_subscribed", true)
                .containsEntry("id", left.data().get("id"));
        assertThat(faces.send("PUT", path, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void a_run_is_told_as_in_the_golden_file() throws Exception {
        String name = unique("golden");
        String email = unique("ada") + "@example.com";
        Object version = templateVersion();
        Object automation = published(definition(
                Map.of("event_name", name),
                List.of(
                        step(
                                "mail",
                                "send_email_template",
                                Map.of(
                                        "template_version_id",
                                        version,
                                        "variables",
                                        Map.of("WHO", Map.of("var", "event.who")))),
                        step("paid", "wait_for_event", Map.of("event_name", name + ".done", "timeout_seconds", 600)),
                        step("again", "wait_for_event", Map.of("event_name", name + ".more", "timeout_seconds", 1))),
                List.of(
                        arrow("trigger", "mail", "next"),
                        arrow("mail", "paid", "next"),
                        arrow("paid", "again", "received"))));
        ingest(202, event(name, "email", email, "payload", Map.of("who", "Ada")));
        faces.run(automation, run -> run.get("status").equals("waiting"));
        ingest(202, event(name + ".done", "email", email));

        var run = faces.run(
                automation,
                one -> one.get("status").equals("completed")
                        && objects(one.get("sent_emails")).get(0).get("status").equals("sent"));

        String shown = JsonWriter.write(masked(run, name, email, new HashMap<>()));
        Path golden = Path.of("src/test/resources/sendrealm/run.json");
        if (Boolean.getBoolean("onward.write-docs")) {
            Files.writeString(golden, shown + "\n");
        }
        assertThat(JsonReader.read(shown)).isEqualTo(JsonReader.read(Files.readString(golden)));
        assertThat(objects(run.get("sent_emails")).get(0)).containsEntry("template_version_id", version);
    }

    /** Ids by the order in which they are met, instants and names of this test by what they are. */
    private static Object masked(Object value, String name, String email, Map<String, String> ids) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> masked = new LinkedHashMap<>();
            map.forEach((key, one) -> masked.put((String) key, masked(one, name, email, ids)));
            return masked;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(one -> masked(one, name, email, ids)).toList();
        }
        if (!(value instanceof String text)) {
            return value;
        }
        if (ID.matcher(text).matches()) {
            return ids.computeIfAbsent(text, id -> "<id " + (ids.size() + 1) + ">");
        }
        boolean isInstant = INSTANT.matcher(text).matches() || text.matches("\\d{4}-\\d\\d-\\d\\d[T ].*");
        return isInstant ? "<instant>" : text.replace(email, "<email>").replace(name, "<event>");
    }

    @Test
    void its_document_names_every_route() {
        var document = faces.send("GET", SENDREALM + "/openapi.json", null, null);

        assertThat(document.status()).isEqualTo(200);
        assertThat(object(document.body().get("paths")).keySet())
                .containsAll(Set.of("/events", "/automations/{automationId}/publish", "/automation-runs/{runId}"));
    }

    @Test
    void a_host_of_its_own_is_this_face_from_its_root_on(@TempDir Path other) {
        try (var named = new RunningServer(other, Map.of("ONWARD_SENDREALM_HOST", "localhost"))) {
            var byName = new TwoFaces("http://localhost:" + named.port());

            assertThat(byName.get("/automations").body()).containsKeys("data", "pagination");
            assertThat(byName.get("/nowhere").body()).containsKey("error");
            assertThat(byName.get(SENDREALM + "/automations").body()).containsKeys("data", "pagination");
        }
    }
}
