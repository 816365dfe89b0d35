/**
 * Rules of a whole automation, beside its steps: who may start a run ({@link onward.flow.policy.Entry}) and what ends
 * one early ({@link onward.flow.policy.Exit}). Off unless an automation asks for them.
 */
package onward.flow.policy;
