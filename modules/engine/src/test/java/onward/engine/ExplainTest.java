package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.delay;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.mail;
import static onward.engine.Workshop.rule;
import static onward.engine.Workshop.step;
import static onward.engine.Workshop.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onward.bus.Ingested;
import onward.channel.Receipt;
import onward.flow.explain.Code;
import onward.flow.explain.Explanation;
import onward.flow.explain.Reason;
import onward.flow.explain.Subject;
import onward.flow.graph.Blueprint;
import onward.flow.message.MailEvent;
import onward.store.Times;
import onward.store.page.Explanations;
import onward.store.page.Question;
import onward.store.table.ApiKeys;
import onward.store.table.Automations;
import onward.store.table.Choices;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.Matching;
import onward.store.table.RequestLogs;
import onward.store.table.StoredAutomation;
import onward.store.table.Suppressions;
import onward.store.table.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each reason why somebody did not get a mail, made by the passes of the engine and told back. */
final class ExplainTest {
    private static final String ADA = "ada@example.com";
    private static final String BOB = "bob@example.com";

    private final Workshop workshop = new Workshop();

    @BeforeEach
    void publish() {
        workshop.publish("welcome", "Hello", "<p>Welcome</p>");
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private Explanation explain(UUID automation) {
        return explain(automation, ADA, null);
    }

    private Explanation explain(UUID automation, String email, UUID event) {
        return explain(new Question(ContactRef.email(email), automation, event, null, null));
    }

    private Explanation explain(Question question) {
        return await(Explanations.of(workshop.store.client(), PROJECT, question, workshop.clock.now()))
                .orElseThrow();
    }

    private UUID send(String name, String email, Object... payload) {
        workshop.clock.pass(Duration.ofSeconds(1));
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < payload.length; i += 2) {
            fields.put((String) payload[i], payload[i + 1]);
        }
        var answer = workshop.send(event(name, email, fields)).get(0);
        return ((Ingested.Accepted) answer).id();
    }

    private UUID happened(String name, String email, Object... payload) {
        UUID id = send(name, email, payload);
        workshop.match();
        workshop.resume();
        return id;
    }

    private void pass(Duration time) {
        workshop.clock.pass(time);
        workshop.resume();
    }

    /** An automation that mails at once. */
    private UUID welcoming() {
        return workshop.enable("user.created", mail("greet", "welcome"));
    }

    private static List<Code> codes(Explanation explanation) {
        return explanation.decisions().stream().map(Reason::code).toList();
    }

    private static Reason only(Explanation explanation, Code code) {
        return explanation.decisions().stream()
                .filter(reason -> reason.code() == code)
                .reduce((one, other) -> {
                    throw new AssertionError("Expected one " + code + ", found " + one + " and " + other);
                })
                .orElseThrow();
    }

    private UUID ada() {
        return workshop.rows("select id from contact where email_key = $1", ADA)
                .get(0)
                .getUUID("id");
    }

    private UUID mailId() {
        return workshop.rows("select id from envelope").get(0).getUUID("id");
    }

    // 1

