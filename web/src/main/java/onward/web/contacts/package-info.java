/** People: the list, and one with everything that came of them and went to them in one line of time. */
package onward.web.contacts;
