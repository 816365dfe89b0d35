/** Trees of comparisons over events and contacts, which tell what decided. */
package onward.flow.rule;
