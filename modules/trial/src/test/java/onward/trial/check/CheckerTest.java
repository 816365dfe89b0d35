package onward.trial.check;

import static onward.trial.check.Recording.T0;
import static onward.trial.check.Recording.at;
import static onward.trial.check.Recording.call;
import static onward.trial.check.Recording.change;
import static onward.trial.check.Recording.drop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onward.trial.evidence.ApiRun;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Call.Outcome;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Request;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.SignalRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Rows.WaitRow;
import onward.trial.evidence.Session;
import onward.trial.evidence.Told;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A clean history passes; each single lie planted in it is found, under the right name. */
class CheckerTest {

    @Test
    void a_clean_history_passes() {
        Findings findings = Checker.check(Recording.clean().history());

        assertThat(findings.violations()).isEmpty();
        assertThat(findings.duplicates()).singleElement().asString().contains("hidden by KILL of n1");
        assertThat(findings.figure("events acked")).isEqualTo(16);
    }

    /** The receipt is hidden after a process that was stopped went on with the mail, and before anybody else tries again. */
    @Test
    void who_goes_on_after_a_pause_hides_no_receipt_and_needs_no_excuse() {
        var recording = Recording.clean();
        recording.faults.add(new Fault(2, Fault.Kind.PAUSE, "n3", at(1), at(1), at(5.23)));
        recording.sessions.add(recording.turnedAway("drip-2", "drip", "first", 5.245, "n3", 450));

        assertThat(Checker.check(recording.history()).violations()).isEmpty();

        recording.faults.removeIf(fault -> fault.kind().isKill());

        assertThat(Checker.check(recording.history()).violations())
                .extracting(Violation::invariant)
                .contains("I-13");
    }

    /** It was begun before the pause, is read right after it, and its sender has given up meanwhile. */
    @Test
    void a_request_that_a_pause_held_up_may_come_again() {
        var recording = Recording.clean();
        recording.requests.add(recording.asked("call-1", 116, 200));
        recording.faults.add(new Fault(2, Fault.Kind.PAUSE, "n3", at(98), at(98), at(115.09)));

        assertThat(Checker.check(recording.history()).violations()).isEmpty();

        recording.faults.removeIf(fault -> fault.kind() == Fault.Kind.PAUSE);

        assertThat(Checker.check(recording.history()).violations())
                .extracting(Violation::invariant)
                .contains("I-29");
    }

    /** A deferral that died with its process is not the first of two. */
    @Test
    void a_deferral_that_a_fault_hid_lengthens_no_wait() {
        var recording = Recording.clean();
        recording.faults.add(new Fault(2, Fault.Kind.KILL, "n1", at(40.06), at(40.07), at(40.1)));
        recording.sessions.add(recording.turnedAway("fan-1", "fan", "hello", 40.05, "n1", 450));

        assertThat(Checker.check(recording.history()).violations()).isEmpty();

        recording.faults.removeIf(fault -> fault.number() == 2);

        assertThat(Checker.check(recording.history()).violations())
                .extracting(Violation::invariant)
                .contains("I-18");
    }

