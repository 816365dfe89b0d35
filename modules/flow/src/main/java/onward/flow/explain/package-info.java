/**
 * Why somebody did not get a mail: what is known of a person, an automation and an event ({@link
 * onward.flow.explain.Findings}) becomes the list of decisions that led there and the one that settled it ({@link
 * onward.flow.explain.Explanation}). Looks nothing up and knows no clock; what is not in the findings is not told.
 *
 * <pre>
 *   Findings ──▶ Explain ──▶ Arrivals   did the event come, under which name, for whom      1, 2, 3
 *                       ──▶ Entries    was the automation enabled, did a run begin         5, 6, 16, 17, 18
 *                       ──▶ Journey    what each step of the run decided                   4, 7 to 10, 16, 19
 *                            └▶ Mails  what became of each mail                            11 to 15, 20
 * </pre>
 */
package onward.flow.explain;
