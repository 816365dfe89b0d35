/**
 * A trial by fault: real servers on a real PostgreSQL are given work while nodes are killed, the database goes away
 * and the mail server misbehaves; then all that can be seen from outside is held against what was promised.
 *
 * <pre>
 *   Main ─▶ TrialCommand ─▶ Trial ─▶ house (the processes)   drive (the customers)
 *                             │      nemesis (the faults)    sink  (the mail server)
 *                             └────▶ evidence ─▶ check ─▶ Report
 * </pre>
 *
 * <p>It knows the server by HTTP, SMTP and read-only SQL alone. The simulator beside it, {@code simulate}, is another
 * thing: it runs the core itself, in memory.
 */
package onward.trial;