    @TestFactory
    Stream<DynamicTest> each_planted_lie_is_found() {
        return Stream.of(
                lie("I-1", "an acknowledged event is lost", r -> drop(r.events, "event-churn-2,")),
                lie("I-1", "an event is another than was sent", r -> change(r.events, "key=fan-2,", e -> event(e, 7))),
                lie(
                        "I-1",
                        "an event is refused",
                        r -> r.calls.add(call(Kind.EVENT, "fan-2", 49, 49.1, Outcome.NO, 422, null))),
                lie(
                        "I-1",
                        "an event was received before it was sent",
                        r -> change(
                                r.events,
                                "key=churn-2,",
                                e -> new EventRow(e.id(), e.name(), e.email(), e.key(), e.number(), at(79), true))),
                lie(
                        "I-2",
                        "two answers of a key have two ids",
                        r -> r.calls.add(new Call(
                                Kind.EVENT, "fan-2", "n2", at(51), at(51.1), Outcome.OK, 202, "event-fan-3", true))),
                lie(
                        "I-2",
                        "two answers of a key claim to be the first",
                        r -> r.calls.add(call(Kind.EVENT, "fan-2", 51, 51.1, Outcome.OK, 202, "event-fan-2"))),
                lie(
                        "I-2",
                        "a key has two events",
                        r -> r.events.add(new EventRow(
                                "event-x", "fan.out", "fan-2@people.example.com", "fan-2", 1, at(50.06), true))),
                lie(
                        "I-3",
                        "an event is invented",
                        r -> r.events.add(
                                new EventRow("event-x", "fan.out", "x@people.example.com", "x", 1, at(50), true))),
                lie(
                        "I-3",
                        "an event without a key is invented",
                        r -> r.events.add(
                                new EventRow("event-x", "fan.out", "x@people.example.com", null, 1, at(50), true))),
                lie(
                        "I-29",
                        "a request is made again after its answer",
                        r -> r.requests.add(r.asked("call-1", 116, 200))),
                lie(
                        "I-29",
                        "a request is made again after it was refused",
                        r -> r.requests.add(r.asked("call-2", 121, 410))),
                lie(
                        "I-29",
                        "a request is another when it comes again",
                        r -> change(r.requests, "key=call-1-ask", q -> request(q, q.hash() + q.number(), true))),
                lie("I-15", "an answer is invented", r -> drop(r.requests, "key=call-1-ask")),
                lie("I-15", "a refusal is invented", r -> drop(r.requests, "key=call-2-ask")),
                lie("I-15", "a step has no request", r -> drop(r.asked, "call-1-ask")),
                lie("I-16", "a request is of no step", r -> r.requests.add(r.asked("call-3", 121, 200))),
                lie("I-29", "a webhook does not hear of a mail", r -> drop(r.requests, "key=msg-drip-1-first")),
                lie(
                        "I-29",
                        "a webhook is told again after it heard",
                        r -> r.requests.add(r.hook("drip-1-second", Told.SENT, 4, 200))),
                lie(
                        "I-29",
                        "a webhook is told with the signature of another",
                        r -> change(r.requests, "key=msg-drip-1-first", q -> request(q, q.hash(), false))),
                lie(
                        "I-16",
                        "a webhook hears of a mail that failed as sent",
                        r -> change(
                                r.requests,
                                "key=msg-fan-3-hello",
                                q -> new Request(
                                        q.number(),
                                        q.readAt(),
                                        q.path(),
                                        q.key(),
                                        q.hash(),
                                        q.about(),
                                        Told.SENT,
                                        true,
                                        200,
                                        true,
                                        "NONE"))),
                lie(
                        "I-7",
                        "a refused request goes on as answered",
                        r -> change(r.trail, "run-call-2, stepKey=ask", s -> status(s, "completed"))),
                lie("I-4", "a run is lost", r -> drop(r.runs, "run-fan-2")),
                lie(
                        "I-4",
                        "an event starts two runs",
                        r -> r.runs.add(new RunRow("run-x", "fan", "event-fan-2", "completed", 0, null, T0, T0))),
                lie(
                        "I-4",
                        "a run has no event",
                        r -> change(
                                r.runs,
                                "run-fan-2",
                                x -> new RunRow(
                                        x.id(),
                                        x.automationId(),
                                        "event-none",
                                        x.status(),
                                        x.position(),
                                        null,
                                        T0,
                                        T0))),
                lie(
                        "I-24",
                        "a stopped automation starts a run",
                        r -> r.runs.add(
                                new RunRow("run-churn-2", "churn", "event-churn-2", "completed", 0, null, T0, T0))),
                lie("I-7", "a step is left out", r -> drop(r.trail, "run-drip-1, stepKey=pause")),
                lie("I-7", "a run ends early", r -> drop(r.trail, "run-drip-1, stepKey=second")),
                lie(
                        "I-7",
                        "a branch is swapped",
                        r -> change(r.trail, "run-trial-2, stepKey=nudge", s -> key(s, "thanks"))),
                lie(
                        "I-7",
                        "a condition sees what is not there",
                        r -> change(r.trail, "run-fan-1, stepKey=pick", s -> output(s, Map.of("result", false)))),
                lie(
                        "I-7",
                        "a step failed",
                        r -> change(r.trail, "run-drip-1, stepKey=pause", s -> status(s, "failed"))),
                lie(
                        "I-8",
                        "a step completes twice",
                        r -> r.trail.add(new TrailRow(
                                "run-drip-1", "first", 2, 4, "send_email", "completed", Map.of(), at(3), at(3)))),
                lie(
                        "I-8",
                        "a position is used twice",
                        r -> change(r.trail, "run-drip-1, stepKey=pause", s -> position(s, 1))),
                lie("I-9", "a run had no reason to move", r -> r.stuck.add("run-drip-1")),
                lie("I-9", "a run rests without an end", r -> change(r.runs, "run-fan-2", x -> status(x, "running"))),
                lie(
                        "I-9",
                        "a wait outlives its run",
                        r -> r.waits.add(new WaitRow("run-trial-1", "wait", "trial.activated", at(13)))),
                lie("I-9", "a mailbox is not heard", r -> r.signals.add(new SignalRow("run-trial-1", "event"))),
                lie(
                        "I-9",
                        "an event is not matched",
                        r -> change(
                                r.events,
                                "key=churn-2,",
                                e -> new EventRow(
                                        e.id(), e.name(), e.email(), e.key(), e.number(), e.receivedAt(), false))),
                lie("I-10", "something does not settle", r -> r.stalled.add("envelope-drip-1-first")),
                lie("I-10", "a run failed", r -> change(r.runs, "run-fan-2", x -> status(x, "failed"))),
                lie(
                        "I-10",
                        "a mail stays queued",
                        r -> change(r.envelopes, "envelope-drip-1-first", e -> state(e, "queued"))),
                lie(
                        "I-11",
                        "a delay ends early",
                        r -> change(r.trail, "run-drip-1, stepKey=pause", s -> completed(s, 1.9))),
                lie(
                        "I-11",
                        "a delay begins before its event and so ends early",
                        r -> change(
                                r.trail,
                                "run-churn-1, stepKey=hold",
                                s -> new TrailRow(
                                        s.runId(),
                                        s.stepKey(),
                                        1,
                                        1,
                                        s.type(),
                                        s.status(),
                                        s.output(),
                                        at(68),
                                        at(69)))),
                lie(
                        "I-11",
                        "a timeout acts early",
                        r -> change(r.trail, "run-trial-2, stepKey=wait", s -> completed(s, 23))),
                lie(
                        "I-11",
                        "a delay of a month ends within the trial",
                        r -> change(r.runs, "run-tail-1", x -> tail(x, "completed", null))),
                lie(
                        "I-11",
                        "a delay of a month is due after a day",
                        r -> change(r.runs, "run-tail-1", x -> tail(x, "running", at(86_400)))),
                lie(
                        "I-12",
                        "there are more runs than there can be",
                        r -> r.runs.add(
                                new RunRow("run-churn-2", "churn", "event-churn-2", "completed", 0, null, T0, T0))),
                lie(
                        "I-13",
                        "a mail is accepted twice",
                        r -> r.sessions.add(r.session("drip-1", "drip", "first", 4, "n2"))),
                lie(
                        "I-13",
                        "the fault was of another node",
                        r -> change(
                                r.faults,
                                "KILL",
                                f -> new Fault(1, f.kind(), "n3", f.decided(), f.begun(), f.ended()))),
                lie(
                        "I-13",
                        "the fault came too late",
                        r -> change(r.faults, "KILL", f -> new Fault(1, f.kind(), "n1", at(30), at(30), at(31)))),
                lie("I-13", "the fault was a bell that nobody heard", r -> only(r, Fault.Kind.DEAF, "n1", 5, 6)),
                lie("I-13", "the fault was a clock that went wrong", r -> only(r, Fault.Kind.CLOCK, "n1", 5, 6)),
                lie("I-13", "the fault was shorter than a lease", r -> only(r, Fault.Kind.STALL, "n1", 5, 6)),
                lie(
                        "I-13",
                        "a node that was paused begins a mail that another had sent meanwhile",
                        r -> only(r, Fault.Kind.PAUSE, "n2", 1, 20)),
                lie(
                        "I-13",
                        "a mail changes between two attempts",
                        r -> change(r.sessions, "mailAt=" + at(21), s -> hash(s, "other"))),
                lie("I-14", "one fault makes a thousand duplicates", CheckerTest::manyDuplicates),
                lie("I-15", "a mail is lost on the way", r -> drop(r.sessions, "<drip-1-second@trial>")),
                lie("I-15", "a mail is never sealed", r -> drop(r.envelopes, "envelope-drip-1-second")),
                lie(
                        "I-15",
                        "a mail failed that nobody refused",
                        r -> change(r.envelopes, "envelope-drip-1-first", e -> state(e, "failed"))),
                lie(
                        "I-15",
                        "a mail is suppressed though nobody unsubscribed",
                        r -> change(r.envelopes, "envelope-drip-1-first", e -> suppressed(e))),
                lie(
                        "I-15",
                        "a receipt was cut off and counts all the same",
                        r -> change(r.sessions, "<drip-1-second@trial>", s -> flushed(s, false))),
                lie(
                        "I-16",
                        "a mail of nobody is sent",
                        r -> r.sessions.add(r.session("ghost", "drip", "first", 16, "n2"))),
                lie(
                        "I-16",
                        "a mail goes to somebody else",
                        r -> change(r.sessions, "<drip-1-second@trial>", s -> to(s, "eve@people.example.com"))),
                lie(
                        "I-17",
                        "a mail is sent under a second Message-ID",
                        r -> change(r.sessions, "mailAt=" + at(21), s -> messageId(s, "<second@trial>"))),
                lie(
                        "I-17",
                        "two mails share a Message-ID",
                        r -> change(r.sessions, "<drip-1-second@trial>", s -> messageId(s, "<drip-1-first@trial>"))),
                lie(
                        "I-18",
                        "a refused mail is tried again",
                        r -> r.sessions.add(r.session("fan-3", "fan", "hello", 66, "n1"))),
                lie(
                        "I-18",
                        "a deferred mail is tried again too soon",
                        r -> change(r.sessions, "<fan-1-hello@trial>", s -> moved(s, 42))),
                lie(
                        "I-19",
                        "the unsubscribed get a mail",
                        r -> r.sessions.add(r.session("news-1", "news", "two", 123, "n1"))),
                lie(
                        "I-19",
                        "a step goes on after the unsubscribe",
                        r -> change(r.trail, "run-news-1, stepKey=two", s -> status(s, "completed"))),
                lie(
                        "I-19",
                        "a subscriber is left out",
                        r -> change(r.trail, "run-drip-1, stepKey=first", s -> status(s, "skipped"))),
                lie(
                        "I-20",
                        "a wait ends in no way",
                        r -> change(r.trail, "run-trial-2, stepKey=wait", s -> output(s, Map.of()))),
                lie(
                        "I-21",
                        "an event in time is missed",
                        r -> change(
                                r.trail,
                                "run-trial-1, stepKey=wait",
                                s -> completed(output(s, Map.of("outcome", "timeout")), 13.2))),
                lie(
                        "I-21",
                        "an event that nobody sent is heard",
                        r -> change(
                                r.trail,
                                "run-trial-2, stepKey=wait",
                                s -> output(s, Map.of("outcome", "event_received", "event_id", "event-x")))),
                lie(
                        "I-22",
                        "a late event wins",
                        r -> change(
                                r.trail,
                                "run-trial-3, stepKey=wait",
                                s -> output(
                                        s,
                                        Map.of("outcome", "event_received", "event_id", "event-trial-3-activated")))),
                lie(
                        "I-23",
                        "an event ends two waits of a run",
                        r -> r.trail.add(new TrailRow(
                                "run-trial-1",
                                "wait",
                                2,
                                3,
                                "wait_for_event",
                                "completed",
                                Map.of("outcome", "event_received", "event_id", "event-trial-1-activated"),
                                at(13),
                                at(13)))),
                lie(
                        "I-31",
                        "the API tells another status",
                        r -> r.api.add(
                                new ApiRun("run-fan-2", "running", Map.of("start", "completed", "pick", "completed")))),
                lie(
                        "I-31",
                        "the API leaves a step out",
                        r -> r.api.add(new ApiRun("run-fan-2", "completed", Map.of("start", "completed")))));
    }

