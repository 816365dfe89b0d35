package onward.trial.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import onward.trial.evidence.ApiRun;
import onward.trial.evidence.Call;
import onward.trial.evidence.Call.Kind;
import onward.trial.evidence.Call.Outcome;
import onward.trial.evidence.Fault;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Graph.Edge;
import onward.trial.evidence.Graph.Step;
import onward.trial.evidence.History;
import onward.trial.evidence.Intent;
import onward.trial.evidence.Request;
import onward.trial.evidence.Rows;
import onward.trial.evidence.Rows.CallRow;
import onward.trial.evidence.Rows.EnvelopeRow;
import onward.trial.evidence.Rows.EventRow;
import onward.trial.evidence.Rows.RunRow;
import onward.trial.evidence.Rows.SignalRow;
import onward.trial.evidence.Rows.TrailRow;
import onward.trial.evidence.Rows.WaitRow;
import onward.trial.evidence.Session;
import onward.trial.evidence.Told;

/** A history of a server that kept every promise, a little of each workload, to be spoiled one line at a time. */
final class Recording {
    static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
    static final int MET = Graph.MET_MIN + 1;
    static final int NOT_MET = 1;
    static final int MONTH = 30 * 86_400;

    final List<Graph> graphs = new ArrayList<>();
    final List<Intent> intents = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    final List<EventRow> events = new ArrayList<>();
    final List<RunRow> runs = new ArrayList<>();
    final List<TrailRow> trail = new ArrayList<>();
    final List<EnvelopeRow> envelopes = new ArrayList<>();
    final List<WaitRow> waits = new ArrayList<>();
    final List<SignalRow> signals = new ArrayList<>();
    final List<CallRow> asked = new ArrayList<>();
    final List<ApiRun> api = new ArrayList<>();
    final List<String> stuck = new ArrayList<>();
    final List<String> stalled = new ArrayList<>();

    static Recording clean() {
        var recording = new Recording();
        recording.graphs();
        recording.drips();
        recording.waits();
        recording.fans();
        recording.churn();
        recording.news();
        recording.asks();
        recording.tail();
        recording.api.add(new ApiRun(
                "run-drip-1",
                "completed",
                Map.of("start", "completed", "first", "completed", "pause", "completed", "second", "completed")));
        return recording;
    }

    History history() {
        return new History(
                graphs,
                intents,
                calls,
                sessions,
                requests,
                faults,
                new Rows(events, runs, trail, envelopes, waits, signals, asked),
                api,
                stuck,
                stalled);
    }

    static Instant at(double seconds) {
        return T0.plusMillis(Math.round(seconds * 1000));
    }

    private void graphs() {
        var start = new Step("start", "trigger", 0, null, null);
        graphs.add(new Graph(
                "drip",
                "drip",
                "drip.started",
                List.of(start, mail("drip", "first"), delay("pause", 2), mail("drip", "second")),
                List.of(edge("start", "first"), edge("first", "pause"), edge("pause", "second"))));
        graphs.add(new Graph(
                "wait",
                "wait",
                "trial.started",
                List.of(
                        start,
                        new Step("wait", "wait_for_event", 3, "trial.activated", null),
                        mail("wait", "thanks"),
                        mail("wait", "nudge")),
                List.of(
                        edge("start", "wait"),
                        new Edge("wait", "thanks", "event_received"),
                        new Edge("wait", "nudge", "timeout"))));
        graphs.add(new Graph(
                "fan",
                "fan",
                "fan.out",
                List.of(start, new Step("pick", "condition", 0, null, null), mail("fan", "hello")),
                List.of(edge("start", "pick"), new Edge("pick", "hello", "condition_met"))));
        graphs.add(new Graph(
                "churn", "churn", "churn.tick", List.of(start, delay("hold", 1)), List.of(edge("start", "hold"))));
        graphs.add(new Graph(
                "news",
                "news",
                "news.started",
                List.of(start, mail("news", "one"), delay("gap", 3), mail("news", "two")),
                List.of(edge("start", "one"), edge("one", "gap"), edge("gap", "two"))));
        graphs.add(new Graph(
                "call",
                "call",
                "call.started",
                List.of(
                        start,
                        new Step("ask", "http_request", 0, null, null),
                        mail("call", "answered"),
                        delay("refused", 1)),
                List.of(edge("start", "ask"), edge("ask", "answered"), new Edge("ask", "refused", "failed"))));
        graphs.add(new Graph(
                "tail",
                "tail",
                "tail.started",
                List.of(start, delay("month", MONTH), mail("tail", "later")),
                List.of(edge("start", "month"), edge("month", "later"))));
    }

