package onward.api;

import static onward.api.NativeServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onward.flow.message.WebhookEvents;
import onward.store.json.JsonWriter;
import onward.store.table.HookEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that requests bring about is told when it happens, once, in the documented shape. */
class HookTypesTest {
    /** What the engine brings about; see its own tests. */
    private static final Set<String> OF_ENGINE = Set.of(
            "email.sent",
            "automation.run.started",
            "automation.run.completed",
            "automation.run.failed",
            "automation.run.cancelled");

    private static final Set<String> OF_MAIL =
            Set.of("email_id", "message_id", "created_at", "from", "to", "subject", "tags");
    private static final Set<String> OF_CONTACT =
            Set.of("id", "created_at", "updated_at", "email", "first_name", "last_name", "unsubscribed");
    private static final Set<String> OF_TOPIC =
            Set.of("id", "name", "description", "default_subscription", "deleted", "created_at", "updated_at");
    private static final Set<String> OF_DOMAIN = Set.of("id", "name", "status", "created_at", "region", "records");
    private static final Set<String> OF_SUPPRESSION = Set.of("id", "email", "origin", "source_id", "created_at");

    private NativeServer server;

    @BeforeEach
    void open() {
        server = new NativeServer();
        server.post(
                "/webhooks",
                JsonWriter.write(Map.of("endpoint", "https://shop.example/hook", "events", WebhookEvents.TOLD)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /**
     * What is told, by whom and when.
     *
     * @param before what has to be there, told in vain
     * @param act what brings it about
     * @param fields what {@code data} has, and nothing else
     */
    record Told(String type, Consumer<Place> before, Consumer<Place> act, Set<String> fields) {
        @Override
        public String toString() {
            return type;
        }
    }

    /** A server and what was made on it. */
    static final class Place {
        private final NativeServer server;
        private final Map<String, String> made = new LinkedHashMap<>();

        Place(NativeServer server) {
            this.server = server;
        }

        void post(String path, Object body) {
            var reply = server.post(filled(path), body == null ? null : filled(JsonWriter.write(body)));
            assertThat(reply.status()).as(reply.raw().body()).isBetween(200, 299);
            if (reply.body().get("id") instanceof String id) {
                made.put(path, id);
            }
        }

        void patch(String path, Object body) {
            var reply = server.patch(filled(path), filled(JsonWriter.write(body)));
            assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        }

        void delete(String path) {
            assertThat(server.delete(filled(path)).status()).isEqualTo(200);
        }

        /** {@code {/contacts}} stands for the id of what was made there. */
        private String filled(String text) {
            String filled = text;
            for (var one : made.entrySet()) {
                filled = filled.replace("{" + one.getKey() + "}", one.getValue());
            }
            return filled;
        }
    }

    private static Map<String, Object> mail(Object... more) {
        Map<String, Object> mail = new LinkedHashMap<>(
                Map.of("from", "hi@example.com", "to", "ada@example.com", "subject", "Hi", "text", "Hi"));
        for (int i = 0; i < more.length; i += 2) {
            mail.put((String) more[i], more[i + 1]);
        }
        return mail;
    }

    static Stream<Told> all() {
        List<Told> all = new ArrayList<>();
        Consumer<Place> nothing = place -> {};
        Consumer<Place> contact = place -> place.post("/contacts", Map.of("email", "ada@example.com"));
        Consumer<Place> topic =
                place -> place.post("/topics", Map.of("name", "News", "default_subscription", "opt_in"));
        Consumer<Place> domain = place -> place.post("/domains", Map.of("name", "shop.example"));
        Consumer<Place> suppression = place -> place.post("/suppressions", Map.of("email", "ada@example.com"));
        Consumer<Place> mailed = place -> place.post("/emails", mail());
        all.add(new Told("contact.created", nothing, contact, OF_CONTACT));
        all.add(new Told(
                "contact.updated",
                contact,
                p -> p.patch("/contacts/{/contacts}", Map.of("first_name", "Ada")),
                OF_CONTACT));
        all.add(new Told("contact.deleted", contact, p -> p.delete("/contacts/{/contacts}"), OF_CONTACT));
        all.add(new Told(
                "contact.topics.updated",
                contact.andThen(topic),
                p -> p.patch(
                        "/contacts/{/contacts}/topics", List.of(Map.of("id", "{/topics}", "subscription", "opt_out"))),
                Set.of("email", "topics")));
        all.add(new Told("topic.created", nothing, topic, OF_TOPIC));
        all.add(new Told("topic.updated", topic, p -> p.patch("/topics/{/topics}", Map.of("name", "Old")), OF_TOPIC));
        all.add(new Told("topic.deleted", topic, p -> p.delete("/topics/{/topics}"), OF_TOPIC));
        all.add(new Told("domain.created", nothing, domain, OF_DOMAIN));
        all.add(new Told(
                "domain.updated",
                domain,
                p -> p.patch("/domains/{/domains}", Map.of("open_tracking", true)),
                OF_DOMAIN));
        all.add(new Told("domain.deleted", domain, p -> p.delete("/domains/{/domains}"), OF_DOMAIN));
        all.add(new Told("suppression.added", nothing, suppression, OF_SUPPRESSION));
        all.add(new Told(
                "suppression.removed", suppression, p -> p.delete("/suppressions/ada@example.com"), OF_SUPPRESSION));
        all.add(new Told(
                "email.scheduled", nothing, p -> p.post("/emails", mail("scheduled_at", "in 1 hour")), OF_MAIL));
        for (String kind : List.of(
                "delivered",
                "delivery_delayed",
                "opened",
                "clicked",
                "bounced",
                "complained",
                "failed",
                "suppressed")) {
            Map<String, Object> news = new LinkedHashMap<>(Map.of("type", kind));
            if (kind.equals("bounced")) {
                news.put("detail", Map.of("bounce", Map.of("type", "Transient", "message", "full")));
            }
            Set<String> fields = new TreeSet<>(OF_MAIL);
            if (kind.equals("bounced")) {
                fields.add("bounce");
            }
            Consumer<Place> tell = p -> p.post("/emails/{/emails}/events", news);
            all.add(new Told(
                    "email." + kind,
                    mailed,
                    kind.equals("complained") ? tell.andThen(p -> p.delete("/suppressions/ada@example.com")) : tell,
                    fields));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void each_is_told_when_it_happens_and_once(Told told) {
        var place = new Place(server);
        told.before().accept(place);
        heard();

        told.act().accept(place);

        var events = heard().stream()
                .filter(event ->
                        !told.type().equals("email.complained") || !event.type().startsWith("suppression."))
                .toList();
        assertThat(events).extracting(HookEvents.Fresh::type).containsExactly(told.type());
        assertThat(events.get(0).data()).containsOnlyKeys(told.fields());
    }

    @Test
    void the_table_has_every_type_there_is() {
        Set<String> types = new TreeSet<>(OF_ENGINE);
        all().forEach(told -> types.add(told.type()));

        assertThat(WebhookEvents.TOLD).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void what_changes_nothing_is_no_news() {
        var place = new Place(server);
        place.post("/contacts", Map.of("email", "ada@example.com", "first_name", "Ada"));
        place.post("/emails", mail());
        heard();

        place.post("/contacts", Map.of("email", "ADA@example.com", "first_name", "Ada"));
        place.patch("/contacts/{/contacts}", Map.of("first_name", "Ada"));
        place.post("/emails", mail("scheduled_at", "2020-01-01T00:00:00Z"));

        assertThat(heard()).isEmpty();
    }

    @Test
    void of_a_batch_each_mail_for_later_is_told_and_none_of_a_batch_that_is_refused() {
        var later = mail("scheduled_at", "in 1 hour");

        server.post("/emails/batch", JsonWriter.write(List.of(later, mail(), later)));
        server.post("/emails/batch", JsonWriter.write(List.of(later, Map.of())));

        assertThat(heard()).extracting(HookEvents.Fresh::type).containsExactly("email.scheduled", "email.scheduled");
    }

    /** What was told and not fetched yet; it is fetched by this. */
    private List<HookEvents.Fresh> heard() {
        return await(server.store.transaction(tx -> HookEvents.claim(tx, 100)
                .compose(fresh -> server.store
                        .now(tx)
                        .compose(now -> HookEvents.fan(
                                        tx,
                                        fresh.stream()
                                                .map(one -> new HookEvents.Payload(one.projectId(), one.id(), "{}"))
                                                .toList(),
                                        now)
                                .map(fresh)))));
    }
}
