/** What was seen during a trial, as plain records: the only thing that the checker gets. */
package onward.trial.evidence;
