/**
 * The mail server of the trial: takes mail, misbehaves by seed, and keeps a record of every transaction. It listens
 * on one port per node, so that it knows who dialled.
 */
package onward.trial.sink;
