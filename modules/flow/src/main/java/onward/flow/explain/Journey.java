package onward.flow.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import onward.flow.explain.Findings.Deed;
import onward.flow.explain.Findings.Mail;
import onward.flow.explain.Findings.Story;
import onward.flow.graph.Node;
import onward.flow.run.Actor;
import onward.flow.run.Run;
import onward.flow.run.RunStatus;
import onward.flow.run.StepStatus;
import onward.flow.run.TrailEntry;

/**
 * What a run did, step by step, and which of it settles whether the mail came. Of several things in the way the first
 * of these counts:
 *
 * <pre>
 *   the run was cancelled          9, 16
 *   a step failed                  12, 19
 *   a mail came to grief           11, 13, 14, 20
 *   the contact is gone            16
 *   the run goes on, to a mail     7, 10, 18
 *   a mail is out                  15
 *   a branch led away from a mail  4, 8
 *   none of it                     7, 10, 18, or 21
 * </pre>
 */
final class Journey {
    private static final Set<Code> TROUBLE =
            Set.of(Code.SUPPRESSED, Code.NOT_ACCEPTED, Code.BOUNCED, Code.QUEUED, Code.CANCELLED);

    private static final Set<Code> AWAY = Set.of(Code.FILTER_FALSE, Code.OTHER_BRANCH);
    private static final Set<Code> GOES_ON = Set.of(Code.WAITING, Code.HELD, Code.NOT_LOOKED_AT);

    private final Findings facts;
    private final Story story;
    private final Run run;
    private final Instant now;
    private final Ways ways;
    private final List<Reason> steps = new ArrayList<>();

    private Journey(Findings facts, Instant now) {
        this.facts = facts;
        this.story = facts.story();
        this.run = story.run();
        this.now = now;
        this.ways = story.automation() == null ? null : new Ways(story.automation());
    }

    /** Adds what the run decided, and gives what settled it. */
    static Reason of(Findings facts, Instant now, List<Reason> decisions) {
        var journey = new Journey(facts, now);
        journey.walk();
        Reason verdict = journey.verdict();
        decisions.addAll(journey.steps);
        if (!journey.steps.contains(verdict)) {
            decisions.add(verdict);
        }
        return verdict;
    }

    private void walk() {
        story.trail().stream()
                .filter(entry -> !entry.stepType().equals("trigger") || entry.error() != null)
                .forEach(this::visit);
        ending().ifPresent(steps::add);
    }

    private void visit(TrailEntry entry) {
        if (run.status() == RunStatus.CANCELLED && isWhereItEnded(entry)) {
            return;
        }
        boolean isWait = entry.stepType().equals("wait_for_event");
        if (isWait && entry.status() != StepStatus.SKIPPED) {
            NearMisses.of(facts, entry, now).forEach(steps::add);
        }
        steps.add(decided(entry));
        mail(entry).map(mail -> new Mails(facts, now).reason(mail)).ifPresent(steps::add);
    }

    /** The step a cancelled run rested at says nothing of its own: the run's end says it. */
    private static boolean isWhereItEnded(TrailEntry entry) {
        return (entry.status() == StepStatus.SKIPPED && !entry.stepType().equals("send_email"))
                || entry.status() == StepStatus.WAITING;
    }

    private Optional<Mail> mail(TrailEntry entry) {
        return story.mails().stream()
                .filter(mail -> mail.stepKey().equals(entry.stepKey()) && mail.visit() == entry.visit())
                .findFirst();
    }

    private Reason decided(TrailEntry entry) {
        Node node = story.automation() == null ? null : story.automation().step(entry.stepKey());
        return switch (entry.status()) {
            case WAITING, RUNNING -> Rests.at(facts, entry, node, now);
            case FAILED -> Failures.of(facts, entry);
            case SKIPPED -> Skips.of(facts, entry);
            case COMPLETED -> new Turns(facts, ways).of(entry, node);
        };
    }

    private Optional<Reason> ending() {
        if (run.status() == RunStatus.CANCELLED) {
            return Optional.of(cancelled());
        }
        if (story.quarantinedAt() != null) {
            return Optional.of(setAside());
        }
        boolean isOnItsWay = run.isLive() && !run.resting();
        return isOnItsWay ? Optional.of(notMoved()) : Optional.empty();
    }

    private Reason cancelled() {
        Map<String, Object> reason = run.reason() == null ? Map.of() : run.reason();
        String name = String.valueOf(reason.get("name"));
        String at = Words.at(run.completedAt());
        return switch (name) {
            case "exit_event" -> exitEvent(reason, at);
            case "exit_rule" -> exitRule(reason, at);
            case "replaced" ->
                ended(
                                Code.CANCELLED,
                                "the run was cancelled at " + at + ", because the run " + reason.get("run_id")
                                        + " took its place by the entry rule")
                        .with("run_id", reason.get("run_id"))
                        .suggest("Look at that run.");
            case "automation_deleted" -> automationDeleted(at);
            case Run.CANCELLED_BY_HAND -> byHand(reason, at);
            default -> ended(Code.CANCELLED, "the run was cancelled at " + at + ": " + reason.get("message"));
        };
    }

