/** The page on which the recipient of a mail leaves a topic, or everything; it needs no account. */
package onward.web.leave;
