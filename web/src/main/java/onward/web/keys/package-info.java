/** API keys: the list, a new one with its token shown once, and their end. */
package onward.web.keys;
