/**
 * {@code onward send FILE}: a client like any other, on the command line. It speaks to the server through
 * HTTP alone and keeps every promise by the line's idempotency key, so a file may be sent again.
 *
 * <pre>
 *   SendCommand   reads the flags, tells the summary
 *     Replay      the file, line by line, so many at once
 *       Line      one line: a body and a key
 *       Sender    one POST, tried again while that helps
 *     Tally       what was counted;  Progress shows it while it grows
 * </pre>
 */
package onward.app.send;
