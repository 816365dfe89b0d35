/**
 * How fast is it? Starts a server as an operator would, drives it over HTTP from this second process, and sets what
 * it did beside what the same machine can do at most: {@code ./onward bench}.
 *
 * <pre>
 *   Order ──▶ work (one class a workload) ──▶ Sheet ──▶ words or JSON
 *              │        │
 *            house    load          the processes and their costs; the requests and their times
 * </pre>
 */
package onward.bench;
