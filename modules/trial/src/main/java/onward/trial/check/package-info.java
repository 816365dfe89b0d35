/**
 * Decides from the evidence alone whether every promise was kept. It has its own small model of what an automation
 * means, made from the documentation and not from the server's code.
 *
 * <pre>
 *   Database ──▶ History ──▶ Checker ──▶ Violation (which invariant, which ids)
 *                              ├ EventChecks   I-1 I-2 I-3
 *                              ├ RunChecks     I-4 I-7 I-8 I-9 I-10 I-12 I-24
 *                              ├ MailChecks    I-13 I-14 I-15 I-16 I-17 I-18 I-19
 *                              ├ WaitChecks    I-11 I-20 I-21 I-22 I-23
 *                              └ SurfaceChecks I-31
 * </pre>
 */
package onward.trial.check;
