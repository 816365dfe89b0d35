package onward.engine;

import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.store.TestDatabase;
import onward.store.table.ContactProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps do to contacts and segments, on a real database. */
final class EffectsTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();

    @BeforeEach
    void publish() {
        workshop.publish("hello", "Hello", "<p>Hi</p>");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private static Map<String, Object> update(String key, Map<String, Object> config) {
        return step(key, "contact_update", config);
    }

    private void send(String name, Map<String, Object> payload) {
        workshop.send(event(name, ADA, payload));
        workshop.match();
    }

    private String contact(String expression) {
        return workshop.rows("select (" + expression + ")::text as value from contact")
                .get(0)
                .getString("value");
    }

    @Test
    void a_contact_takes_on_values_of_the_event_and_loses_what_is_null() {
        var first = Map.<String, Object>of(
                "first_name", Map.of("var", "event.name"), "properties", Map.of("plan", "pro", "seats", 3L));
        var cleared = new LinkedHashMap<String, Object>();
        cleared.put("seats", null);
        workshop.enable("signed.up", update("one", first), update("two", Map.of("properties", cleared)));

        send("signed.up", Map.of("name", "Ada"));

        assertThat(contact("first_name")).isEqualTo("Ada");
        assertThat(contact("properties")).isEqualTo("{\"plan\": \"pro\"}");
        assertThat(workshop.status()).isEqualTo("completed");
    }

    @Test
    void a_property_that_a_person_has_not_is_seen_with_its_fallback_and_not_given_to_them() {
        var plan = new ContactProperties.Property(new UUID(1, 1), "plan", "string", "free", Instant.EPOCH);
        Workshop.await(ContactProperties.create(workshop.store.client(), TestDatabase.PROJECT, plan));
        var copied = Map.<String, Object>of("last_name", Map.of("var", "contact.properties.plan"));
        workshop.enable("signed.up", update("copy", copied));

        send("signed.up", Map.of());

        assertThat(contact("last_name")).isEqualTo("free");
        assertThat(contact("properties")).isEqualTo("{}");
    }

    @Test
    void a_template_is_the_one_that_is_published_now_and_one_that_never_was_stops_the_run() {
        workshop.enable("joined", mail("mail", "hello"));
        send("joined", Map.of());
        workshop.rows("update template_version set id = gen_random_uuid(), html = '<p>Good day</p>' returning id");
        workshop.rows("update template set published_version_id = v.id from template_version as v returning v.id");

        send("joined", Map.of());
        send("joined", Map.of());
        workshop.rows("update template set published_version_id = null returning id");
        send("joined", Map.of());

        assertThat(workshop.rows("select html from envelope order by id"))
                .extracting(row -> row.getString("html"))
                .containsExactlyInAnyOrder("<p>Hi</p>", "<p>Good day</p>", "<p>Good day</p>");
        assertThat(workshop.rows("select reason::text as reason from run where status = 'failed'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("reason")).contains("never published"));
    }

    @Test
    void a_person_who_is_unsubscribed_by_a_step_gets_no_mail_from_the_next() {
        workshop.enable(
                "leave", update("off", Map.of("unsubscribed", true)), mail("mail", "hello"), delay("rest", "1 hour"));

        send("leave", Map.of());

        assertThat(workshop.steps())
                .containsExactly("start completed", "off completed", "mail skipped", "rest waiting");
        assertThat(contact("unsubscribed")).isEqualTo("true");
    }

    @Test
    void what_one_run_of_a_batch_does_to_a_person_the_next_one_sees() {
        workshop.enable("leave", update("off", Map.of("unsubscribed", true)));
        workshop.enable("buy", mail("mail", "hello"));
        workshop.send(event("leave", ADA));
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event("buy", ADA));

        workshop.match();

        assertThat(workshop.count("run", "true")).isEqualTo(2);
        assertThat(workshop.count("envelope", "true")).isZero();
    }

    @Test
    void two_runs_of_one_batch_change_one_person_in_turn() {
        workshop.enable(
                "set",
                update(
                        "set",
                        Map.of("properties", Map.of("a", Map.of("var", "event.a"), "last", Map.of("var", "event.a")))));
        workshop.send(event("set", ADA, Map.of("a", 1L)));
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.send(event("set", ADA, Map.of("a", 2L)));

        workshop.match();

        assertThat(contact("properties ->> 'last'")).isEqualTo("2");
    }

    @Test
    void a_deleted_person_is_gone_and_whatever_else_ran_for_them_ends() {
        workshop.enableGraph("parked", List.of(waiting("wait", "never")), List.of("start-wait"));
        workshop.enable("slow", delay("pause", "3 days"), mail("mail", "hello"));
        workshop.enable("forget", step("gone", "contact_delete", Map.of()), mail("mail", "hello"));
        send("parked", Map.of());
        send("slow", Map.of());

        send("forget", Map.of());
        workshop.resume();

        assertThat(workshop.count("contact", "true")).isZero();
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(3);
        assertThat(workshop.count("trail", "status = 'skipped'")).isEqualTo(3);
        assertThat(workshop.count("open_wait", "true")).isZero();
        assertThat(workshop.count("envelope", "true")).isZero();
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void a_person_joins_a_segment_once_and_an_unknown_segment_fails_the_step() {
        UUID segment = workshop.ids.next(workshop.clock.now());
        workshop.rows(
                "insert into segment (project_id, id, name, created_at) values ($1, $2, 'buyers', $3)",
                Workshop.PROJECT,
                segment,
                workshop.clock.now().atOffset(ZoneOffset.UTC));
        workshop.enable("buy", step("join", "add_to_segment", Map.of("segment_id", segment.toString())));
        workshop.enable(
                "lost",
                step(
                        "join",
                        "add_to_segment",
                        Map.of("segment_id", UUID.randomUUID().toString())));

        workshop.send(event("buy", ADA), event("buy", ADA), event("lost", ADA));
        workshop.match();

        assertThat(workshop.count("segment_member", "true")).isEqualTo(1);
        assertThat(workshop.count("run", "status = 'completed'")).isEqualTo(2);
        assertThat(workshop.rows(
                                "select reason ->> 'step_key' as step, reason ->> 'name' as name from run where status = 'failed'")
                        .get(0)
                        .getString("name"))
                .isEqualTo("not_found");
    }

    @Test
    void a_mail_of_a_topic_is_skipped_for_who_does_not_take_it() {
        UUID topic = workshop.ids.next(workshop.clock.now());
        workshop.rows(
                "insert into topic (project_id, id, name, default_subscription, visibility, created_at, updated_at) "
                        + "values ($1, $2, 'news', 'opt_out', 'public', $3, $3)",
                Workshop.PROJECT,
                topic,
                workshop.clock.now().atOffset(ZoneOffset.UTC));
        workshop.enable(
                "news",
                step("mail", "send_email", Map.of("template", Map.of("id", "hello"), "topic_id", topic.toString())));

        send("news", Map.of());
        assertThat(workshop.steps()).containsExactly("start completed", "mail skipped");
        workshop.rows(
                "insert into contact_topic (project_id, contact_id, topic_id, subscription, updated_at) "
                        + "select project_id, id, $1, 'opt_in', created_at from contact",
                topic);
        workshop.clock.pass(Duration.ofSeconds(1));
        send("news", Map.of());

        assertThat(workshop.steps()).containsExactly("start completed", "mail completed");
    }

    @Test
    void a_run_may_say_goodbye_before_it_unsubscribes_or_deletes() {
        workshop.enable("leave", mail("bye", "hello"), update("off", Map.of("unsubscribed", true)));
        workshop.enable("forget", mail("bye", "hello"), step("gone", "contact_delete", Map.of()));
        workshop.send(event("leave", ADA), event("forget", "bob@example.com"));
        workshop.match();

        workshop.deliver();

        assertThat(workshop.count("envelope", "state = 'sent'")).isEqualTo(2);
    }
}