    private void drips() {
        accepted("drip-1", "drip.started", MET, 0);
        drip("drip-1", 0);
        mailed("drip-1", "drip", "first", 0.2, "n1");
        mailed("drip-1", "drip", "second", 2.2, "n2");

        // The first call was lost with its node, which also hid the receipt of the first mail.
        intents.add(intent("drip-2", "drip.started", MET));
        calls.add(call(Kind.EVENT, "drip-2", 5, 5.1, Outcome.UNKNOWN, 0, null));
        calls.add(new Call(Kind.EVENT, "drip-2", "n2", at(5.2), at(5.3), Outcome.OK, 202, "event-drip-2", true));
        events.add(row("drip-2", "drip.started", MET, 5.05));
        drip("drip-2", 5);
        mailed("drip-2", "drip", "first", 5.2, "n1");
        faults.add(new Fault(1, Fault.Kind.KILL, "n1", at(5.25), at(5.26), at(5.3)));
        sessions.add(session("drip-2", "drip", "first", 21, "n2"));
        mailed("drip-2", "drip", "second", 7.2, "n2");
    }

    private void drip(String key, double at) {
        run(key, "drip", at + 0.06, 4);
        step(key, 0, "start", "trigger", "completed", Map.of(), at + 0.06, at + 0.06);
        step(key, 1, "first", "send_email", "completed", Map.of(), at + 0.06, at + 0.06);
        step(key, 2, "pause", "delay", "completed", Map.of(), at + 0.06, at + 2.07);
        step(key, 3, "second", "send_email", "completed", Map.of(), at + 2.07, at + 2.07);
    }

    private void waits() {
        accepted("trial-1", "trial.started", MET, 10);
        activated("trial-1", 12);
        waited("trial-1", 10, "event_received", 12.1, "thanks");

        accepted("trial-2", "trial.started", MET, 20);
        waited("trial-2", 20, "timeout", 23.2, "nudge");

        accepted("trial-3", "trial.started", MET, 30);
        activated("trial-3", 34);
        waited("trial-3", 30, "timeout", 33.2, "nudge");
    }

    private void activated(String key, double at) {
        intents.add(new Intent(key + "-activated", "trial.activated", key + "@people.example.com", MET));
        calls.add(call(Kind.EVENT, key + "-activated", at, at + 0.1, Outcome.OK, 202, "event-" + key + "-activated"));
        events.add(new EventRow(
                "event-" + key + "-activated",
                "trial.activated",
                key + "@people.example.com",
                key + "-activated",
                MET,
                at(at + 0.05),
                true));
    }

    private void waited(String key, double at, String outcome, double until, String mail) {
        Map<String, Object> output = outcome.equals("timeout")
                ? Map.of("outcome", outcome)
                : Map.of("outcome", outcome, "event_id", "event-" + key + "-activated");
        run(key, "wait", at + 0.06, 3);
        step(key, 0, "start", "trigger", "completed", Map.of(), at + 0.06, at + 0.06);
        step(key, 1, "wait", "wait_for_event", "completed", output, at + 0.06, until);
        step(key, 2, mail, "send_email", "completed", Map.of(), until, until);
        mailed(key, "wait", mail, until + 0.1, "n1");
    }

