package onward.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onward.trial.check.Findings;
import onward.trial.check.Violation;
import onward.trial.evidence.Fault;
import onward.trial.evidence.History;
import onward.trial.evidence.Session;

/** What a trial showed, as a page for people and as JSON. */
final class Report {
    private static final int SHOWN_MAX = 5;
    private static final int ACKED_PERCENT_LEAST = 95;
    private static final int EVENTS_LEAST = 20;

    /** What it comes to. */
    enum Verdict {
        PASSED(0),
        BROKEN(1),
        VOID(3);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Order order;
    private final History history;
    private final Findings findings;
    private final Map<String, Integer> crashes;

    /** @param crashes how often a node died at each point */
    Report(Order order, History history, Findings findings, Map<String, Integer> crashes) {
        this.order = order;
        this.history = history;
        this.findings = findings;
        this.crashes = crashes;
    }

    Verdict verdict() {
        if (!findings.violations().isEmpty()) {
            return Verdict.BROKEN;
        }
        return gaps().isEmpty() ? Verdict.PASSED : Verdict.VOID;
    }

    /** Why this trial would prove nothing. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        long sent = findings.figure("events sent");
        long acked = findings.figure("events acked");
        if (sent < EVENTS_LEAST || acked * 100 < sent * ACKED_PERCENT_LEAST) {
            gaps.add("Expected " + ACKED_PERCENT_LEAST + " % of at least " + EVENTS_LEAST
                    + " events acknowledged, found " + acked + " of " + sent + ".");
        }
        if (findings.figure("mails accepted") == 0) {
            gaps.add("Expected mails, found none.");
        }
        needs(gaps, "kill", Fault.Kind.KILL, Fault.Kind.KILL_ALL);
        needs(gaps, "pg", Fault.Kind.PG_KILL, Fault.Kind.PG_IMMEDIATE, Fault.Kind.PG_TERMINATE);
        needs(gaps, "pause", Fault.Kind.PAUSE);
        needs(gaps, "crash", Fault.Kind.CRASH);
        needs(gaps, "stall", Fault.Kind.STALL);
        needs(gaps, "deaf", Fault.Kind.DEAF);
        needs(gaps, "clock", Fault.Kind.CLOCK);
        needs(gaps, "hang", Fault.Kind.PG_HANG);
        needs(gaps, "disk", Fault.Kind.PG_DISK_FULL);
        if (order.faults().contains("smtp") && mischief().size() < 2) {
            gaps.add("Expected the mail server to misbehave, it did not.");
        }
        return gaps;
    }

    private void needs(List<String> gaps, String fault, Fault.Kind... kinds) {
        List<Fault.Kind> wanted = List.of(kinds);
        if (order.faults().contains(fault)
                && history.faults().stream().noneMatch(made -> wanted.contains(made.kind()))) {
            gaps.add("Expected a fault of the kind " + fault + ", found none.");
        }
    }

    String text() {
        StringBuilder page = new StringBuilder();
        page.append("\nTrial of seed ")
                .append(order.seed())
                .append(": ")
                .append(verdict())
                .append("\n\n");
        line(page, "load and faults", order.length().toSeconds() + " s on " + order.nodes() + " nodes");
        line(page, "faults", faults().toString());
        if (!crashes.isEmpty()) {
            line(page, "crashed", crashes.toString());
        }
        line(
                page,
                "events",
                findings.figure("events sent") + " sent, " + findings.figure("events acked") + " acknowledged, "
                        + findings.figure("calls for events") + " calls");
        line(
                page,
                "runs",
                findings.figure("runs") + "; pairs known " + findings.figure("pairs known") + ", open to either "
                        + findings.figure("pairs that may start"));
        line(
                page,
                "waits",
                findings.figure("waits event_received") + " ended by their event, "
                        + findings.figure("waits timeout") + " by timeout, " + findings.figure("races within 50 ms")
                        + " decided within 50 ms, " + findings.figure("waits that a punctual server decides otherwise")
                        + " otherwise than a punctual server would");
        line(
                page,
                "mails",
                findings.figure("mails accepted") + " accepted, " + findings.figure("envelopes failed")
                        + " refused for good or suppressed; "
                        + history.sessions().size() + " sessions");
        line(page, "sessions", mischief().toString());
        line(
                page,
                "accepted again",
                findings.figure("extra acceptances") + ", each behind a fault that hid the reply, unless listed below; "
                        + findings.figure("extra acceptances behind the worst fault") + " behind the worst of them");
        line(
                page,
                "timers late by",
                "p50 " + findings.latenessMillis(50) + " ms, p99 " + findings.latenessMillis(99) + " ms, most "
                        + findings.latenessMillis(100) + " ms");
        line(page, "unsubscribed", findings.figure("unsubscribed") + " people");
        shown(page, "Proof of duplicates", findings.duplicates());
        shown(page, "Why it is void", gaps());
        violations()
                .forEach((invariant, broken) -> shown(
                        page,
                        invariant + " broken " + broken.size() + " times",
                        broken.stream().map(one -> one.id() + ": " + one.text()).toList()));
        page.append("\n").append(last()).append("\n");
        return page.toString();
    }

    private String last() {
        return switch (verdict()) {
            case PASSED ->
                "Every promise held. The figures are in " + order.keep().resolve("report.json") + ".";
            case BROKEN ->
                "Promises were broken. Journal, logs and rows are in " + order.keep()
                        + "; the same again: ./onward trial --seed " + order.seed() + " --minutes "
                        + order.length().toMillis() / 60_000.0 + " --nodes " + order.nodes() + " --faults "
                        + String.join(",", order.faults());
            case VOID -> "Too little happened to prove anything. Give it more minutes.";
        };
    }

    private static void line(StringBuilder page, String name, String value) {
        page.append(String.format("  %-16s %s%n", name, value));
    }

    private static void shown(StringBuilder page, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        page.append("\n  ").append(title).append("\n");
        lines.stream()
                .limit(SHOWN_MAX)
                .forEach(each -> page.append("    ").append(each).append("\n"));
        if (lines.size() > SHOWN_MAX) {
            page.append("    and ").append(lines.size() - SHOWN_MAX).append(" more in report.json\n");
        }
    }

    private Map<String, Long> faults() {
        return new TreeMap<>(history.faults().stream()
                .collect(Collectors.groupingBy(fault -> fault.kind().name(), Collectors.counting())));
    }

    private Map<String, Long> mischief() {
        return new TreeMap<>(
                history.sessions().stream().collect(Collectors.groupingBy(Session::mischief, Collectors.counting())));
    }

    /** By the invariant that they broke. */
    Map<String, List<Violation>> violations() {
        return new TreeMap<>(findings.violations().stream().collect(Collectors.groupingBy(Violation::invariant)));
    }

    JsonObject json() {
        var broken = new JsonArray();
        findings.violations()
                .forEach(violation -> broken.add(new JsonObject()
                        .put("invariant", violation.invariant())
                        .put("id", violation.id())
                        .put("text", violation.text())));
        return new JsonObject()
                .put("verdict", verdict().name())
                .put("seed", order.seed())
                .put("seconds", order.length().toSeconds())
                .put("nodes", order.nodes())
                .put("faults", new JsonObject(new TreeMap<>(faults())))
                .put("crashes", new JsonObject(new TreeMap<>(crashes)))
                .put("sessions", new JsonObject(new TreeMap<>(mischief())))
                .put("figures", new JsonObject(new TreeMap<>(findings.figures())))
                .put(
                        "lateness_millis",
                        new JsonObject()
                                .put("p50", findings.latenessMillis(50))
                                .put("p99", findings.latenessMillis(99))
                                .put("max", findings.latenessMillis(100)))
                .put("void_because", new JsonArray(new ArrayList<>(gaps())))
                .put("duplicates", new JsonArray(new ArrayList<>(findings.duplicates())))
                .put("violations", broken);
    }
}
