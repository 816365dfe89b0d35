package onward.trial.evidence;

import java.util.Map;

/**
 * A run as {@code GET /automations/:id/runs/:run_id} tells it.
 *
 * @param steps the status of each step that the run came to, by key
 */
public record ApiRun(String id, String status, Map<String, String> steps) {}
