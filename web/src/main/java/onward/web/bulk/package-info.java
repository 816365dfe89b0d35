/** The same done to many runs: made of a filter of the list of runs, looked at, started, watched. */
package onward.web.bulk;