    @Test
    void a_toggle_without_an_answer_leaves_both_open() {
        var recording = Recording.clean();
        recording.calls.add(call(Kind.ENABLE, "churn", 80.5, 80.6, Outcome.UNKNOWN, 0, null));
        recording.run("churn-2", "churn", 81.06, 2);
        recording.step("churn-2", 0, "start", "trigger", "completed", Map.of(), 81.06, 81.06);
        recording.step("churn-2", 1, "hold", "delay", "completed", Map.of(), 81.06, 82.07);

        assertThat(Checker.check(recording.history()).violations()).isEmpty();
    }

    private static void manyDuplicates(Recording recording) {
        for (int i = 0; i <= MailChecks.IN_FLIGHT_MAX; i++) {
            recording.sessions.add(recording.session("drip-2", "drip", "first", 22 + i, "n2"));
        }
    }

    private static void only(Recording recording, Fault.Kind kind, String node, double from, double to) {
        change(recording.faults, "KILL", f -> new Fault(1, kind, node, at(from), at(from), at(to)));
    }

    private static DynamicTest lie(String invariant, String what, Consumer<Recording> planting) {
        return DynamicTest.dynamicTest(invariant + " " + what, () -> {
            var recording = Recording.clean();

            planting.accept(recording);

            assertThat(Checker.check(recording.history()).violations())
                    .extracting(Violation::invariant)
                    .contains(invariant);
        });
    }

