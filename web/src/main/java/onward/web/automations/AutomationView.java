package onward.web.automations;

import java.util.List;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * One automation, ready to show.
 *
 * @param graph its drawing as SVG; null while it has no version
 * @param states where its newest runs are, or how they ended
 * @param counted how many of its newest runs are counted there
 * @param visited how many of them the steps tell of
 * @param definition as JSON, laid out
 * @param sendLink where an event is sent that it begins with; null where that is the system's own
 * @param ending what becomes of its runs when it is deleted
 */
public record AutomationView(
        String id,
        String name,
        Pill status,
        boolean isEnabled,
        String version,
        String trigger,
        Moment created,
        Moment updated,
        String graph,
        List<StateRow> states,
        int counted,
        List<StepRow> steps,
        int visited,
        List<VersionRow> versions,
        String definition,
        String sendLink,
        String ending,
        String curl) {

    /** @param step where live ones are; null for ended ones */
    public record StateRow(Pill status, String step, String runs, String link) {}

    /**
     * A step and what came by it.
     *
     * @param inNow how many rest there
     * @param median how long half of them stayed; null when nobody left
     */
    public record StepRow(String key, String type, String entered, String inNow, String failed, String median) {}

    /** @param changes what differs from the version before, one line each; empty for the first */
    public record VersionRow(String number, Moment made, String trigger, List<String> changes, String definition) {}
}
