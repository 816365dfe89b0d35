/** One run: where it stands in a sentence, what it did step by step, what it sent and what it waits for. */
package onward.web.run;
