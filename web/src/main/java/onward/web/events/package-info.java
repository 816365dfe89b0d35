/** Events as they came: the list, and one with what it started and what it did not. */
package onward.web.events;
