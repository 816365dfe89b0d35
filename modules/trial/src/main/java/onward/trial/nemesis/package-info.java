/** Who makes the faults: by seed, each written down before it is done. */
package onward.trial.nemesis;
