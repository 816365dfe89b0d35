/**
 * One class a table: bind, run, map row to record. The statements are in {@code resources/sql}, one file a
 * class and of the same name, one a list where a class has several; many rows go in as arrays over {@code unnest}.
 *
 * <p>The hot path: {@link onward.store.table.Events} are matched with {@link onward.store.table.Enablements},
 * {@link onward.store.table.Matching} loads what else a pass must know, and what it decided becomes
 * {@link onward.store.table.Runs}, {@link onward.store.table.Trail} and {@link onward.store.table.Envelopes}.
 *
 * <p>Every method takes the client, the pool or a transaction's connection, and fails with what the database
 * said; nothing here decides, retries or reads a clock.
 */
package onward.store.table;