    private Reason ended(Code code, String clause) {
        return Reason.of(code, run.completedAt(), Subject.run(run.id()), clause);
    }

    private Reason exitEvent(Map<String, Object> reason, String at) {
        String id = String.valueOf(reason.get("event_id"));
        String event = story.since().stream()
                .filter(heard -> heard.id().toString().equals(id))
                .map(heard -> "the event " + Words.quoted(heard.name()) + " of " + Words.at(heard.receivedAt()))
                .findFirst()
                .orElse("the event " + id);
        return ended(Code.EXITED, "the run was ended at " + at + " by the exit rule, which heard " + event)
                .with("event_id", id)
                .suggest(
                        "Nothing is wrong if such an event means that the mail is needed no more; else change `exit`.");
    }

    private Reason exitRule(Map<String, Object> reason, String at) {
        boolean isTold = reason.get("because") instanceof Map<?, ?>;
        String because = isTold ? ": " + Words.held((Map<?, ?>) reason.get("because")) : "";
        return ended(Code.EXITED, "the run was ended at " + at + " by the rule of the exit rule" + because)
                .with("because", reason.get("because"))
                .suggest("Nothing is wrong if such people need the mail no more; else change `exit`.");
    }

    private Reason automationDeleted(String at) {
        Optional<Deed> deed = Deeds.at(facts, run.completedAt(), "/automations/" + run.automationId());
        return ended(
                        Code.CANCELLED,
                        "the run was cancelled at " + at + ", because the automation was deleted"
                                + deed.map(Deeds::by).orElse(""))
                .with("deleted_by", deed.map(Deed::keyName).orElse(null))
                .suggest("Make the automation again, and send the event again.");
    }

    private Reason byHand(Map<String, Object> reason, String at) {
        Object note = reason.get("note");
        return ended(
                        Code.CANCELLED,
                        "the run was cancelled at " + at + " by " + Actor.words(reason.get("by"))
                                + (note == null ? "" : ", who said " + Words.quoted(String.valueOf(note))))
                .with("by", reason.get("by"))
                .with("note", note)
                .suggest("If it was cancelled in error, retry the run.");
    }

    private Reason setAside() {
        return Reason.of(
                        Code.NOT_LOOKED_AT,
                        story.quarantinedAt(),
                        Subject.run(run.id()),
                        "the server set the run aside at " + Words.at(story.quarantinedAt())
                                + " after it failed again and again")
                .with("fault", story.fault())
                .suggest("Remove what the fault tells of, then release the run.");
    }

    private Reason notMoved() {
        return Reason.of(
                        Code.NOT_LOOKED_AT,
                        run.since(),
                        Subject.run(run.id()),
                        "the run is about to enter ‘" + run.stepKey() + "’ and the server has not come to it")
                .suggest("Wait a second and ask again; if it stays so, look at GET /ready.");
    }

    private Reason verdict() {
        return last(run.status() == RunStatus.CANCELLED, Set.of(Code.EXITED, Code.CANCELLED))
                .or(() -> last(true, Set.of(Code.TEMPLATE_FAILED, Code.STEP_FAILED))
                        .filter(failed -> run.status() == RunStatus.FAILED))
                .or(() -> last(true, TROUBLE))
                .or(() -> last(hasMailAhead(), GOES_ON))
                .or(() -> last(true, Set.of(Code.DELIVERED)))
                .or(() -> last(!run.isLive(), AWAY))
                .or(() -> last(true, GOES_ON))
                .or(() -> last(true, Set.of(Code.STEP_FAILED)))
                .orElseGet(this::noMail);
    }

    /** The last of the decisions of these codes. */
    private Optional<Reason> last(boolean isAsked, Set<Code> codes) {
        Predicate<Reason> fits = reason -> codes.contains(reason.code());
        return isAsked ? steps.stream().filter(fits).reduce((one, other) -> other) : Optional.empty();
    }

    private boolean hasMailAhead() {
        return run.isLive()
                && (ways == null
                        || run.stepKey() == null
                        || !ways.mailsFrom(run.stepKey()).isEmpty());
    }

    private Reason noMail() {
        if (story.trail().isEmpty()) {
            return Reason.of(
                    Code.DETAILS_REMOVED,
                    run.completedAt(),
                    Subject.run(run.id()),
                    "the run " + run.status().word() + " and what its steps did is no longer kept");
        }
        return Reason.of(
                        Code.NO_MAIL,
                        run.completedAt(),
                        Subject.run(run.id()),
                        "the run came to its end without a step that sends a mail")
                .suggest("Connect a send_email step to the way the run took.");
    }
}
