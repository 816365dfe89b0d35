/** The channel for trying things out: it accepts every mail and sends none. */
package onward.channel.capture;
