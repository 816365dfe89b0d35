/**
 * Mails: templates and how they are filled, addresses, header values, and the sealed {@link
 * onward.flow.message.Envelope}. Nothing here sends.
 */
package onward.flow.message;
