/** What a mail's picture and links lead to: each says that the mail was opened or clicked, and shows what was asked for. */
package onward.web.track;
