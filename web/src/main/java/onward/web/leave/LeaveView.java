package onward.web.leave;

import java.util.List;

/**
 * What the page shows.
 *
 * @param email whose choices they are, with most of it hidden
 * @param isUnsubscribed from everything
 * @param saved what was done just now, in words; null when the page is merely shown
 */
public record LeaveView(String email, boolean isUnsubscribed, List<TopicRow> topics, String saved) {}
