package onward.flow.explain;

import static onward.flow.Sample.NOON;
import static onward.flow.Sample.PROJECT;
import static onward.flow.Sample.automation;
import static onward.flow.Sample.condition;
import static onward.flow.Sample.definition;
import static onward.flow.Sample.delay;
import static onward.flow.Sample.email;
import static onward.flow.Sample.id;
import static onward.flow.Sample.map;
import static onward.flow.Sample.step;
import static onward.flow.Sample.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onward.flow.Sample;
import onward.flow.explain.Findings.Heard;
import onward.flow.explain.Findings.Incoming;
import onward.flow.explain.Findings.Mail;
import onward.flow.explain.Findings.Person;
import onward.flow.explain.Findings.Plan;
import onward.flow.explain.Findings.Span;
import onward.flow.explain.Findings.Story;
import onward.flow.explain.Findings.Suppression;
import onward.flow.explain.Findings.Window;
import onward.flow.fact.Contact;
import onward.flow.graph.Automation;
import onward.flow.run.Actor;
import onward.flow.run.Cancellation;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several decisions settles the matter, and in which words: told of findings that are made by hand. */
class ExplainTest {
    private static final Instant LATER = NOON.plusSeconds(3_600);
    private static final Heard EVENT =
            new Heard(id(5), "order.completed", "Ada@example.com", NOON, map("total", 5L), false);

    private final List<TrailEntry> trail = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private List<Heard> since = List.of();
    private Contact contact = Sample.ada();
    private Suppression suppression;
    private Automation automation = automation(definition(List.of("start-hello"), trigger(), email("hello")));

    private Explanation explain(Run run) {
        var person = new Person(Sample.ADA, "Ada@example.com", contact, suppression, List.of());
        var story = new Story(run, 1, automation, EVENT, trail, mails, since, null, null);
        var findings = new Findings(
                person,
                new Plan(id(7), "Welcome", true, 1, "order.completed"),
                new Window(NOON.minusSeconds(60), LATER),
                null,
                new Incoming(EVENT, true, null, true, null, null),
                List.of(EVENT),
                List.of(),
                List.of(),
                List.of(new Span(1, "order.completed", NOON.minusSeconds(60), null)),
                null,
                story,
                List.of());
        return Explain.of(findings, LATER);
    }

    private static Run run(RunStatus status, String stepKey, Map<String, Object> reason) {
        boolean isLive = status == RunStatus.RUNNING;
        return new Run(
                PROJECT,
                Sample.RUN,
                id(7),
                id(8),
                id(5),
                Sample.ADA,
                status,
                stepKey,
                1,
                3,
                isLive,
                isLive ? LATER.plusSeconds(60) : null,
                NOON,
                0,
                reason,
                NOON,
                NOON,
                isLive ? null : LATER);
    }

    private static Run completed() {
        return run(RunStatus.COMPLETED, null, null);
    }

    private void went(String key, String type, StepStatus status, Object... output) {
        boolean isOver = status != StepStatus.WAITING;
        trail.add(new TrailEntry(
                key, type, 1, trail.size(), status, map(output), null, NOON, NOON, isOver ? LATER : null));
    }

    private void mailed(String key, String state, String lastEvent, String reply, Instant sentAt) {
        went(key, "send_email", StepStatus.COMPLETED, "email_id", id(20).toString());
        Instant due = state.equals("queued") ? LATER.plusSeconds(9) : null;
        mails.add(new Mail(id(20), key, 1, state, lastEvent, 1, due, reply, NOON, sentAt, null, 0, 0));
    }

    @Test
    void a_run_that_somebody_cancelled_says_who_and_why() {
        automation = automation(definition(List.of("start-pause"), trigger(), delay("pause")));
        went("pause", "delay", StepStatus.SKIPPED, "reason", "cancelled_by_hand");
        var reason = new Cancellation(Actor.apiKey(id(9), "shop"), "not needed", true).reason();

        Explanation told = explain(run(RunStatus.CANCELLED, null, reason));

        assertThat(told.verdict().code()).isEqualTo(Code.CANCELLED);
        assertThat(told.sentence()).contains("was cancelled at", "by the API key ‘shop’, who said ‘not needed’");
    }

    @Test
    void a_mail_that_is_out_is_not_the_verdict_while_the_run_goes_on_to_another() {
        automation = automation(definition(
                List.of("start-hello", "hello-pause", "pause-more"),
                trigger(),
                email("hello"),
                delay("pause"),
                email("more")));
        mailed("hello", "sent", "sent", "250 OK", NOON);
        went("pause", "delay", StepStatus.WAITING);

        Explanation told = explain(run(RunStatus.RUNNING, "pause", null));

        assertThat(told.verdict().code()).isEqualTo(Code.WAITING);
        assertThat(told.sentence()).startsWith("Ada@example.com has not got ‘Welcome’ yet: the run rests at ‘pause’");
    }

    @Test
    void a_mail_that_is_out_is_the_verdict_when_no_other_can_follow() {
        automation = automation(
                definition(List.of("start-hello", "hello-pause"), trigger(), email("hello"), delay("pause")));
        mailed("hello", "sent", "sent", "250 OK", NOON);
        went("pause", "delay", StepStatus.WAITING);

        assertThat(explain(run(RunStatus.RUNNING, "pause", null)).verdict().code())
                .isEqualTo(Code.DELIVERED);
    }

