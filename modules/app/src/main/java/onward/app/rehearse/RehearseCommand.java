package onward.app.rehearse;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import onward.app.config.BadConfig;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.run.Rehearsal;
import onward.flow.run.RehearsalReport;
import onward.store.json.JsonWriter;

/** {@code onward rehearse}: what an automation would have done to recorded events; nothing is sent or stored. */
public final class RehearseCommand {
    public static final String HELP = """
            onward rehearse AUTOMATION.json EVENTS.ndjson[.gz] [flags]

            Runs an automation over recorded events in virtual time and tells what it would have done: how many runs
            went which way, how many mails and to whom the most. It needs no server, sends nothing and stores nothing;
            a year of events takes seconds.

            AUTOMATION.json is what POST /automations takes: name, steps, connections (entry and exit too). Templates
            need not exist. EVENTS has one JSON object a line, with an instant, in the shape that is posted:
              {"event":"order.completed","email":"ada@example.com","occurred_at":"2026-10-01T12:00:00Z","payload":{}}

              --json               one JSON object instead of a page: runs, run_status, steps, branches, mails, ...
              --against OTHER.json rehearse another version too, and tell the difference
              --expect FILE        make it a test: counts that have to come out, see below
              --at FIRST..LAST     only events of that time, like 2026-01-01..2026-03-31 or 2026-06-01..

            Examples
              onward rehearse welcome.json events.ndjson.gz
              onward rehearse welcome-new.json events.ndjson.gz --against welcome.json
              onward rehearse welcome.json events.ndjson.gz --json | jq .branches
              onward rehearse welcome.json events.ndjson.gz --expect welcome.expect.json

            A file of expectations names the counts that matter; a count may be a range:
              {"expect": {"remind": {"completed": 120}}, "run_status": {"failed": 0},
               "mails": {"max": 5000}, "worst": {"mails": {"max": 3}}}

            Exit code: 0 done and as expected, 1 an expectation was not met, 2 the command or a file was not understood.
            docs/rehearsal.md tells the rules of virtual time, what is taken for granted, and every field.
            """;

    private RehearseCommand() {}

    /** Runs to the end; the exit code. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        Order order = Order.read(args);
        var progress = new Progress(err);
        Definition definition = Definition.read(order.automation());
        Definition other = order.against() == null ? null : Definition.read(order.against());
        Expectations expectations =
                order.expect() == null ? Expectations.NONE : Expectations.read(order.expect(), definition.automation());
        EventFile events = EventFile.read(order.events(), order.span(), concerns(definition, other), progress::read);
        progress.rehearse(events.events().size());
        RehearsalReport report = rehearsed(definition, events);
        RehearsalReport otherReport = other == null ? null : rehearsed(other, events);
        double seconds = progress.seconds();
        List<String> mismatches = expectations.mismatches(report);
        if (order.isJson()) {
            boolean isTest = order.expect() != null;
            out.println(JsonWriter.write(json(events, report, otherReport, isTest, mismatches, seconds)));
        } else {
            out.print(ReportPage.of(definition, report, events, seconds));
            if (otherReport != null) {
                out.print(ReportPage.difference(definition, report, other, otherReport));
            }
        }
        return told(order, expectations.size(), mismatches, err);
    }

    private static Predicate<String> concerns(Definition definition, Definition other) {
        return name -> concerns(definition.automation(), name) || (other != null && concerns(other.automation(), name));
    }

    private static boolean concerns(Automation automation, String eventName) {
        return Rehearsal.concerns(automation, eventName);
    }

    private static RehearsalReport rehearsed(Definition definition, EventFile events) {
        Result<RehearsalReport> result = Rehearsal.of(definition.automation(), events.events());
        if (!result.isOk()) {
            throw new BadConfig(result.problems().stream()
                    .map(Problem::message)
                    .map(message -> definition.name() + ": " + message)
                    .toList());
        }
        return result.value();
    }

    private static Map<String, Object> json(
            EventFile events,
            RehearsalReport report,
            RehearsalReport other,
            boolean isTest,
            List<String> mismatches,
            double seconds) {
        Map<String, Object> json = new LinkedHashMap<>(report.toMap());
        json.put("events", events.toMap());
        json.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
        if (other != null) {
            json.put("against", other.toMap());
            json.put("difference", report.minus(other));
        }
        if (isTest) {
            json.put("mismatches", mismatches);
        }
        return json;
    }

    /** What was expected and did not come out goes where problems go, so that a report in JSON stays one object. */
    private static int told(Order order, int expectations, List<String> mismatches, PrintStream err) {
        mismatches.forEach(err::println);
        if (order.expect() != null) {
            err.println("%d of %d expectations of %s met."
                    .formatted(expectations - mismatches.size(), expectations, order.expect()));
        }
        return mismatches.isEmpty() ? 0 : 1;
    }
}
