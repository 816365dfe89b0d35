/**
 * The ways out of the house. A {@link onward.channel.Channel} takes sealed envelopes and answers with one
 * {@link onward.channel.Receipt} each; it keeps no state that a crash could lose.
 *
 * <pre>
 *   courier --- deliver(envelopes) ---> capture   accepts all: the mail stays in its row
 *                                  \--> nowhere   accepts and counts all, for benchmarks
 *                                  \--> smtp      a relay, over lanes that keep their connection
 *                                  \--> push      webpush or fcm, by what the device is reached by
 * </pre>
 *
 * <p>Beside them stands {@code http}, which is no channel: it makes the requests of {@code http_request} steps, to
 * servers that a customer named, behind a guard.
 *
 * <p>The only room that opens network connections to providers. Failure is an answer here, not an
 * exception: Deferred may be sent again, Refused must not, Unclear truly does not know.
 */
package onward.channel;
