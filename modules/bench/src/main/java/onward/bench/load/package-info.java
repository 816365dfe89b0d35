/** Requests, sent as cheaply as possible, for the driver shares the machine with what it measures. */
package onward.bench.load;
