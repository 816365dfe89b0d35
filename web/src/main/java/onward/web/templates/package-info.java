/** Templates: the list, and one with its texts, its variables, how a mail of it looks and who sends it. */
package onward.web.templates;