    @Test
    void a_branch_is_no_verdict_when_all_its_ways_lead_to_the_mail() {
        automation = automation(definition(
                List.of("start-rich", "rich-hello:condition_met", "rich-hello:condition_not_met"),
                trigger(),
                condition("rich"),
                email("hello")));
        went("rich", "condition", StepStatus.COMPLETED, "result", false, "because", because());
        mailed("hello", "sent", "delivered", "250 OK", NOON);

        Explanation told = explain(completed());

        assertThat(told.verdict().code()).isEqualTo(Code.DELIVERED);
        assertThat(told.sentence()).contains("and reached the mailbox");
        assertThat(told.decisions().get(3).code()).isEqualTo(Code.STEP_DONE);
    }

    private static Map<String, Object> because() {
        return map("clause", "", "field", "event.total", "operator", "gt", "expected", 10L, "found", 5L);
    }

    @ParameterizedTest
    @CsvSource({
        "queued,   queued,           ,                                             , queued",
        "sending,  queued,           ,                                             , queued",
        "queued,   delivery_delayed, 451 later,                                    , not_accepted",
        "uncertain,delivery_delayed, lost,                                         , not_accepted",
        "failed,   failed,           550 no,                                       , not_accepted",
        "failed,   bounced,          550 5.1.1 none,                               , not_accepted",
        "failed,   suppressed,       'Not sent, because its contact unsubscribed since it was sealed.',    , suppressed",
        "failed,   suppressed,       'Not sent, because its contact left the topic since it was sealed.',  , suppressed",
        "failed,   suppressed,       'Not sent, because its address is suppressed after a bounce.',        , suppressed",
        "failed,   suppressed,       'Not sent, because its run was cancelled since it was sealed.',       , cancelled",
        "sent,     suppressed,       250 OK,                                   sent, suppressed",
        "sent,     failed,           250 OK,                                   sent, not_accepted",
        "sent,     bounced,          250 OK,                                   sent, bounced",
        "sent,     complained,       250 OK,                                   sent, bounced",
        "sent,     clicked,          250 OK,                                   sent, delivered"
    })
    void a_mail_is_known_by_its_state_and_what_was_told_of_it(
            String state, String lastEvent, String reply, String sent, String code) {
        mailed("hello", state, lastEvent, reply, sent == null ? null : NOON);
        if ("sending".equals(state) || reply == null) {
            mails.set(0, new Mail(id(20), "hello", 1, state, lastEvent, 0, NOON, null, NOON, null, null, 0, 0));
        }

        assertThat(explain(completed()).verdict().code().word()).isEqualTo(code);
    }

    @Test
    void an_address_that_was_suppressed_by_hand_says_so_and_leads_there() {
        suppression = new Suppression(id(30), "manual", null, NOON);
        mailed("hello", "failed", "suppressed", "Not sent, because its address is suppressed.", null);

        Explanation told = explain(completed());

        assertThat(told.sentence()).contains("is suppressed since 2026-10-01 12:00:00 UTC, by hand");
        assertThat(told.verdict().suggestion()).contains("DELETE /suppressions/" + id(30));
    }

    @Test
    void somebody_who_subscribed_again_is_not_said_to_be_unsubscribed() {
        went("hello", "send_email", StepStatus.SKIPPED, "reason", "unsubscribed");

        Explanation told = explain(completed());

        assertThat(told.verdict().code()).isEqualTo(Code.SUPPRESSED);
        assertThat(told.sentence()).contains("by now it is subscribed again");
        assertThat(told.verdict().suggestion()).isEqualTo("Send the event again.");
    }

    @Test
    void an_event_from_before_the_wait_is_a_near_miss() {
        automation = automation(definition(
                List.of("start-wait", "wait-hello:event_received"),
                trigger(),
                step("wait", "wait_for_event", "event_name", "order.paid"),
                email("hello")));
        since = List.of(new Heard(id(40), "order.paid", null, NOON.minusSeconds(1), map(), false));
        went("wait", "wait_for_event", StepStatus.WAITING);

        Explanation told = explain(run(RunStatus.RUNNING, "wait", null));

        assertThat(told.decisions())
                .extracting(Reason::code)
                .containsExactly(Code.EVENT_RECEIVED, Code.ENABLED, Code.STARTED, Code.NEAR_MISS, Code.WAITING);
        assertThat(told.decisions().get(3).suggestion()).isEqualTo("Let the wait look back, with `look_back`.");
    }

    @Test
    void a_wait_for_a_contact_that_is_gone_and_a_payload_that_is_null_is_told_all_the_same() {
        automation = automation(definition(
                List.of("start-wait", "wait-hello:event_received"),
                trigger(),
                step(
                        "wait",
                        "wait_for_event",
                        "event_name",
                        "order.paid",
                        "correlation",
                        map("field", "event.order", "equals", "contact.email")),
                email("hello")));
        contact = null;
        since = List.of(new Heard(id(40), "order.paid", null, NOON.plusSeconds(1), null, false));
        went("wait", "wait_for_event", StepStatus.WAITING);

        assertThat(explain(run(RunStatus.RUNNING, "wait", null)).verdict().code())
                .isEqualTo(Code.WAITING);
    }

    @Test
    void a_version_that_can_be_read_no_more_is_told_by_its_trail() {
        automation = null;
        went("rich", "condition", StepStatus.COMPLETED, "result", false, "because", because());
        went("pause", "delay", StepStatus.WAITING);

        Explanation told = explain(run(RunStatus.RUNNING, "pause", null));

        assertThat(told.verdict().code()).isEqualTo(Code.WAITING);
    }

    @Test
    void every_sentence_is_one_and_ends_in_one_stop() {
        mailed("hello", "failed", "failed", "550 no.", null);

        Explanation told = explain(completed());

        assertThat(told.decisions())
                .allSatisfy(reason -> assertThat(reason.sentence()).matches("[A-Z].*[^.]\\."));
        assertThat(told.decisions()).contains(told.verdict());
    }
}
