/** How a webhook is told of an event: what is signed, and the headers that carry it. */
package onward.channel.webhook;
