/**
 * How fast is it? Starts a server as an operator would, drives it over HTTP from this second process, and sets what
 * it did beside what the same machine can do at most: {@code ./onward bench}.
 *
 * <pre>
 *   Order ──▶ work (one class a workload) ──▶ Sheet ──▶ words or JSON
 *              │      │      │
 *            house   load   mail        processes and their costs; requests and their times; a sink for mails
 *
 *   MicroOrder ──▶ micro ──▶ Sheet      parts of the core, without a server: the only room that sees flow and store
 * </pre>
 *
 * Who is interrupted leaves nothing behind: whatever is started belongs to an Estate, which ends it. A measurement that
 * cannot go on throws BenchCut with the reason; one that cannot begin, BenchRefused.
 */
package onward.bench;
