/**
 * The processes under trial: one PostgreSQL and several servers on 127.0.0.1, as an operator would start them.
 * Nothing here looks into them; it starts, kills, pauses and asks {@code /ready}.
 */
package onward.trial.house;
