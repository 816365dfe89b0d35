/** The one search box: an id, an address or an event's name leads straight to its page. */
package onward.web.search;
