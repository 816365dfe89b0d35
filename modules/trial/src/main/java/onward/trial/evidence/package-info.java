/** What was seen during a trial, as plain records: the only thing that the checker gets; and the files that keep it. */
package onward.trial.evidence;
