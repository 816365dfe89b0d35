package onward.flow.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import onward.flow.fact.Scope;
import onward.flow.graph.Node;
import onward.flow.run.Run;
import onward.flow.run.TrailEntry;
import onward.flow.step.AwaitedEvent;
import onward.flow.step.WaitForEvent;

/** What a run rests for, and until when. */
final class Rests {
    private final Findings facts;
    private final Run run;
    private final TrailEntry entry;
    private final Instant now;

    private Rests(Findings facts, TrailEntry entry, Instant now) {
        this.facts = facts;
        this.run = facts.story().run();
        this.entry = entry;
        this.now = now;
    }

    static Reason at(Findings facts, TrailEntry entry, Node node, Instant now) {
        return new Rests(facts, entry, now).reason(node);
    }

    private Reason reason(Node node) {
        if (node != null && node.step() instanceof WaitForEvent wait) {
            return forEvents(wait);
        }
        if (entry.output() != null && entry.output().get("blocked_by") instanceof String rule) {
            return rest(
                            Code.HELD,
                            "is held at " + step() + " by the sending policy, " + rule.replace('_', ' ') + until())
                    .with("blocked_by", rule)
                    .with("eligible_at", run.dueAt() == null ? null : Words.at(run.dueAt()))
                    .suggest(
                            "Nothing is wrong: it goes out when the policy lets it. PUT /policies/sending changes it.");
        }
        if (entry.stepType().equals("http_request")) {
            return rest(Code.WAITING, "waits at " + step() + " for the answer to its request" + until())
                    .suggest("Ask again in a moment: a request that gets no answer is given up by itself.");
        }
        Map<String, Object> config = node == null ? Map.of() : node.config();
        return config.get("time_of_day") == null ? forTime() : forWindow(config);
    }

    private String step() {
        return Words.quoted(entry.stepKey());
    }

    private String until() {
        if (run.dueAt() == null) {
            return ", without end";
        }
        String late = run.dueAt().isAfter(now) ? "" : ", which is over: the server has not come to it";
        return " until " + Words.at(run.dueAt()) + late;
    }

    private Reason rest(Code code, String what) {
        return Reason.of(code, entry.createdAt(), Subject.run(run.id()), "the run " + what)
                .with("step", entry.stepKey())
                .with("until", run.dueAt() == null ? null : Words.at(run.dueAt()));
    }

    private Reason forTime() {
        return rest(Code.WAITING, "rests at " + step() + until())
                .suggest("Nothing is wrong: it goes on by itself. A run keeps the version it began with.");
    }

    private Reason forWindow(Map<String, Object> config) {
        String days = config.get("weekdays") == null ? "" : " on " + Words.value(config.get("weekdays"));
        String zone = config.get("timezone") instanceof String name ? name : "the time zone of the person";
        String window = config.get("time_of_day") + days + ", " + zone;
        return rest(Code.HELD, "is held at " + step() + " by the send window " + window + until())
                .with("window", config.get("time_of_day"))
                .with("eligible_at", run.dueAt() == null ? null : Words.at(run.dueAt()))
                .suggest("Nothing is wrong: it goes on when the window opens.");
    }

    private Reason forEvents(WaitForEvent wait) {
        List<String> names =
                wait.events().stream().map(AwaitedEvent::eventName).distinct().toList();
        String asked = asked(wait.events().get(0));
        String then = run.dueAt() == null
                ? ""
                : "; after " + Words.at(run.dueAt()) + " the run goes on by the branch timeout";
        return rest(
                        Code.WAITING,
                        "waits at " + step() + " for the event " + Words.either(names) + " of "
                                + facts.person().name() + asked + until())
                .with("event_names", names)
                .suggest("Send " + names.get(0) + " for " + facts.person().name() + asked + then + ".");
    }

    /** What else is asked of the event: the value it is told apart by. */
    private String asked(AwaitedEvent event) {
        if (event.field() == null) {
            return "";
        }
        Scope scope = NearMisses.scope(facts, now);
        return " with event." + event.field() + " = "
                + Words.value(event.equals().find(scope).value());
    }
}
