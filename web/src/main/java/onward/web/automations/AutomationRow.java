package onward.web.automations;

import java.time.Instant;
import onward.store.page.AutomationFacts;
import onward.store.page.AutomationFacts.Line;
import onward.web.ui.Figures;
import onward.web.ui.Moment;
import onward.web.ui.Pill;

/**
 * @param runs how many there are, {@code 1,000+} where counting ended
 * @param newest when its newest run began; null without runs
 */
public record AutomationRow(
        String id,
        String name,
        Pill status,
        String version,
        String trigger,
        String runs,
        String live,
        String failed,
        Moment newest) {

    static AutomationRow of(Line line, Instant now) {
        return new AutomationRow(
                line.id().toString(),
                line.name(),
                Pill.of(line.isEnabled() ? "enabled" : "disabled"),
                line.version() == null ? "" : "v" + line.version(),
                line.triggerEvent(),
                count(line.runs()),
                count(line.live()),
                line.failed() == 0 ? "" : count(line.failed()),
                Moment.of(line.newestAt(), now));
    }

    private static String count(long number) {
        return Figures.upTo(AutomationFacts.RUNS_COUNTED_MAX, number);
    }
}