    private static EventRow event(EventRow e, int number) {
        return new EventRow(e.id(), e.name(), e.email(), e.key(), number, e.receivedAt(), e.matched());
    }

    private static RunRow status(RunRow r, String status) {
        return new RunRow(
                r.id(), r.automationId(), r.eventId(), status, r.position(), null, r.createdAt(), r.completedAt());
    }

    private static Request request(Request q, String hash, boolean signed) {
        return new Request(
                q.number(), q.readAt(), q.path(), q.key(), hash, q.about(), q.type(), signed, 200, true, "NONE");
    }

    private static TrailRow key(TrailRow t, String key) {
        return new TrailRow(
                t.runId(), key, 1, t.position(), t.type(), t.status(), t.output(), t.startedAt(), t.completedAt());
    }

    private static TrailRow position(TrailRow t, int position) {
        return new TrailRow(
                t.runId(), t.stepKey(), 1, position, t.type(), t.status(), t.output(), t.startedAt(), t.completedAt());
    }

    private static TrailRow status(TrailRow t, String status) {
        return new TrailRow(
                t.runId(), t.stepKey(), 1, t.position(), t.type(), status, t.output(), t.startedAt(), t.completedAt());
    }

    private static TrailRow output(TrailRow t, Map<String, Object> output) {
        return new TrailRow(
                t.runId(), t.stepKey(), 1, t.position(), t.type(), t.status(), output, t.startedAt(), t.completedAt());
    }

