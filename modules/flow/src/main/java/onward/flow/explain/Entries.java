package onward.flow.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import onward.flow.explain.Explain.Part;
import onward.flow.explain.Findings.Deed;
import onward.flow.explain.Findings.Heard;
import onward.flow.explain.Findings.Incoming;
import onward.flow.explain.Findings.Refusal;
import onward.flow.explain.Findings.Span;
import onward.flow.explain.Findings.Story;

/** Whether the event started a run: the automation was enabled, the server looked at it, the entry rule let it in. */
final class Entries {
    private final Findings facts;
    private final String title;

    Entries(Findings facts) {
        this.facts = facts;
        this.title = facts.plan().title();
    }

    Part decide() {
        List<Reason> decisions = new ArrayList<>();
        Optional<Span> span = covering();
        span.map(this::enabled).ifPresent(decisions::add);
        if (facts.story() != null) {
            decisions.add(started(facts.story()));
            return Part.goesOn(decisions);
        }
        return Part.settledBy(decisions, span.isPresent() ? notStarted() : notEnabled());
    }

    private Optional<Span> covering() {
        Incoming event = facts.event();
        return event == null
                ? Optional.empty()
                : facts.spans().stream()
                        .filter(span -> span.covers(event.heard().receivedAt()))
                        .filter(span -> span.trigger().equals(event.heard().name()))
                        .findFirst();
    }

    private Reason enabled(Span span) {
        return Reason.of(
                        Code.ENABLED,
                        span.since(),
                        Subject.automation(facts.plan().id()),
                        "version " + span.number() + " of " + title + " was enabled for it, since "
                                + Words.at(span.since()))
                .with("version", span.number());
    }

    private Reason started(Story story) {
        boolean isOlder =
                !facts.plan().isDeleted() && story.number() < facts.plan().number();
        String older = isOlder
                ? ", which it keeps; the current version is " + facts.plan().number()
                : "";
        return Reason.of(
                        Code.STARTED,
                        story.run().startedAt(),
                        Subject.run(story.run().id()),
                        "a run of version " + story.number() + " began at "
                                + Words.at(story.run().startedAt()) + older)
                .with("version", story.number());
    }

    private Reason notEnabled() {
        Instant at = facts.event().heard().receivedAt();
        if (facts.plan().isDeleted()) {
            return deleted();
        }
        Optional<Span> other =
                facts.spans().stream().filter(span -> span.covers(at)).findFirst();
        return other.map(this::otherVersion)
                .or(() -> before(at).map(this::paused))
                .or(() -> after(at).map(this::notYet))
                .orElseGet(this::draft);
    }

    private Reason deleted() {
        return Reason.of(
                        Code.CANCELLED,
                        null,
                        Subject.automation(facts.plan().id()),
                        "the automation was deleted, and no run of this event is known")
                .suggest("Make the automation again, and send the event again.");
    }

    private Reason otherVersion(Span span) {
        String name = facts.event().heard().name();
        String since = facts.spans().stream()
                .filter(one -> one.trigger().equals(name))
                .findFirst()
                .map(one -> "; version " + one.number() + ", which starts with " + Words.quoted(name)
                        + ", was enabled at " + Words.at(one.since()))
                .orElse("");
        return Reason.of(
                        Code.NOT_ENABLED,
                        span.since(),
                        Subject.automation(facts.plan().id()),
                        "at that moment version " + span.number() + " was enabled, which starts with "
                                + Words.quoted(span.trigger()) + since)
                .suggest(
                        "Send the event again, now that version " + facts.plan().number() + " is current.")
                .with("version", span.number())
                .with("expected", span.trigger())
                .with("found", name);
    }

    private Optional<Span> before(Instant at) {
        return facts.spans().stream()
                .filter(span -> span.until() != null && !span.until().isAfter(at))
                .max(Comparator.comparing(Span::until));
    }

    private Optional<Span> after(Instant at) {
        return facts.spans().stream().filter(span -> span.since().isAfter(at)).min(Comparator.comparing(Span::since));
    }

    private Reason paused(Span last) {
        Optional<Span> next = after(facts.event().heard().receivedAt());
        String until = next.map(span -> " until " + Words.at(span.since())).orElse("");
        Optional<Deed> deed =
                Deeds.at(facts, last.until(), "/automations/" + facts.plan().id());
        return Reason.of(
                        Code.NOT_ENABLED,
                        last.until(),
                        Subject.automation(facts.plan().id()),
                        "the automation was paused at that moment, from " + Words.at(last.until()) + until
                                + deed.map(Deeds::by).orElse(""))
                .suggest(again(next.isPresent() || facts.plan().enabled()))
                .with("paused_at", Words.at(last.until()))
                .with("paused_by", deed.map(Deed::keyName).orElse(null));
    }

    private static String again(boolean isEnabled) {
        return isEnabled
                ? "It is enabled by now: send the event again."
                : "Enable the automation, then send the event again.";
    }

