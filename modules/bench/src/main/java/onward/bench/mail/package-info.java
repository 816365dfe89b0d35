/**
 * A mail server that takes everything and keeps nothing, in a process of its own, and the fastest client it has.
 *
 * <pre>
 *   Sink ──starts──▶ SinkServer ──▶ Talk (one a connection) ──▶ Taken
 * </pre>
 */
package onward.bench.mail;
