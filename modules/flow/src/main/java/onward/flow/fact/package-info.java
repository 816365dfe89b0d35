/**
 * What is known and how it is read: events, contacts, plain values, dates, durations, schemas; problems and results.
 * The lowest package of the room.
 */
package onward.flow.fact;
