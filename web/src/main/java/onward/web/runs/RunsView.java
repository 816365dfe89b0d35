package onward.web.runs;

import java.util.List;

/**
 * The page of runs, ready to show.
 *
 * @param older where the next older page is; null on the last
 * @param isFirst nothing is newer than this page
 * @param curl the command that sends a first event
 */
public record RunsView(List<RunRow> rows, String older, boolean isFirst, String curl) {}
