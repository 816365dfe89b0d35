/**
 * The data directory and what a command finds in it: the lock that says who has it, the key that seals secrets, and
 * the database of the settings, opened for a command that needs no server.
 */
package onward.app.home;
