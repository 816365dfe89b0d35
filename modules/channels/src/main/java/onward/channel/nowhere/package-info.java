/** The channel for benchmarks: it counts mails and sends none. */
package onward.channel.nowhere;
