/** Domains that mails are sent from: the list, and one with the records that DNS has to have. */
package onward.web.domains;