    private static EnvelopeRow suppressed(EnvelopeRow e) {
        return new EnvelopeRow(
                e.id(),
                e.runId(),
                e.stepKey(),
                1,
                e.messageId(),
                e.sender(),
                e.recipients(),
                "failed",
                "suppressed",
                1,
                null,
                e.createdAt(),
                null);
    }

    private static TrailRow completed(TrailRow t, double at) {
        return new TrailRow(
                t.runId(), t.stepKey(), 1, t.position(), t.type(), t.status(), t.output(), t.startedAt(), at(at));
    }

    private static EnvelopeRow state(EnvelopeRow e, String state) {
        return new EnvelopeRow(
                e.id(),
                e.runId(),
                e.stepKey(),
                1,
                e.messageId(),
                e.sender(),
                e.recipients(),
                state,
                e.lastEvent(),
                e.attempts(),
                null,
                e.createdAt(),
                e.sentAt());
    }

    private static Session hash(Session s, String hash) {
        return changed(s, s.to(), s.messageId(), hash, s.flushed());
    }

    private static Session to(Session s, String to) {
        return changed(s, to, s.messageId(), s.hash(), s.flushed());
    }

    private static Session messageId(Session s, String messageId) {
        return changed(s, s.to(), messageId, s.hash(), s.flushed());
    }

    private static Session flushed(Session s, boolean flushed) {
        return changed(s, s.to(), s.messageId(), s.hash(), flushed);
    }

    private static Session changed(Session s, String to, String messageId, String hash, boolean flushed) {
        return new Session(
                s.number(),
                s.node(),
                s.connectedAt(),
                s.mailAt(),
                s.from(),
                to,
                s.dataAt(),
                s.dotAt(),
                messageId,
                hash,
                s.reply(),
                flushed,
                s.endedAt(),
                s.mischief());
    }

    private static RunRow tail(RunRow x, String status, Instant dueAt) {
        return new RunRow(x.id(), x.automationId(), x.eventId(), status, x.position(), dueAt, x.createdAt(), T0);
    }

    private static Session moved(Session s, double at) {
        return new Session(
                s.number(),
                s.node(),
                at(at),
                at(at),
                s.from(),
                s.to(),
                at(at),
                at(at),
                s.messageId(),
                s.hash(),
                s.reply(),
                s.flushed(),
                at(at),
                s.mischief());
    }
}
