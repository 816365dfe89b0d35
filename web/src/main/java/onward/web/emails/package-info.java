/** Emails: the list, and one as it was sent, with what became of it. */
package onward.web.emails;
