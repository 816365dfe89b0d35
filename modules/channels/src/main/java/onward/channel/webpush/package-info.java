/**
 * Pushes to browsers: Web Push (RFC 8030), encrypted for the one browser (RFC 8291) and signed by this server (VAPID,
 * RFC 8292).
 *
 * <pre>
 *   Envelope --> Payload        what the browser's service worker is told, as JSON
 *                WebPush        encrypts it, signs the request, makes it, reads the answer
 *                  VapidKey     who this server is, for the push services of one project
 * </pre>
 *
 * <p>The endpoint was named by whoever registered the device, so the request goes through the guard of {@code http}.
 */
package onward.channel.webpush;
