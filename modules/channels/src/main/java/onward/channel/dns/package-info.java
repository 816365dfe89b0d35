/** What is written in DNS about a domain. */
package onward.channel.dns;
