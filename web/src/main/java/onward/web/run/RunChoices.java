package onward.web.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.flow.graph.Node;
import onward.flow.run.Cancellation;
import onward.flow.run.Retry;
import onward.flow.run.RunStatus;
import onward.store.page.RunFacts;
import onward.store.page.RunFacts.Mail;

/**
 * What can be done to a run by a form.
 *
 * @param isLive true: it can be cancelled; false: it can be retried
 * @param mailsNotOut how many of its mails are not out yet
 * @param steps where it may go on
 * @param sent steps that sent something, which is not sent again unless their box is ticked
 * @param noteCharsMax how long the words may be that say why
 */
public record RunChoices(
        boolean isLive, long mailsNotOut, List<StepChoice> steps, List<SentChoice> sent, int noteCharsMax) {
    private static final Set<String> NOT_OUT = Set.of("queued", "sending");

    /** @param isWhereItEnded true for the one that is chosen unless somebody chooses another */
    public record StepChoice(String key, String type, boolean isWhereItEnded) {}

    /** @param what went out, in a few words */
    public record SentChoice(String key, String what) {}

    /** Null where nothing can be done: the run completed, or its automation is gone. */
    static RunChoices of(RunFacts run) {
        if (run.head().isLive()) {
            return new RunChoices(true, mailsNotOut(run), List.of(), List.of(), Cancellation.NOTE_CHARS_MAX);
        }
        boolean isOver = run.head().status() == RunStatus.COMPLETED;
        return isOver || run.head().automation() == null || run.head().definition() == null ? null : retry(run);
    }

    private static long mailsNotOut(RunFacts run) {
        return run.mails().stream()
                .filter(mail -> NOT_OUT.contains(mail.state()))
                .count();
    }

    private static RunChoices retry(RunFacts run) {
        Result<Automation> version = Blueprint.read(run.head().definition());
        return version.isOk() ? retry(run, version.value()) : null;
    }

    private static RunChoices retry(RunFacts run, Automation version) {
        String ended = Retry.whereItEnded(run.head().reason(), run.trail(), version);
        Map<String, Integer> done = Retry.done(run.trail(), version);
        return new RunChoices(
                false,
                0,
                version.steps().stream()
                        .map(node -> new StepChoice(
                                node.key(), node.type(), node.key().equals(ended)))
                        .toList(),
                version.steps().stream()
                        .filter(node -> done.containsKey(node.key()))
                        .map(node -> new SentChoice(node.key(), what(run, node)))
                        .toList(),
                Cancellation.NOTE_CHARS_MAX);
    }

    /** Of several mails of a step the newest tells. */
    private static String what(RunFacts run, Node node) {
        return run.mails().stream()
                .filter(mail -> mail.stepKey().equals(node.key()))
                .reduce((one, other) -> other)
                .map(RunChoices::words)
                .orElse("a request that was answered");
    }

    private static String words(Mail mail) {
        return "“" + mail.subject() + "” to " + String.join(", ", mail.recipients()) + ", "
                + mail.lastEvent().replace('_', ' ');
    }
}
