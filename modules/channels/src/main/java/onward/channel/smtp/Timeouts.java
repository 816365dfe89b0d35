package onward.channel.smtp;

import java.time.Duration;

/**
 * How long to wait for the relay, by phase. RFC 5321, section 4.5.3.2, asks for minutes so as not to give
 * up on slow relays; a give-up before the dot merely means a later attempt, so those phases are shorter
 * here, and only the one that can make a duplicate, the wait after the dot, keeps the RFC's ten minutes.
 *
 * @param connect for the TCP connection
 * @param read for each reply and for TLS
 * @param write for each write to get through
 * @param answer for the reply to the final dot
 */
record Timeouts(Duration connect, Duration read, Duration write, Duration answer) {
    static final Duration CONNECT = Duration.ofSeconds(10);
    static final Duration READ = Duration.ofSeconds(60);
    static final Duration WRITE = Duration.ofSeconds(60);
    static final Duration ANSWER = Duration.ofMinutes(10);
    static final Timeouts USUAL = new Timeouts(CONNECT, READ, WRITE, ANSWER);
}
