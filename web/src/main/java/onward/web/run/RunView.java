package onward.web.run;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One run, ready to show.
 *
 * @param sentence where it stands
 * @param graph the drawing of its version as SVG; null when that is gone
 * @param personLink null when nobody is known by its event
 * @param automationLink null when the automation is gone
 * @param version for example {@code v3}; null when the automation is gone
 * @param trace the {@code traceparent} that the event came with; null for none
 * @param payload of the event; null when it came without, or is kept no more
 * @param choices what can be done to it; null where nothing can
 * @param interventions what somebody did to it, the newest first
 * @param json the run as the API tells it, to be asked for by {@code curl}
 */
public record RunView(
        String id,
        Pill status,
        String sentence,
        String graph,
        String person,
        String personLink,
        String automation,
        String automationLink,
        String version,
        String event,
        String eventLink,
        String trace,
        String payload,
        Moment started,
        Moment ended,
        List<StepRow> steps,
        List<MailRow> mails,
        List<MailRow> pushes,
        List<CallRow> calls,
        List<WaitRow> waits,
        RunChoices choices,
        List<InterventionRow> interventions,
        String curl) {

    /** A request that a step made of another server. */
    public record CallRow(String step, String request, Pill state, int attempts, String problem, Moment at) {}

    /** Somebody did something to it. @param note why, in their words; null when they said nothing */
    public record InterventionRow(String did, String who, String note, Moment at) {}

    /** What it listens for. @param until null when it listens without end */
    public record WaitRow(String event, String step, Moment since, Moment until) {}
}
