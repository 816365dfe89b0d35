/** What must never be true, asked of the live database: the page of {@code onward check}. */
package onward.web.health;
