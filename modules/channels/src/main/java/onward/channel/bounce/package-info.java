/** Reads what mail servers and providers send back about mails of ours. */
package onward.channel.bounce;
