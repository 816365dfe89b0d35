/** The names that events have: what is declared of each, who begins with it, which came last. */
package onward.web.names;