    private void fans() {
        accepted("fan-1", "fan.out", MET, 40);
        fan("fan-1", 40, true);
        sessions.add(turnedAway("fan-1", "fan", "hello", 40.2, "n1", 450));
        mailed("fan-1", "fan", "hello", 45, "n2");

        accepted("fan-2", "fan.out", NOT_MET, 50);
        fan("fan-2", 50, false);

        accepted("fan-3", "fan.out", MET, 60);
        fan("fan-3", 60, true);
        sessions.add(turnedAway("fan-3", "fan", "hello", 60.2, "n1", 550));
        envelopes.add(envelope("fan-3", "fan", "hello", "failed"));
        told("fan-3-hello", Told.FAILED, 60.3, 200);
    }

    private void fan(String key, double at, boolean met) {
        run(key, "fan", at + 0.06, met ? 3 : 2);
        step(key, 0, "start", "trigger", "completed", Map.of(), at + 0.06, at + 0.06);
        step(key, 1, "pick", "condition", "completed", Map.of("result", met), at + 0.06, at + 0.06);
        if (met) {
            step(key, 2, "hello", "send_email", "completed", Map.of(), at + 0.06, at + 0.06);
        }
    }

    private void churn() {
        accepted("churn-1", "churn.tick", MET, 70);
        run("churn-1", "churn", 70.06, 2);
        step("churn-1", 0, "start", "trigger", "completed", Map.of(), 70.06, 70.06);
        step("churn-1", 1, "hold", "delay", "completed", Map.of(), 70.06, 71.07);
        calls.add(call(Kind.STOP, "churn", 80, 80.1, Outcome.OK, 200, null));
        accepted("churn-2", "churn.tick", MET, 81);
        calls.add(call(Kind.ENABLE, "churn", 90, 90.1, Outcome.OK, 200, null));
    }

    private void news() {
        accepted("news-1", "news.started", MET, 100);
        run("news-1", "news", 100.06, 4);
        step("news-1", 0, "start", "trigger", "completed", Map.of(), 100.06, 100.06);
        step("news-1", 1, "one", "send_email", "completed", Map.of(), 100.06, 100.06);
        mailed("news-1", "news", "one", 100.2, "n1");
        calls.add(call(Kind.UNSUBSCRIBE, "news-1@people.example.com", 101, 101.1, Outcome.OK, 201, null));
        step("news-1", 2, "gap", "delay", "completed", Map.of(), 100.06, 103.1);
        step("news-1", 3, "two", "send_email", "skipped", Map.of("reason", "unsubscribed"), 103.1, 103.1);
    }

    private void asks() {
        accepted("call-1", "call.started", MET, 110);
        run("call-1", "call", 110.06, 3);
        step("call-1", 0, "start", "trigger", "completed", Map.of(), 110.06, 110.06);
        step("call-1", 1, "ask", "http_request", "completed", Map.of("status", 200), 110.06, 115.2);
        step("call-1", 2, "answered", "send_email", "completed", Map.of(), 115.2, 115.2);
        asked.add(new CallRow("call-1-ask", "run-call-1", "ask", 1, "answered", 2));
        requests.add(asked("call-1", 110.1, 503));
        requests.add(asked("call-1", 115.1, 200));
        mailed("call-1", "call", "answered", 115.3, "n1");

        accepted("call-2", "call.started", MET, 120);
        run("call-2", "call", 120.06, 3);
        step("call-2", 0, "start", "trigger", "completed", Map.of(), 120.06, 120.06);
        step("call-2", 1, "ask", "http_request", "failed", Map.of("status", 410), 120.06, 120.2);
        step("call-2", 2, "refused", "delay", "completed", Map.of(), 120.2, 121.2);
        asked.add(new CallRow("call-2-ask", "run-call-2", "ask", 1, "failed", 1));
        requests.add(asked("call-2", 120.1, 410));
    }

    Request asked(String key, double at, int status) {
        return new Request(
                requests.size(),
                at(at),
                "/call/ask",
                key + "-ask",
                "hash-of-call",
                key + "@people.example.com",
                null,
                true,
                status,
                true,
                "NONE");
    }

    private void told(String id, String type, double at, int status) {
        requests.add(hook(id, type, at, status));
    }

    Request hook(String id, String type, double at, int status) {
        return new Request(
                requests.size(),
                at(at),
                "/hook",
                "msg-" + id,
                "hash-of-" + id,
                "envelope-" + id,
                type,
                true,
                status,
                true,
                "NONE");
    }

