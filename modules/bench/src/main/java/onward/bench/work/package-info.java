/** The workloads: each sets its stage, drives it, and says what it found. */
package onward.bench.work;
