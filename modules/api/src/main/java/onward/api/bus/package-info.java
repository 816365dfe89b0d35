/**
 * The server as other programs meet it on the event bus: requests and feeds at the public addresses, and two doors
 * through which programs reach them that are not on the bus themselves.
 *
 * <pre>
 *   a program on the bus ------------------------+
 *   any language: TCP, frames ---> TcpBridge ----+--> BusDesk --> the handlers of the native face
 *   a browser: WebSocket --------> SockBridge ---+
 *
 *   runner, courier --> Moved --> FeedVerticle --> onward.feed.*.PROJECT --> lines that listen
 * </pre>
 *
 * Nothing here holds anything that must not be lost: a request is answered after its commit, a feed is told to whoever
 * keeps up. Both doors are closed until a setting opens them, and behind each stands the same desk.
 */
package onward.api.bus;
