/** What the server was told, and by whom. */
package onward.web.settings;
