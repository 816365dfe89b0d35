package onward.web.runs;

import java.util.List;

/**
 * A page of runs, ready to show.
 *
 * @param status the one that is shown; null for all
 * @param statuses those that can be asked for
 * @param automationId the automation whose runs are shown; null for all
 * @param automation its name
 * @param older where the next older page is; null on the last
 * @param newest where the first page is; null on it
 * @param budget how many of the newest runs were looked at, where the filter ends there; 0 where it does not
 * @param curl the command that sends a first event
 */
public record RunsView(
        List<RunRow> rows,
        String status,
        List<String> statuses,
        String automationId,
        String automation,
        String older,
        String newest,
        int budget,
        String curl) {}
