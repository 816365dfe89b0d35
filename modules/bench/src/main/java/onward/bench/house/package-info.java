/** The processes that are measured, and what they use: a server, its database, the machine's counters. */
package onward.bench.house;
