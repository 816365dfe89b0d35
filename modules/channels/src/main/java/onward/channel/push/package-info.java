/** The way out for pushes: one channel, which hands each to what its device is reached by. */
package onward.channel.push;
