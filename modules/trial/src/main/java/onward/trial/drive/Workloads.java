package onward.trial.drive;

import java.util.ArrayList;
import java.util.List;
import onward.trial.evidence.Graph;
import onward.trial.evidence.Graph.Edge;
import onward.trial.evidence.Graph.Step;

/**
 * The automations of the trial and the events that start them.
 *
 * <pre>
 *   drip     mail, a short delay, mail
 *   wait     wait for an event, then one mail or another; a second one waits longer and sends none
 *   race     wait for the same event and do nothing: all the more pairs of an event and a timeout
 *   fan-out  one event starts twenty, each branches, four of them send
 *   churn    stopped and enabled while its events come
 *   news     three mails with delays, during which people unsubscribe
 *   tail     a mail after a month: at rest when the trial ends
 *   random   trees of mails, delays, waits and conditions that the seed draws
 * </pre>
 */
final class Workloads {
    static final String DRIP = "drip.started";
    static final String TRIAL = "trial.started";
    static final String ACTIVATED = "trial.activated";
    static final String FAN = "fan.out";
    static final String CHURN = "churn.tick";
    static final String NEWS = "news.started";
    static final String TAIL = "tail.started";
    static final String RANDOM = "random.started";

    /** The timeout of the wait around which events come. */
    static final int WAIT_SECONDS = 3;

    private static final int LONG_WAIT_SECONDS = 5;
    private static final int RACES = 8;
    private static final int FANS = 20;
    private static final int FANS_THAT_SEND = 4;
    private static final int CHURNS = 3;
    private static final int MONTH_SECONDS = 30 * 86_400;

    private Workloads() {}

    /** All, without ids. */
    static List<Graph> graphs(long seed) {
        List<Graph> graphs = new ArrayList<>();
        graphs.add(drip());
        graphs.add(wait("wait-short", WAIT_SECONDS, true));
        graphs.add(wait("wait-long", LONG_WAIT_SECONDS, false));
        for (int i = 0; i < RACES; i++) {
            graphs.add(race("race-" + i));
        }
        for (int i = 0; i < FANS; i++) {
            graphs.add(fan("fan-" + i, i < FANS_THAT_SEND));
        }
        for (int i = 0; i < CHURNS; i++) {
            graphs.add(churn("churn-" + i));
        }
        graphs.add(news());
        graphs.add(tail());
        graphs.addAll(RandomGraphs.of(seed, RANDOM));
        return graphs;
    }

    private static Graph drip() {
        return new Graph(
                null,
                "drip",
                DRIP,
                List.of(trigger(), mail("drip", "first"), delay("pause", 2), mail("drip", "second")),
                List.of(edge("start", "first"), edge("first", "pause"), edge("pause", "second")));
    }

    private static Graph wait(String label, int seconds, boolean sends) {
        Step wait = new Step("wait", "wait_for_event", seconds, ACTIVATED, null);
        Step yes = sends ? mail(label, "thanks") : delay("thanks", 1);
        Step no = sends ? mail(label, "nudge") : delay("nudge", 1);
        return new Graph(
                null,
                label,
                TRIAL,
                List.of(trigger(), wait, yes, no),
                List.of(
                        edge("start", "wait"),
                        new Edge("wait", "thanks", "event_received"),
                        new Edge("wait", "nudge", "timeout")));
    }

    private static Graph race(String label) {
        Step wait = new Step("wait", "wait_for_event", WAIT_SECONDS, ACTIVATED, null);
        return new Graph(null, label, TRIAL, List.of(trigger(), wait), List.of(edge("start", "wait")));
    }

    private static Graph tail() {
        return new Graph(
                null,
                "tail",
                TAIL,
                List.of(trigger(), delay("month", MONTH_SECONDS), mail("tail", "later")),
                List.of(edge("start", "month"), edge("month", "later")));
    }

    private static Graph fan(String label, boolean sends) {
        Step met = sends ? mail(label, "hello") : delay("hello", 1);
        return new Graph(
                null,
                label,
                FAN,
                List.of(trigger(), new Step("pick", "condition", 0, null, null), met),
                List.of(edge("start", "pick"), new Edge("pick", "hello", "condition_met")));
    }

    private static Graph churn(String label) {
        return new Graph(null, label, CHURN, List.of(trigger(), delay("hold", 1)), List.of(edge("start", "hold")));
    }

    private static Graph news() {
        return new Graph(
                null,
                "news",
                NEWS,
                List.of(
                        trigger(),
                        mail("news", "one"),
                        delay("gap-one", 3),
                        mail("news", "two"),
                        delay("gap-two", 3),
                        mail("news", "three")),
                List.of(
                        edge("start", "one"),
                        edge("one", "gap-one"),
                        edge("gap-one", "two"),
                        edge("two", "gap-two"),
                        edge("gap-two", "three")));
    }

    static Step trigger() {
        return new Step("start", "trigger", 0, null, null);
    }

    static Step delay(String key, int seconds) {
        return new Step(key, "delay", seconds, null, null);
    }

    static Step mail(String label, String key) {
        return new Step(key, "send_email", 0, null, key + "@" + label + ".trial.example.com");
    }

    private static Edge edge(String from, String to) {
        return new Edge(from, to, "default");
    }
}
