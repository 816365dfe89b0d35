/** What the answers of push services have in common, read as receipts. */
package onward.channel.reply;
