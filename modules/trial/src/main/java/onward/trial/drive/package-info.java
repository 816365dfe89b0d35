/**
 * The customers of the trial: a workload that follows from the seed, sent over HTTP to all nodes, and a journal of
 * every call.
 *
 * <pre>
 *   Plan (what, when) ──▶ Driver (send, try again, follow up) ──▶ Api (one call) ──▶ Journal
 * </pre>
 */
package onward.trial.drive;