    @Test
    void an_event_that_never_came_is_missed_and_nothing_is_made_up() {
        UUID automation = welcoming();

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.EVENT_NOT_RECEIVED);
        assertThat(told.sentence())
                .isEqualTo(
                        "ada@example.com did not get ‘of user.created’: no event ‘user.created’ of ada@example.com came"
                                + " between 2026-01-30 09:00:00 UTC and 2026-03-01 09:00:00 UTC, nor any other.");
        assertThat(told.verdict().suggestion()).startsWith("Send user.created with the email or contact_id of ada");
    }

    @Test
    void an_event_of_nearly_the_name_that_the_person_sent_is_suggested() {
        UUID automation = welcoming();
        happened("page.viewed", ADA);
        happened("User_Created", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.EVENT_NOT_RECEIVED);
        assertThat(told.sentence())
                .contains("the closest name that ada@example.com sent is ‘User_Created’, at 2026-03-01");
        assertThat(told.verdict().suggestion())
                .isEqualTo("Send the event as user.created, or let the automation start with User_Created.");
    }

    @Test
    void an_event_of_nearly_the_name_that_somebody_else_sent_is_suggested_too() {
        UUID automation = welcoming();
        happened("user.craeted", "zoe.zimmermann@example.org");

        Explanation told = explain(automation);

        assertThat(told.sentence()).contains("the closest name that the project sent is ‘user.craeted’");
    }

    @Test
    void an_event_that_is_asked_for_and_has_another_name_is_told_from_the_one_that_starts_it() {
        UUID automation = welcoming();
        UUID event = happened("user.create", ADA);

        Explanation told = explain(automation, ADA, event);

        assertThat(told.verdict().code()).isEqualTo(Code.EVENT_NOT_RECEIVED);
        assertThat(told.sentence())
                .contains("is named ‘user.create’, and ‘of user.created’ starts with ‘user.created’");
    }

    @Test
    void an_event_id_that_is_none_is_no_fault_but_an_answer() {
        UUID automation = welcoming();

        Explanation told = explain(automation, ADA, UUID.randomUUID());

        assertThat(told.verdict().code()).isEqualTo(Code.EVENT_NOT_RECEIVED);
        assertThat(told.sentence()).contains("it never arrived, or is no longer kept");
    }

    // 2

    @Test
    void an_event_that_repeats_an_earlier_one_is_told_by_that_one() {
        UUID automation = welcoming();
        UUID first = happened("user.created", ADA);
        pass(Duration.ofDays(2));
        Instant again = workshop.clock.now();
        logged(
                "POST",
                "/events/send",
                again,
                "{\"event\":\"user.created\",\"email\":\"Ada@example.com\"}",
                "{\"object\":\"event\",\"event\":\"user.created\",\"id\":\"" + first + "\",\"deduplicated\":true}");

        Explanation told = explain(
                new Question(ContactRef.email(ADA), automation, null, again.minusSeconds(60), again.plusSeconds(60)));
        Explanation ofFirst = explain(automation, ADA, first);

        assertThat(told.verdict().code()).isEqualTo(Code.DUPLICATE);
        assertThat(told.verdict().subject()).isEqualTo(new Subject("event", first.toString()));
        assertThat(told.sentence()).contains("repeated the event " + first + " under the same idempotency key");
        assertThat(codes(ofFirst)).contains(Code.DUPLICATE, Code.STARTED);
    }

    private UUID logged(String method, String endpoint, Instant at, String asked, String answered) {
        var key = await(
                ApiKeys.create(workshop.store.client(), PROJECT, "Backoffice", ApiKeys.FULL_ACCESS, at, workshop.ids));
        var entry = new RequestLogs.Entry(
                PROJECT, workshop.ids.next(at), key.id(), endpoint, method, 200, null, asked, answered, at);
        await(RequestLogs.insert(workshop.store.client(), List.of(entry)));
        return key.id();
    }

    // 3

    @Test
    void an_event_of_somebody_else_is_told_from_one_of_the_person() {
        UUID automation = welcoming();
        UUID event = happened("user.created", BOB);

        Explanation told = explain(automation, ADA, event);

        assertThat(told.verdict().code()).isEqualTo(Code.OTHER_PERSON);
        assertThat(told.sentence()).contains("is of bob@example.com, not of ada@example.com");
    }

    @Test
    void an_event_for_a_slip_of_the_address_is_found() {
        UUID automation = welcoming();
        happened("user.created", "ada@exmaple.com");

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.OTHER_PERSON);
        assertThat(told.sentence()).contains("came for ada@exmaple.com, an address that is near to theirs");
    }

    @Test
    void an_event_for_another_contact_that_names_the_person_in_its_payload_is_found() {
        UUID automation = welcoming();
        happened("user.created", "import@shop.example", "user", Map.of("email", "Ada@Example.com"));

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.OTHER_PERSON);
        assertThat(told.sentence()).contains("though its payload names ada@example.com");
    }

    // 4 and 8

    @Test
    void the_condition_behind_the_trigger_says_what_it_wanted_and_found() {
        UUID automation = workshop.enableGraph(
                "order.completed",
                List.of(step("plan", "condition", rule("event.amount", "gte", 1000L)), mail("greet", "welcome")),
                List.of("start-plan", "plan-greet:condition_met"));
        happened("order.completed", ADA, "amount", 40L);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.FILTER_FALSE);
        assertThat(told.verdict().code().number()).isEqualTo(4);
        assertThat(told.sentence())
                .isEqualTo(
                        "ada@example.com did not get ‘graph of order.completed’: the condition ‘plan’ wanted event.amount"
                                + " ≥ 1000 and found 40, so the run took the branch condition_not_met at 2026-03-01 09:00:01 UTC,"
                                + " away from the mail ‘greet’.");
        assertThat(told.verdict().suggestion()).contains("so that event.amount ≥ 1000 holds");
        assertThat(told.verdict().values()).containsKey("because").containsEntry("step", "plan");
        assertThat(codes(told)).containsExactly(Code.EVENT_RECEIVED, Code.ENABLED, Code.STARTED, Code.FILTER_FALSE);
    }

    @Test
    void a_branch_further_down_is_told_with_its_values() {
        UUID automation = workshop.enableGraph(
                "order.completed",
                List.of(
                        delay("pause", "1 hour"),
                        step("again", "condition", rule("event.plan", "eq", "free")),
                        mail("greet", "welcome")),
                List.of("start-pause", "pause-again", "again-greet:condition_not_met"));
        happened("order.completed", ADA, "plan", "free");
        pass(Duration.ofHours(1));

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.OTHER_BRANCH);
        assertThat(told.sentence()).contains("the condition ‘again’ holds, because event.plan = ‘free’ (found ‘free’)");
    }

    @Test
    void a_switch_and_a_wait_that_ran_out_are_branches_as_well() {
        var gold = Map.of("name", "gold", "rule", rule("event.plan", "eq", "gold"));
        UUID switching = workshop.enableGraph(
                "order.completed",
                List.of(step("which", "switch", Map.of("cases", List.of(gold))), mail("greet", "welcome")),
                List.of("start-which", "which-greet:gold"));
        UUID waiting = workshop.enableGraph(
                "order.completed",
                List.of(waiting("wait", "order.paid"), mail("greet", "welcome")),
                List.of("start-wait", "wait-greet:event_received"));
        happened("order.completed", ADA, "plan", "free");
        pass(Duration.ofHours(1));
        happened("order.paid", ADA);

        Explanation told = explain(switching);
        Explanation late = explain(waiting);

        assertThat(told.verdict().code()).isEqualTo(Code.FILTER_FALSE);
        assertThat(told.sentence()).contains("the last wanted event.plan = ‘gold’ and found ‘free’");
        assertThat(late.verdict().code()).isEqualTo(Code.OTHER_BRANCH);
        assertThat(late.sentence()).contains("the wait ‘wait’ ran out, because no event ‘order.paid’ that fits came");
        assertThat(only(late, Code.NEAR_MISS).sentence()).contains("it came after the wait had run out at 2026-03-01");
    }

    // 5

    @Test
    void a_pause_is_told_with_its_time_and_who_asked_for_it() {
        UUID automation = welcoming();
        workshop.clock.pass(Duration.ofMinutes(5));
        workshop.stop(automation);
        logged("POST", "/automations/" + automation + "/stop", workshop.clock.now(), null, "{}");
        happened("user.created", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.NOT_ENABLED);
        assertThat(told.sentence())
                .contains(
                        "the automation was paused at that moment, from 2026-03-01 09:05:00 UTC, by POST /automations/"
                                + automation + "/stop with the key ‘Backoffice’");
        assertThat(told.verdict().suggestion()).isEqualTo("Enable the automation, then send the event again.");
    }

    @Test
    void a_draft_starts_nothing_and_neither_does_one_that_is_enabled_later() {
        UUID automation = drafted("user.created");
        happened("user.created", ADA);

        assertThat(explain(automation).verdict().code()).isEqualTo(Code.NOT_ENABLED);
        assertThat(explain(automation).sentence()).contains("is a draft and was never enabled");
        workshop.clock.pass(Duration.ofMinutes(1));
        change(automation, true, "user.created");

        assertThat(explain(automation).sentence())
                .contains("was a draft at that moment and first enabled at 2026-03-01 09:01:01 UTC");
    }

    @Test
    void a_version_that_starts_with_another_name_is_told_from_the_current_one() {
        UUID automation = workshop.enable("user.made", mail("greet", "welcome"));
        happened("user.created", ADA);
        workshop.clock.pass(Duration.ofMinutes(1));
        change(automation, false, "user.created");
        change(automation, true, "user.created");

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.NOT_ENABLED);
        assertThat(told.sentence())
                .contains("version 1 was enabled, which starts with ‘user.made’; version 2, which starts with"
                        + " ‘user.created’, was enabled at 2026-03-01 09:01:01 UTC");
    }

    private UUID drafted(String trigger) {
        var draft = new StoredAutomation.Draft("Draft", false, trigger, definition(trigger));
        return await(workshop.store.transaction(
                tx -> Automations.create(tx, PROJECT, draft, workshop.clock.now(), workshop.ids)));
    }

    private static Map<String, Object> definition(String trigger) {
        var steps = List.of(step("start", "trigger", Map.of("event_name", trigger)), mail("greet", "welcome"));
        var connections = List.of(Map.of("from", "start", "to", "greet", "type", "default"));
        return Blueprint.read(Map.of("steps", steps, "connections", connections))
                .value()
                .toDefinition();
    }

    private void change(UUID automation, boolean enabled, String trigger) {
        await(workshop.store.transaction(tx -> Automations.lock(tx, PROJECT, automation)
                .compose(found -> {
                    var after = new StoredAutomation.Draft(
                            found.orElseThrow().name(), enabled, trigger, definition(trigger));
                    return Automations.save(
                            tx, PROJECT, found.orElseThrow(), after, workshop.clock.now(), workshop.ids);
                })));
    }

    // 6

    @Test
    void an_entry_rule_that_lets_nobody_in_leads_to_the_run_in_the_way() {
        UUID automation = workshop.enableGraph(
                "cart.left",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"),
                "entry",
                "skip_if_running");
        happened("cart.left", ADA);
        happened("cart.left", ADA);

        Explanation told = explain(automation);

        UUID run = workshop.rows("select id from run").get(0).getUUID("id");
        assertThat(told.verdict().code()).isEqualTo(Code.ENTRY_REFUSED);
        assertThat(told.sentence()).contains("lets nobody in while a run is going on, and the run " + run + " was");
        assertThat(told.verdict().subject()).isEqualTo(new Subject("run", run.toString()));
        assertThat(told.verdict().values()).containsEntry("run_status", "running");
    }

    @Test
    void an_entry_rule_without_a_key_says_so() {
        UUID automation = workshop.enableGraph(
                "cart.left",
                List.of(mail("greet", "welcome")),
                List.of("start-greet"),
                "entry",
                Map.of("mode", "once", "key", "event.cart"));
        happened("cart.left", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.ENTRY_REFUSED);
        assertThat(told.sentence()).contains("by a field that the event does not carry");
    }

    // 7

    @Test
    void a_wait_says_for_what_until_when_and_what_nearly_ended_it() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(
                        waiting(
                                "wait",
                                "order.paid",
                                "correlation",
                                Map.of("field", "event.order_id", "equals", "event.order_id"),
                                "filter_rule",
                                rule("event.total", "gte", 100L)),
                        mail("greet", "welcome")),
                List.of("start-wait", "wait-greet:event_received"));
        happened("order.placed", ADA, "order_id", "A-1");
        happened("order.paid", ADA, "order_id", "A-2", "total", 200L);
        happened("order.paid", ADA, "order_id", "A-1", "total", 5L);
        happened("order.paid", BOB, "order_id", "A-1", "total", 200L);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.WAITING);
        assertThat(told.sentence())
                .isEqualTo(
                        "ada@example.com has not got ‘graph of order.placed’ yet: the run waits at ‘wait’ for the event"
                                + " ‘order.paid’ of ada@example.com with event.order_id = ‘A-1’ until 2026-03-01 10:00:01 UTC.");
        assertThat(told.decisions().stream()
                        .filter(reason -> reason.code() == Code.NEAR_MISS)
                        .map(Reason::sentence))
                .hasSize(3)
                .anyMatch(sentence -> sentence.contains("wanted event.order_id = ‘A-1’ and found ‘A-2’"))
                .anyMatch(sentence -> sentence.contains("its filter wanted event.total ≥ 100 and found 5"))
                .anyMatch(sentence -> sentence.contains("it is of bob@example.com, not of ada@example.com"));
    }

    @Test
    void a_wait_that_nearly_heard_another_name_tells_it() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(waiting("wait", "order.paid"), mail("greet", "welcome")),
                List.of("start-wait", "wait-greet:event_received"));
        happened("order.placed", ADA);
        happened("order_paid", ADA);

        Explanation told = explain(automation);

        assertThat(only(told, Code.NEAR_MISS).suggestion())
                .isEqualTo("Send it as order.paid, or let the wait listen for order_paid.");
    }

    @Test
    void a_delay_says_until_when() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"));
        happened("order.placed", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.WAITING);
        assertThat(told.sentence()).contains("the run rests at ‘pause’ until 2026-03-01 10:00:01 UTC");
    }

    // 9

    @Test
    void an_exit_rule_says_which_event_or_comparison_ended_the_run() {
        UUID automation = workshop.enableGraph(
                "cart.left",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"),
                "exit",
                Map.of("events", List.of("order.completed"), "rule", rule("contact.first_name", "eq", "Ada")));
        happened("cart.left", ADA);
        UUID goal = happened("order.completed", ADA);

        Explanation byEvent = explain(automation);
        happened("cart.left", ADA);
        named("Ada");
        pass(Duration.ofHours(1));
        Explanation byRule = explain(automation);

        assertThat(byEvent.verdict().code()).isEqualTo(Code.EXITED);
        assertThat(byEvent.sentence())
                .contains("by the exit rule, which heard the event ‘order.completed’ of 2026-03-01");
        assertThat(byEvent.verdict().values()).containsEntry("event_id", goal.toString());
        assertThat(byRule.verdict().code()).isEqualTo(Code.EXITED);
        assertThat(byRule.sentence()).contains("contact.first_name = ‘Ada’ (found ‘Ada’)");
    }

    private void named(String firstName) {
        workshop.rows("update contact set first_name = $1 returning id", firstName);
    }

    // 10

    @Test
    void a_send_window_holds_a_run_until_it_opens() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(
                        step("office", "delay", Map.of("time_of_day", "10:00-17:00", "timezone", "Europe/Berlin")),
                        mail("greet", "welcome")),
                List.of("start-office", "office-greet"));
        workshop.clock.turnTo(Instant.parse("2026-03-01T20:00:00Z"));
        happened("order.placed", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.HELD);
        assertThat(told.sentence())
                .contains(
                        "is held at ‘office’ by the send window 10:00-17:00, Europe/Berlin until 2026-03-02 09:00:00 UTC");
    }

    // 11

    @Test
    void somebody_who_is_unsubscribed_is_left_out() {
        UUID automation = welcoming();
        workshop.enable("first.seen", step("leave", "contact_update", Map.of("unsubscribed", true)));
        happened("first.seen", ADA);
        logged("PATCH", "/contacts/" + ada(), workshop.clock.now(), "{}", "{}");
        happened("user.created", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.SUPPRESSED);
        assertThat(told.sentence())
                .contains("ada@example.com was unsubscribed from everything; the contact was changed last at"
                        + " 2026-03-01 09:00:01 UTC, by PATCH /contacts/" + ada() + " with the key ‘Backoffice’");
    }

    @Test
    void somebody_who_left_the_topic_is_told_since_when() {
        UUID topic = topic(Topics.OPT_IN);
        UUID automation = workshop.enable(
                "user.created",
                step("greet", "send_email", Map.of("template", Map.of("id", "welcome"), "topic_id", topic.toString())));
        workshop.enable("first.seen", delay("pause", "1 hour"));
        happened("first.seen", ADA);
        await(Choices.choose(
                workshop.store.client(), PROJECT, ada(), Map.of(topic, Topics.OPT_OUT), workshop.clock.now()));
        happened("user.created", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.SUPPRESSED);
        assertThat(told.sentence()).contains("ada@example.com left the topic ‘News’ at 2026-03-01 09:00:01 UTC");
    }

    @Test
    void who_has_no_device_is_told_why_no_push_came() {
        UUID automation = workshop.enable(
                "user.created",
                step("tell", "send_push", Map.of("title", "a", "body", "b", "platforms", List.of("ios", "web"))));
        happened("user.created", ADA);

        Explanation told = explain(automation);

        assertThat(told.decisions().stream().map(Reason::sentence))
                .anyMatch(sentence -> sentence.contains(
                        "because ada@example.com had no device of the platforms ios, web that may be pushed to"));
    }

    private UUID topic(String byDefault) {
        Instant now = workshop.clock.now();
        UUID id = workshop.ids.next(now);
        await(Topics.create(
                workshop.store.client(),
                PROJECT,
                new Topics.Topic(id, "News", null, byDefault, Topics.PUBLIC, now, now)));
        return id;
    }

    @Test
    void a_suppressed_address_is_told_with_the_mail_to_blame() {
        UUID automation = welcoming();
        UUID source = UUID.randomUUID();
        await(Suppressions.add(
                workshop.store.client(),
                List.of(new Suppressions.Bad(PROJECT, ADA, Suppressions.BOUNCE, source)),
                workshop.clock.now(),
                workshop.ids));
        happened("user.created", ADA);
        workshop.deliver();

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.SUPPRESSED);
        assertThat(told.sentence())
                .contains("is suppressed since 2026-03-01 09:00:00 UTC, after a bounce of the mail " + source);
        assertThat(told.verdict().subject().type()).isEqualTo("suppression");
    }

    // 12

    @Test
    void a_template_that_lacks_a_value_names_the_variable() {
        workshop.publish("bare", "Hello", "<p>{{{COUNTRY}}}</p>");
        UUID automation = workshop.enable("user.created", mail("greet", "bare"));
        happened("user.created", ADA);

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.TEMPLATE_FAILED);
        assertThat(told.verdict().values()).containsEntry("variable", "COUNTRY");
        assertThat(told.verdict().suggestion()).startsWith("Give the variable COUNTRY a value");
    }

    // 13

    @Test
    void a_mail_that_waits_is_told_from_one_that_was_put_off_refused_or_lost_on_the_way() {
        UUID automation = welcoming();
        happened("user.created", ADA);

        Explanation waiting = explain(automation);
        workshop.deliver(new Receipt.Deferred("451 greylisted"));
        Explanation deferred = explain(automation);

        assertThat(waiting.verdict().code()).isEqualTo(Code.QUEUED);
        assertThat(deferred.verdict().code()).isEqualTo(Code.NOT_ACCEPTED);
        assertThat(deferred.sentence())
                .contains("was put off by the mail server, attempt 1: ‘451 greylisted’; the next"
                        + " attempt is due at 2026-03-01 09:00:0");
        assertThat(deferred.verdict().values()).containsEntry("attempts", 1);
    }

    @Test
    void a_mail_that_was_refused_is_told_with_the_answer() {
        UUID automation = welcoming();
        happened("user.created", ADA);
        var gone = new Receipt.LeftOut(ADA, "550 5.1.1 no such user", true, true);
        workshop.deliver(new Receipt.Refused("550 5.1.1 no such user", List.of(gone)));

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.NOT_ACCEPTED);
        assertThat(told.sentence())
                .contains(
                        "the mailbox is not there: ‘550 5.1.1 no such user’; the address is suppressed since 2026-03-01");
    }

    @Test
    void a_mail_of_which_nobody_knows_waits_for_a_person() {
        UUID automation = workshop.enable(
                "user.created",
                step("greet", "send_email", Map.of("template", Map.of("id", "welcome"), "on_uncertain", "hold")));
        happened("user.created", ADA);
        workshop.deliver(new Receipt.Unclear("lost the connection"));

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.NOT_ACCEPTED);
        assertThat(told.verdict().suggestion()).contains("POST /emails/" + mailId() + "/resend");
    }

    // 14 and 15

    @Test
    void a_mail_that_came_back_is_told_from_one_that_arrived() {
        UUID automation = welcoming();
        happened("user.created", ADA);
        workshop.deliver();

        Explanation sent = explain(automation);
        told("bounced");
        Explanation bounced = explain(automation);

        assertThat(sent.verdict().code()).isEqualTo(Code.DELIVERED);
        assertThat(sent.sentence())
                .isEqualTo("The mail of ‘greet’ was taken by the mail server at 2026-03-01 09:00:01 UTC; whether it was"
                        + " opened is not known, because opens are not tracked.");
        assertThat(bounced.verdict().code()).isEqualTo(Code.BOUNCED);
        assertThat(bounced.sentence()).contains("and then bounced");
    }

    @Test
    void a_mail_that_was_opened_or_not_says_which() {
        UUID automation = welcoming();
        happened("user.created", ADA);
        workshop.deliver();
        workshop.rows(
                "insert into mail_tracking (project_id, envelope_id, opens, clicks) values ($1, $2, true, false)"
                        + " on conflict (project_id, envelope_id) do update set opens = true returning opened",
                PROJECT,
                mailId());

        Explanation unopened = explain(automation);
        workshop.rows("update mail_tracking set opened = 2 returning opened");
        Explanation opened = explain(automation);

        assertThat(unopened.sentence()).contains("it was not opened so far");
        assertThat(opened.sentence()).contains("it was opened 2 times");
        assertThat(opened.verdict().suggestion()).isNull();
    }

    /** What a provider tells of the only mail. */
    private void told(String kind) {
        assertThat(MailEvent.TOLD).contains(kind);
        workshop.rows("update envelope set last_event = $1 returning id", kind);
    }

    // 16

    @Test
    void deleting_the_automation_is_told_with_who_asked_for_it() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"));
        UUID event = happened("order.placed", ADA);
        await(workshop.store.transaction(tx -> Automations.lock(tx, PROJECT, automation)
                .compose(found -> Automations.delete(tx, PROJECT, automation, workshop.clock.now()))));
        logged("DELETE", "/automations/" + automation, workshop.clock.now(), null, "{}");

        Explanation told = explain(automation, ADA, event);

        assertThat(told.verdict().code()).isEqualTo(Code.CANCELLED);
        assertThat(told.sentence())
                .startsWith("ada@example.com did not get the deleted automation " + automation)
                .contains("because the automation was deleted, by DELETE /automations/")
                .contains("with the key ‘Backoffice’");
        assertThat(told.verdict().values()).containsEntry("deleted_by", "Backoffice");
    }

    @Test
    void deleting_the_contact_ends_what_was_under_way() {
        UUID automation = workshop.enableGraph(
                "order.placed",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"));
        happened("order.placed", ADA);
        UUID contact = ada();
        await(Contacts.delete(workshop.store.client(), List.of(new Matching.Ref(PROJECT, contact))));
        pass(Duration.ofHours(1));
        logged("DELETE", "/contacts/ada%40example.com", workshop.clock.now(), null, "{}");

        Explanation told = explain(automation);

        assertThat(told.verdict().code()).isEqualTo(Code.CANCELLED);
        assertThat(told.sentence()).contains("the contact was deleted, by DELETE /contacts/ada%40example.com");
    }

    @Test
    void another_run_that_took_the_place_is_told() {
        UUID automation = workshop.enableGraph(
                "cart.left",
                List.of(delay("pause", "1 hour"), mail("greet", "welcome")),
                List.of("start-pause", "pause-greet"),
                "entry",
                "replace_running");
        UUID first = happened("cart.left", ADA);
        happened("cart.left", ADA);
        workshop.resume();

        Explanation told = explain(automation, ADA, first);

        assertThat(told.verdict().code()).isEqualTo(Code.CANCELLED);
        assertThat(told.sentence()).contains("took its place by the entry rule");
    }

    // 17

    @Test
    void what_is_no_longer_kept_is_not_made_up() {
        UUID automation = welcoming();
        UUID event = happened("user.created", ADA);
        workshop.deliver();
        workshop.rows("delete from event returning id");

        Explanation told = explain(automation, ADA, event);
        workshop.rows("delete from envelope returning id");
        workshop.rows("delete from trail returning run_id");
        Explanation bare = explain(automation, ADA, event);

        assertThat(told.verdict().code()).isEqualTo(Code.DELIVERED);
        assertThat(codes(told)).startsWith(Code.DETAILS_REMOVED, Code.STARTED);
        assertThat(bare.verdict().code()).isEqualTo(Code.DETAILS_REMOVED);
        assertThat(bare.sentence()).contains("the run completed and what its steps did is no longer kept");
    }

    @Test
    void a_run_that_is_gone_with_its_refusal_is_said_to_be_gone() {
        UUID automation = welcoming();
        happened("user.created", ADA);
        workshop.rows("delete from run returning id");

        assertThat(explain(automation).verdict().code()).isEqualTo(Code.DETAILS_REMOVED);
    }

    // 18 to 21

    @Test
    void an_event_that_nobody_looked_at_is_told_from_one_that_was_set_aside() {
        UUID automation = welcoming();
        UUID event = send("user.created", ADA);

        Explanation waiting = explain(automation);
        workshop.rows("update event set quarantined_at = $1 returning id", sql(workshop.clock.now()));
        workshop.rows("delete from unmatched_event returning event_id");
        workshop.rows(
                "insert into strike (project_id, kind, row_id, count, last_fault, first_at, last_at, again_at)"
                        + " values ($1, 'event', $2, 5, 'boom', $3, $3, $3) returning row_id",
                PROJECT,
                event,
                sql(workshop.clock.now()));
        Explanation aside = explain(automation);

        assertThat(waiting.verdict().code()).isEqualTo(Code.NOT_LOOKED_AT);
        assertThat(waiting.sentence())
                .startsWith("ada@example.com has not got")
                .contains("has not looked at the event");
        assertThat(aside.sentence()).contains("set the event aside at 2026-03-01 09:00:01 UTC");
        assertThat(aside.verdict().values()).containsEntry("fault", "boom");
    }

    private static Object sql(Instant at) {
        return Times.toSql(at);
    }

    @Test
    void a_step_that_fails_and_a_run_without_a_mail_are_told() {
        UUID failing = workshop.enableGraph(
                "user.created",
                List.of(step("plan", "condition", rule("event.amount", "gte", 1000L)), mail("greet", "welcome")),
                List.of("start-plan", "plan-greet:condition_met"));
        UUID quiet = workshop.enable("user.created", step("note", "contact_update", Map.of("first_name", "Ada")));
        happened("user.created", ADA);

        Explanation failed = explain(failing);
        Explanation none = explain(quiet);

        assertThat(failed.verdict().code()).isEqualTo(Code.STEP_FAILED);
        assertThat(failed.sentence()).contains("Expected `event.amount` for operator gte, found no such field");
        assertThat(none.verdict().code()).isEqualTo(Code.NO_MAIL);
    }

    @Test
    void an_automation_that_never_was_has_no_explanation() {
        var question = new Question(ContactRef.email(ADA), UUID.randomUUID(), null, null, null);

        assertThat(await(Explanations.of(workshop.store.client(), PROJECT, question, workshop.clock.now())))
                .isEmpty();
    }
}
