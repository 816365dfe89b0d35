/**
 * Mail over SMTP (RFC 5321) through one relay.
 *
 * <pre>
 *   SmtpChannel          hands each envelope to a free lane, on a worker
 *     Breaker            keeps mail from a relay that fails as a whole, for a while
 *     Lane               one connection, kept open and used again
 *       Letter           the envelope as bytes: the same envelope is always the same bytes
 *       Line             a socket with a timeout for every phase, TLS as the {@link SmtpUrl} says
 *       Conversation     speaks SMTP and remembers what was said in which {@link Phase}
 *       Verdict          turns that memory into a receipt
 * </pre>
 *
 * <p>Until the final dot is on its way nothing was taken over, so whatever breaks is Deferred. Once it is,
 * only a reply tells: 2xx Accepted, 4xx Deferred, 5xx Refused, and no readable reply is Unclear
 * (RFC 1047 tells why). A failure before MAIL is about the relay, never about a recipient, so even a 5xx
 * greeting or a refused login is Deferred, and so is a 421 in any phase; these count against the relay.
 */
package onward.channel.smtp;
