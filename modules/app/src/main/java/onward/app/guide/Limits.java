package onward.app.guide;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import onward.flow.fact.Durations;
import onward.flow.graph.Blueprint;
import onward.flow.message.Template;
import onward.flow.message.TemplateCheck;
import onward.flow.policy.Entry;
import onward.flow.policy.Exit;
import onward.flow.rule.Operator;
import onward.flow.rule.Rule;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.step.Config;
import onward.flow.step.ContactUpdate;
import onward.flow.step.Delay;
import onward.flow.step.HttpRequest;
import onward.flow.step.Split;
import onward.flow.step.Switch;
import onward.flow.step.Trigger;
import onward.flow.step.WaitForEvent;
import onward.store.table.Events;
import onward.store.table.Trail;

/** The bounds of an automation and its runs, read from where they are kept. */
final class Limits {
    private Limits() {}

    /** Rows of a table: what is bounded, and by how much. */
    static List<String> rows() {
        return List.of(
                row("steps of an automation", Blueprint.STEPS_MAX),
                row("connections of an automation", Blueprint.CONNECTIONS_MAX),
                row("characters of a step's key", Blueprint.KEY_LENGTH_MAX),
                row("characters of an event's name", Trigger.EVENT_NAME_LENGTH_MAX),
                row("characters of a branch's name", Config.BRANCH_LENGTH_MAX),
                row("a delay's duration; a wait's timeout; how far a wait looks back", Durations.DURATION_MAX),
                row("how far ahead a delay's `until` may lie", Delay.UNTIL_MAX),
                row("events of one wait; of an exit rule", WaitForEvent.EVENTS_MAX + "; " + Exit.EVENTS_MAX),
                row("earlier events of a contact that a wait looks at, the oldest first", Events.RECENT_MAX),
                row("nesting of a rule; comparisons and groups in it", Rule.NESTING_MAX + "; " + Rule.RULES_MAX),
                row("the period of in_last", Operator.PERIOD_MAX),
                row("branches of a split; the weight of one", Split.BRANCHES_MAX + "; " + number(Split.WEIGHT_MAX)),
                row("cases of a switch", Switch.CASES_MAX),
                row("variables of a template", Template.VARIABLES_MAX),
                row("characters of a variable's value", TemplateCheck.VALUE_LENGTH_MAX),
                row("properties that one step sets", ContactUpdate.PROPERTIES_MAX),
                row(
                        "characters of a name; of a property",
                        ContactUpdate.NAME_LENGTH_MAX + "; " + number(ContactUpdate.PROPERTY_LENGTH_MAX)),
                row(
                        "characters of a request's URL; headers",
                        number(HttpRequest.URL_LENGTH_MAX) + "; " + HttpRequest.HEADERS_MAX),
                row("characters of a request's body", HttpRequest.BODY_SIZE_MAX),
                row(
                        "attempts of a request; one attempt; all of them",
                        HttpRequest.ATTEMPTS_MAX + "; " + Durations.words(HttpRequest.TIMEOUT_MAX) + "; "
                                + Durations.words(HttpRequest.ANSWER_MAX)),
                row("the window of an entry rule", Entry.WINDOW_MAX),
                row("notes of late events that a step keeps", Trail.NOTES_MAX),
                row("times a run is retried", Retry.RETRIES_MAX),
                row("characters of why a run is cancelled or retried", Cancellation.NOTE_CHARS_MAX));
    }

    private static String row(String what, int max) {
        return row(what, number(max));
    }

    private static String row(String what, Duration max) {
        return row(what, number(Math.toIntExact(max.toDays())) + " days");
    }

    private static String row(String what, String max) {
        return what + " | " + max;
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
