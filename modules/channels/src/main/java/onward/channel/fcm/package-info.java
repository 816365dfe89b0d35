/**
 * Pushes to apps through Firebase Cloud Messaging, its HTTP v1 API.
 *
 * <pre>
 *   Envelope --> Fcm            one POST to messages:send, and what its answer means
 *                  Message      the push as FCM wants it
 *                  AccessToken  got for a signed assertion (RFC 7523), kept until shortly before its end
 *                    Account    the service account that an operator downloaded
 * </pre>
 */
package onward.channel.fcm;
