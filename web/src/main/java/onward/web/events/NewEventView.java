package onward.web.events;

import java.util.List;
import onward.web.ui.ProblemRow;

/**
 * The form that sends an event.
 *
 * @param origin what stands in the payload before somebody types; null for nothing
 */
public record NewEventView(String name, String email, String payload, String origin, List<ProblemRow> problems) {}