    private void tail() {
        accepted("tail-1", "tail.started", MET, 90);
        runs.add(new RunRow("run-tail-1", "tail", "event-tail-1", "running", 2, at(90.06 + MONTH), at(90.06), null));
        step("tail-1", 0, "start", "trigger", "completed", Map.of(), 90.06, 90.06);
        trail.add(new TrailRow("run-tail-1", "month", 1, 1, "delay", "waiting", Map.of(), at(90.06), null));
    }

    private void accepted(String key, String name, int number, double at) {
        intents.add(intent(key, name, number));
        calls.add(call(Kind.EVENT, key, at, at + 0.1, Outcome.OK, 202, "event-" + key));
        events.add(row(key, name, number, at + 0.05));
    }

    private static Intent intent(String key, String name, int number) {
        return new Intent(key, name, key + "@people.example.com", number);
    }

    static Call call(Kind kind, String subject, double from, double to, Outcome outcome, int status, String id) {
        return new Call(kind, subject, "n1", at(from), at(to), outcome, status, id, false);
    }

    private static EventRow row(String key, String name, int number, double at) {
        return new EventRow("event-" + key, name, key + "@people.example.com", key, number, at(at), true);
    }

    void run(String key, String automation, double at, int position) {
        runs.add(
                new RunRow("run-" + key, automation, "event-" + key, "completed", position, null, at(at), at(at + 10)));
    }

    void step(
            String key,
            int position,
            String step,
            String type,
            String status,
            Map<String, Object> output,
            double from,
            double to) {
        trail.add(new TrailRow("run-" + key, step, 1, position, type, status, output, at(from), at(to)));
    }

    private void mailed(String key, String label, String step, double at, String node) {
        envelopes.add(envelope(key, label, step, "sent"));
        sessions.add(session(key, label, step, at, node));
        told(key + "-" + step, Told.SENT, at + 0.1, 200);
    }

    private static EnvelopeRow envelope(String key, String label, String step, String state) {
        String id = key + "-" + step;
        return new EnvelopeRow(
                "envelope-" + id,
                "run-" + key,
                step,
                1,
                "<" + id + "@trial>",
                step + "@" + label + ".trial.example.com",
                List.of(key + "@people.example.com"),
                state,
                state,
                1,
                null,
                T0,
                T0);
    }

    /** An attempt that ended at the recipient's address. */
    Session turnedAway(String key, String label, String step, double at, String node, int reply) {
        return new Session(
                sessions.size(),
                node,
                at(at),
                at(at),
                step + "@" + label + ".trial.example.com",
                key + "@people.example.com",
                null,
                null,
                null,
                null,
                reply,
                true,
                at(at),
                "RCPT_" + reply);
    }

    Session session(String key, String label, String step, double at, String node) {
        String id = key + "-" + step;
        return new Session(
                sessions.size(),
                node,
                at(at),
                at(at),
                step + "@" + label + ".trial.example.com",
                key + "@people.example.com",
                at(at + 0.01),
                at(at + 0.02),
                "<" + id + "@trial>",
                "hash-" + id,
                250,
                true,
                at(at + 0.03),
                "NONE");
    }

    private static Step mail(String label, String key) {
        return new Step(key, "send_email", 0, null, key + "@" + label + ".trial.example.com");
    }

    private static Step delay(String key, int seconds) {
        return new Step(key, "delay", seconds, null, null);
    }

    private static Edge edge(String from, String to) {
        return new Edge(from, to, "default");
    }

    /** Changes every one that the text of it names. */
    static <T> void change(List<T> all, String named, UnaryOperator<T> edit) {
        boolean found = false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).toString().contains(named)) {
                all.set(i, edit.apply(all.get(i)));
                found = true;
            }
        }
        if (!found) {
            throw new AssertionError("Expected something of " + named);
        }
    }

    static <T> void drop(List<T> all, String named) {
        if (!all.removeIf(each -> each.toString().contains(named))) {
            throw new AssertionError("Expected something of " + named);
        }
    }
}