    private Reason notYet(Span first) {
        return Reason.of(
                        Code.NOT_ENABLED,
                        first.since(),
                        Subject.automation(facts.plan().id()),
                        "the automation was a draft at that moment and first enabled at " + Words.at(first.since()))
                .suggest(again(facts.plan().enabled()))
                .with("enabled_at", Words.at(first.since()));
    }

    private Reason draft() {
        return Reason.of(
                        Code.NOT_ENABLED,
                        null,
                        Subject.automation(facts.plan().id()),
                        "the automation is a draft and was never enabled")
                .suggest(again(false));
    }

    private Reason notStarted() {
        Incoming event = facts.event();
        if (!event.isMatched()) {
            return notLookedAt(event);
        }
        return facts.refusal() == null ? gone(event.heard()) : refused(facts.refusal());
    }

    private Reason notLookedAt(Incoming event) {
        boolean isSetAside = event.quarantinedAt() != null;
        Heard heard = event.heard();
        Reason reason = Reason.of(
                Code.NOT_LOOKED_AT,
                isSetAside ? event.quarantinedAt() : heard.receivedAt(),
                Subject.event(heard.id()),
                isSetAside
                        ? "the server set the event aside at " + Words.at(event.quarantinedAt())
                                + " after it failed again and again"
                        : "the server has not looked at the event of " + Words.at(heard.receivedAt()) + " so far");
        return reason.with("fault", event.fault())
                .suggest(
                        isSetAside
                                ? "Remove what the fault tells of, then release the event."
                                : "Wait a second and ask again; if it stays so, look at GET /ready.");
    }

    private Reason gone(Heard heard) {
        return Reason.of(
                        Code.DETAILS_REMOVED,
                        null,
                        Subject.event(heard.id()),
                        "the event was looked at while the automation was enabled, and neither its run nor a refusal is"
                                + " kept any more")
                .suggest("Send the event again.");
    }

    private Reason refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case "contact_deleted" -> contactDeleted(refusal);
            case "contact_unknown" -> contactUnknown(refusal);
            case "trigger_filter" -> byFilter(refusal);
            case "no_key" -> withoutKey(refusal);
            default -> byMode(refusal);
        };
    }

    private Reason contactUnknown(Refusal refusal) {
        return Reason.of(
                        Code.OTHER_PERSON,
                        refusal.at(),
                        Subject.event(facts.event().heard().id()),
                        "the event named its person by an external id alone, and no contact had it")
                .suggest("Make the contact with that external id, or send the event with an email beside it.")
                .with("reason", refusal.reason());
    }

    private Reason byFilter(Refusal refusal) {
        return Reason.of(
                        Code.FILTER_FALSE,
                        refusal.at(),
                        Subject.event(facts.event().heard().id()),
                        "the filter of the trigger did not hold for the event")
                .suggest("Hold the event's payload against `filter_rule` of the trigger.")
                .with("reason", refusal.reason());
    }

    private Reason contactDeleted(Refusal refusal) {
        return Reason.of(
                        Code.CANCELLED,
                        refusal.at(),
                        Subject.event(facts.event().heard().id()),
                        "the contact had been deleted when the server came to the event at " + Words.at(refusal.at()))
                .suggest("Send the event with an email, which makes the contact anew.")
                .with("reason", refusal.reason());
    }

    private Reason withoutKey(Refusal refusal) {
        return Reason.of(
                        Code.ENTRY_REFUSED,
                        refusal.at(),
                        Subject.event(facts.event().heard().id()),
                        "the entry rule tells runs apart by a field that the event does not carry, or that is no text,"
                                + " number or boolean")
                .suggest("Send the event with the field that `entry.key` names.")
                .with("reason", refusal.reason());
    }

    private Reason byMode(Refusal refusal) {
        Subject subject =
                refusal.runId() == null ? Subject.event(facts.event().heard().id()) : Subject.run(refusal.runId());
        return Reason.of(Code.ENTRY_REFUSED, refusal.at(), subject, "the entry rule " + why(refusal))
                .suggest(way(refusal))
                .with("reason", refusal.reason())
                .with("run_id", refusal.runId() == null ? null : refusal.runId().toString())
                .with("run_status", refusal.runStatus());
    }

    private static String why(Refusal refusal) {
        String run = refusal.runId() == null ? "an earlier run" : "the run " + refusal.runId();
        return switch (refusal.reason()) {
            case "once" -> "lets a person in once, and " + run + " was there before";
            case "once_per_window" -> "lets a person in once per window, and " + run + " began within it";
            case "skip_if_running" -> "lets nobody in while a run is going on, and " + run + " was";
            default -> refusal.reason() + " let the event start no run, because of " + run;
        };
    }

    private static String way(Refusal refusal) {
        return switch (refusal.reason()) {
            case "once" -> "Look at that run, or change the entry rule.";
            case "once_per_window" -> "Look at that run, or send the event again when the window is over.";
            default -> "Look at that run, or send the event again when it has ended.";
        };
    }
}
