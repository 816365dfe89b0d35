/** Read models of the dashboard's pages: one bounded query a page, records ready to be shown. */
package onward.store.page;
