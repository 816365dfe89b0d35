/**
 * The simulator: the real core, {@code onward.flow}, in a small world of its own. One thread, one seed, no clock: nodes,
 * a database with the transactions that the server relies on, a mail server full of mischief, and time itself are
 * played in memory, a thousand worlds a second, and what comes of each is held against what is promised.
 *
 * <pre>
 *   SimulateCommand ─▶ Simulator ─▶ World ─▶ Task (one statement or one act a step)
 *                                     │        Ingest  MatchPass  RunPass  Courier  Renewer     of a Node
 *                                     │        Caller  Owner  Nemesis                           of the outside
 *                                     ├─▶ Database ─▶ Table ─▶ Row
 *                                     └─▶ Laws (at each commit)   Judgement (in the end)
 * </pre>
 *
 * <p>Unlike the rest of the trial it sees {@code onward.flow}; nothing else of the product, and the rest of the trial
 * sees none of it but the command.
 */
package onward.trial.simulate;
