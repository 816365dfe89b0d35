/**
 * The meaning of automations written down a second time, and what holds the two against each other.
 *
 * <pre>
 *  RandomCases ──▶ Scenario ──▶ Model  (definitions read as plain maps, words of the contract)  ──▶ Account ┐
 *                          └──▶ World  (the machine, fed the way the engine feeds it)            ──▶ Account ┤ equal?
 *                          └──▶ the engine on a database, in the tests of that room              ──▶ Account ┘
 * </pre>
 *
 * {@link onward.flow.model.Model} shares no class with the code it judges, and no idea of mailboxes or open waits: it
 * knows what was received and when, and asks of each run what that means for it.
 */
package onward.flow.model;
