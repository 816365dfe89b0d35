/**
 * Requests to servers that a customer named: the one guarded HTTP client of the house.
 *
 * <pre>
 *   HttpCall ---> HttpCaller        bounds every call in time, answers with an {@link onward.channel.http.HttpReply}
 *                   Attempt         one call on its way: check, connect, send, read
 *                     Guard         on a worker: reads the URL, resolves its name, checks every address
 *                       Target      the URL, read once, for the check and for the connection
 *                       Range       the table of addresses that are not for everyone
 *                     Route         the target and the checked addresses; nothing else is connected to
 *                     Answer        status, a few headers, at most 64 KiB of body
 * </pre>
 *
 * <p>A URL may come from a stranger and its name may resolve to anything, differently each time. So a name is
 * resolved once a call, by the guard, and the connection goes to an address that was checked, while the Host header,
 * SNI and the check of the certificate use the name. No redirect is followed, no proxy is taken from the environment,
 * nothing is decompressed.
 *
 * <p>Failure is an answer here: Unreached may be tried again, with the same Idempotency-Key; Blocked must not.
 */
package onward.channel.http;
